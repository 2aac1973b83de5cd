"""Writes into the audit log who changed who may see what, by whatever way they did.

What is derived from an audience is recorded where it is derived (`restrictions.py`); here is the rest.
"""

from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, PageViewRestriction

from audit.changes import RelationChange, goes_with_another, on_change_of_flag, on_change_of_relation
from audit.kinds import AUDIENCE, COLLECTION, PAGE
from audit.log import record
from audit.models import Action

from .models import Audience
from .restrictions import is_deriving


def on_audience_groups_changed(change: RelationChange) -> None:
    record(
        action=Action.AUDIENCE_CHANGED,
        kind=AUDIENCE,
        object_id=change.holder_id,
        groups_added=change.added,
        groups_removed=change.removed,
    )


def on_teaser_changed(audience: Audience) -> None:
    record(action=Action.AUDIENCE_CHANGED, kind=AUDIENCE, object_id=audience.pk, teaser=audience.teaser)


def on_restriction_saved(instance: BaseViewRestriction, *, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not is_deriving():
        known = dict(BaseViewRestriction.RESTRICTION_CHOICES)
        kind = instance.restriction_type if instance.restriction_type in known else "unknown"
        _record_restriction(instance, type=kind)


def on_restriction_deleted(
    sender: type[Model], instance: BaseViewRestriction, origin: Model | QuerySet | None = None, **kwargs: Any
) -> None:
    if not is_deriving() and not goes_with_another(sender, origin):
        _record_restriction(instance, type=None)


def on_restriction_groups_changed(model: type[BaseViewRestriction], change: RelationChange) -> None:
    if not is_deriving():
        restriction = model.objects.get(pk=change.holder_id)
        _record_restriction(restriction, groups_added=change.added, groups_removed=change.removed)


def _record_restriction(restriction: Any, **details: Any) -> None:
    on_page = isinstance(restriction, PageViewRestriction)
    record(
        action=Action.RESTRICTION_CHANGED,
        kind=PAGE if on_page else COLLECTION,
        object_id=restriction.page_id if on_page else restriction.collection_id,
        **details,
    )


def connect() -> None:
    on_change_of_relation(Audience.groups, on_audience_groups_changed)
    on_change_of_flag(Audience, "teaser", on_teaser_changed)
    for model in (PageViewRestriction, CollectionViewRestriction):
        uid = f"visibility.record_{model._meta.model_name}"
        post_save.connect(on_restriction_saved, sender=model, dispatch_uid=f"{uid}_saved")
        post_delete.connect(on_restriction_deleted, sender=model, dispatch_uid=f"{uid}_deleted")
        on_change_of_relation(model.groups, partial(on_restriction_groups_changed, model))
