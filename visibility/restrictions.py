"""Turns the audience that a page's stored row names into the restriction that Wagtail enforces."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from audit.kinds import PAGE
from audit.log import record
from audit.models import Action

from .models import Audience, AudiencedPage, AudienceRestriction

_deriving: ContextVar[bool] = ContextVar("visibility_deriving", default=False)


@cache
def audienced_models() -> tuple[type[Any], ...]:
    """The page models whose own table has the audience column."""
    return tuple(
        model
        for model in apps.get_models()
        if issubclass(model, AudiencedPage) and any(field.name == "audience" for field in model._meta.local_fields)
    )


@transaction.atomic
def sync_restriction(*, page_id: int) -> bool:
    """Make the restriction of this page say what its stored row says. True if anything had to change.

    Always reads the row: saving the draft of a live page hands the draft's values to signal receivers.
    Pages of models without an audience keep the restrictions that they have.
    """
    for model in audienced_models():
        row = model.objects.filter(pk=page_id).values_list("audience_id", flat=True).first()
        if row is not None:
            return _apply(page_id, Audience.objects.get(pk=row))
        if model.objects.filter(pk=page_id).exists():
            return _lift(page_id)
    return False


def sync_audience(*, audience: Audience) -> int:
    """Bring every page with this audience up to date with its groups. Returns how many changed."""
    return sum(
        sync_restriction(page_id=page_id)
        for model in audienced_models()
        for page_id in model.objects.filter(audience=audience).values_list("pk", flat=True)
    )


def sweep_restrictions() -> int:
    """Compare every page with its restriction and repair what a crash or a bulk update left. Returns how many."""
    repaired = 0
    groups_of = {audience.pk: _group_ids(audience.groups) for audience in Audience.objects.prefetch_related("groups")}
    restrictions: dict[int, list[PageViewRestriction]] = {}
    for restriction in PageViewRestriction.objects.select_related("derived_from").prefetch_related("groups"):
        restrictions.setdefault(restriction.page_id, []).append(restriction)
    for model in audienced_models():
        for page_id, audience_id in model.objects.values_list("pk", "audience_id"):
            found = restrictions.get(page_id, [])
            if audience_id is None:
                right = not found
            else:
                right = len(found) == 1 and _says(found[0], audience_id, groups_of[audience_id])
            if not right:
                repaired += sync_restriction(page_id=page_id)
    return repaired


def restrictions_above(parent: Page | None) -> list[PageViewRestriction]:
    """What a page below `parent` has to pass: the restrictions from the top to `parent`, its own included."""
    if parent is None:
        return []
    above = PageViewRestriction.objects.filter(page__in=parent.get_ancestors(inclusive=True)).order_by("page__path")
    return list(above.select_related("derived_from__audience").prefetch_related("groups"))


def is_deriving() -> bool:
    """Whether a restriction is being derived from an audience, which is recorded once, as a whole."""
    return _deriving.get()


@contextmanager
def _derivation() -> Iterator[None]:
    token = _deriving.set(True)
    try:
        yield
    finally:
        _deriving.reset(token)


def _apply(page_id: int, audience: Audience) -> bool:
    wanted = _group_ids(audience.groups)
    found = _restrictions_of(page_id)
    if len(found) == 1 and _says(found[0], audience.pk, wanted):
        return False
    _record(page_id, found, audience.pk, wanted)
    with _derivation():
        _restrict(page_id, found, audience, wanted)
    return True


def _restrict(page_id: int, found: list[PageViewRestriction], audience: Audience, wanted: set[int]) -> None:
    restriction = found[0] if found else PageViewRestriction(page=Page.objects.get(pk=page_id))
    restriction.restriction_type = BaseViewRestriction.GROUPS
    restriction.password = ""
    restriction.save()
    AudienceRestriction.objects.update_or_create(restriction=restriction, defaults={"audience": audience})
    restriction.groups.set(wanted)
    PageViewRestriction.objects.filter(page_id=page_id).exclude(pk=restriction.pk).delete()


def _lift(page_id: int) -> bool:
    found = _restrictions_of(page_id)
    if not found:
        return False
    _record(page_id, found, None, None)
    with _derivation():
        PageViewRestriction.objects.filter(page_id=page_id).delete()
    return True


def _restrictions_of(page_id: int) -> list[PageViewRestriction]:
    restrictions = PageViewRestriction.objects.filter(page_id=page_id)
    return list(restrictions.select_related("derived_from").prefetch_related("groups"))


def _record(page_id: int, before: list[PageViewRestriction], audience_id: int | None, groups: set[int] | None) -> None:
    """No groups: no restriction. An empty list: nobody."""
    derived = [restriction.derived_from for restriction in before if hasattr(restriction, "derived_from")]
    groups_before = sorted({pk for restriction in before for pk in _group_ids(restriction.groups)})
    record(
        action=Action.RESTRICTION_CHANGED,
        kind=PAGE,
        object_id=page_id,
        audience_before=derived[0].audience_id if derived else None,
        audience_after=audience_id,
        groups_before=groups_before if before else None,
        groups_after=None if groups is None else sorted(groups),
    )


def _says(restriction: PageViewRestriction, audience_id: int, group_ids: set[int]) -> bool:
    derived_from = getattr(restriction, "derived_from", None)
    return (
        restriction.restriction_type == BaseViewRestriction.GROUPS
        and derived_from is not None
        and derived_from.audience_id == audience_id
        and _group_ids(restriction.groups) == group_ids
    )


def _group_ids(groups: Any) -> set[int]:
    return {group.pk for group in groups.all()}
