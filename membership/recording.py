"""Writes into the audit log who changed what people and groups may do, by whatever way they did.

What follows from tiers, roles and rosters is recorded where it is derived (`access.py`); here is what is given by hand.
"""

from typing import Any, TypeAlias

from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from audit.changes import RelationChange, goes_with_another, on_change_of_flag, on_change_of_relation
from audit.kinds import COLLECTION, GROUP, PAGE, PERSON
from audit.log import Detail, record
from audit.models import Action

from .models import DerivedGroup, User

Grant: TypeAlias = GroupPagePermission | GroupCollectionPermission


def on_superuser_changed(person: User) -> None:
    _record_person(person.pk, superuser=person.is_superuser)


def on_person_deleted(instance: User, **kwargs: Any) -> None:
    _record_person(instance.pk, deleted=True)


def on_groups_of_person_changed(change: RelationChange) -> None:
    derived = set(DerivedGroup.objects.values_list("group_id", flat=True))
    added, removed = ([pk for pk in ids if pk not in derived] for ids in (change.added, change.removed))
    if added or removed:
        _record_person(change.holder_id, groups_added=added, groups_removed=removed)


def on_permissions_of_person_changed(change: RelationChange) -> None:
    _record_person(change.holder_id, given=_names_of(change.added), taken=_names_of(change.removed))


def on_permissions_of_group_changed(change: RelationChange) -> None:
    _record_group(change.holder_id, given=_names_of(change.added), taken=_names_of(change.removed))


def on_group_deleted(instance: Group, **kwargs: Any) -> None:
    _record_group(instance.pk, deleted=True)


def on_grant_saved(instance: Grant, *, raw: bool = False, created: bool, **kwargs: Any) -> None:
    if not raw and created:
        record_grant(instance)


def on_grant_deleted(
    sender: type[Model], instance: Grant, origin: Model | QuerySet | None = None, **kwargs: Any
) -> None:
    if not goes_with_another(sender, origin):
        _record_group(instance.group_id, **_place_of(instance), taken=[instance.permission.codename])


def grants_of(group: Group) -> list[Grant]:
    """What the people in `group` may do on pages and in collections."""
    if not group.pk:
        return []
    models = (GroupPagePermission, GroupCollectionPermission)
    return [grant for model in models for grant in model.objects.filter(group=group).select_related("permission")]


def record_grant(grant: Grant) -> None:
    _record_group(grant.group_id, **_place_of(grant), given=[grant.permission.codename])


def _record_person(person_id: int, **details: Detail) -> None:
    record(action=Action.ACCESS_CHANGED, kind=PERSON, object_id=person_id, **details)


def _record_group(group_id: int, **details: Detail) -> None:
    record(action=Action.PERMISSIONS_CHANGED, kind=GROUP, object_id=group_id, **details)


def _place_of(grant: Grant) -> dict[str, int]:
    return {PAGE: grant.page_id} if isinstance(grant, GroupPagePermission) else {COLLECTION: grant.collection_id}


def _names_of(permission_ids: list[int]) -> list[str]:
    """Such as `membership.add_user`."""
    if not permission_ids:
        return []
    rows = Permission.objects.filter(pk__in=permission_ids).values_list("content_type__app_label", "codename")
    return sorted(f"{app_label}.{codename}" for app_label, codename in rows)


def connect() -> None:
    on_change_of_flag(User, "is_superuser", on_superuser_changed)
    on_change_of_relation(User.groups, on_groups_of_person_changed)
    on_change_of_relation(User.user_permissions, on_permissions_of_person_changed)
    on_change_of_relation(Group.permissions, on_permissions_of_group_changed)
    post_delete.connect(on_person_deleted, sender=User, dispatch_uid="membership.record_person_deleted")
    post_delete.connect(on_group_deleted, sender=Group, dispatch_uid="membership.record_group_deleted")
    for model in (GroupPagePermission, GroupCollectionPermission):
        uid = f"membership.record_{model._meta.model_name}"
        post_save.connect(on_grant_saved, sender=model, dispatch_uid=f"{uid}_saved")
        post_delete.connect(on_grant_deleted, sender=model, dispatch_uid=f"{uid}_deleted")
