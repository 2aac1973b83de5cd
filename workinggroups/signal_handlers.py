"""Keeps access in step with rosters, whoever changes them, and staff's permissions with what there is to manage."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_delete, post_migrate, post_save

from membership.access import derive_access
from membership.models import Role, User
from membership.permissions import grant_to_role
from membership.signal_handlers import deletes_people, tables_exist

from .models import RosterEntry


def on_roster_changed(instance: RosterEntry, *, raw: bool = False, origin: Any = None, **kwargs: Any) -> None:
    if raw or deletes_people(origin):
        return
    derive_access(User.objects.filter(pk=instance.person_id))


def on_migrated(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    if tables_exist(using):
        grant_to_role(
            Role.STAFF,
            *(
                f"workinggroups.{action}_{model}"
                for model in ("workinggroup", "rosterentry")
                for action in ("add", "change", "view")
            ),
            "workinggroups.delete_rosterentry",
        )


def connect(app: Any) -> None:
    post_save.connect(on_roster_changed, sender=RosterEntry, dispatch_uid="workinggroups.on_roster_saved")
    post_delete.connect(on_roster_changed, sender=RosterEntry, dispatch_uid="workinggroups.on_roster_deleted")
    post_migrate.connect(on_migrated, sender=app, dispatch_uid="workinggroups.on_migrated")
