"""Calls a receiver of a room above when what it records has changed, in the transaction of the change."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_save, pre_save


@dataclass
class RelationChange:
    """The rows that one row was joined with, or is about to be parted from."""

    holder_id: int
    added: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)


def on_change_of_relation(relation: Any, receive: Callable[[RelationChange], object]) -> None:
    """Call `receive` with each change of a many-to-many relation such as `Audience.groups`, made from either end."""

    def changed(
        instance: Model, action: str, *, reverse: bool = False, pk_set: set[int] | None = None, **kwargs: Any
    ) -> None:
        if action == "post_add":
            added = sorted(pk_set or ())
            pairs = [(pk, instance.pk) for pk in added] if reverse else [(instance.pk, pk) for pk in added]
            for holder_id, ids in _by_holder(pairs):
                receive(RelationChange(holder_id, added=ids))
        elif action in {"pre_remove", "pre_clear"}:
            for holder_id, ids in _by_holder(_leaving(relation.field, instance, reverse=reverse, pk_set=pk_set)):
                receive(RelationChange(holder_id, removed=ids))

    m2m_changed.connect(changed, sender=relation.through, weak=False, dispatch_uid=f"audit.{relation.through.__name__}")


def on_change_of_flag(model: type[Model], name: str, receive: Callable[[Any], object]) -> None:
    """Call `receive(instance)` in the transaction of each save that turns this truth value over.

    Of a new row, each that is true: such flags begin as false.
    """
    kept = f"_{name}_as_stored"

    def remember(instance: Model, *, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
        if not raw and (update_fields is None or name in update_fields):
            stored = model._default_manager.filter(pk=instance.pk, **{name: True})
            instance.__dict__[kept] = bool(instance.pk) and stored.exists()

    def compare(instance: Model, **kwargs: Any) -> None:
        now = getattr(instance, name)
        if instance.__dict__.pop(kept, now) != now:
            receive(instance)

    for signal, receiver in ((pre_save, remember), (post_save, compare)):
        signal.connect(receiver, sender=model, weak=False, dispatch_uid=f"audit.{model._meta.label}.{name}")


def goes_with_another(sender: type[Model], origin: Model | QuerySet | None) -> bool:
    """Whether a row is deleted because what it belongs to is."""
    return origin is not None and (origin.model if isinstance(origin, QuerySet) else type(origin)) is not sender


def _leaving(relation: Any, instance: Model, *, reverse: bool, pk_set: set[int] | None) -> list[tuple[int, int]]:
    """Read before they go, because Django also names what was not there."""
    holder, member = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    mine, theirs = (member, holder) if reverse else (holder, member)
    rows = relation.remote_field.through._default_manager.filter(**{mine: instance.pk})
    if pk_set is not None:
        rows = rows.filter(**{f"{theirs}__in": pk_set})
    return list(rows.order_by(member).values_list(f"{holder}_id", f"{member}_id"))


def _by_holder(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    members: dict[int, list[int]] = defaultdict(list)
    for holder_id, member_id in pairs:
        members[holder_id].append(member_id)
    yield from members.items()
