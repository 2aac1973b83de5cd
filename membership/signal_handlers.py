"""Keeps what is derived from people in step with them, whoever changes them: a service, the admin, a shell."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save

from audit.models import AuditEntry
from visibility.models import Audience

from . import recording
from .access import derive_access, ensure_groups
from .audiences import ensure_audiences
from .models import DerivedGroup, Organisation, RoleAssignment, User
from .permissions import ensure_role_permissions

ORGANISATION_GIVES = {"tier", "standing", "suspended_at"}
PERSON_GIVES = {"organisation", "organisation_id", "suspended_at", "is_active"}


def on_person_saved(instance: User, update_fields: Any = None, *, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if _touches(update_fields, {"email"}):
        sync_email_address(person=instance)
    if _touches(update_fields, PERSON_GIVES):
        derive_access([instance])
        instance.refresh_from_db(fields=["is_active"])


def on_organisation_saved(
    instance: Organisation, update_fields: Any = None, *, raw: bool = False, **kwargs: Any
) -> None:
    if not raw and _touches(update_fields, ORGANISATION_GIVES):
        derive_access(User.objects.filter(organisation=instance))


def on_role_changed(instance: RoleAssignment, *, raw: bool = False, origin: Any = None, **kwargs: Any) -> None:
    if raw or deletes_people(origin):
        return
    derive_access(User.objects.filter(pk=instance.person_id))


def sync_email_address(*, person: User) -> None:
    """Sign-in knows addresses by rows of its own. A person has one: verified, as the alliance gave it."""
    theirs = Q(user=person, email=person.email)
    EmailAddress.objects.filter(Q(user=person) | Q(email=person.email)).exclude(theirs).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def deletes_people(origin: Model | QuerySet | None) -> bool:
    """Whether a row goes because its person goes. Nothing may be derived for them then: it would be left behind."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    return model is User


def on_migrated(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """A fresh database has what the code names: groups, audiences, permissions, and the cache that counts sign-ins."""
    call_command("createcachetable", database=using, verbosity=0)
    if tables_exist(using):
        ensure_groups()
        ensure_audiences()
        ensure_role_permissions()


def tables_exist(using: str) -> bool:
    """False while somebody migrates the apps one by one and not all are there yet."""
    tables = connections[using].introspection.table_names()
    return {model._meta.db_table for model in (DerivedGroup, Audience, AuditEntry)} <= set(tables)


def _touches(update_fields: Any, fields: set[str]) -> bool:
    return update_fields is None or bool(fields & set(update_fields))


def connect(app: Any) -> None:
    recording.connect()
    post_save.connect(on_person_saved, sender=User, dispatch_uid="membership.on_person_saved")
    post_save.connect(on_organisation_saved, sender=Organisation, dispatch_uid="membership.on_organisation_saved")
    post_save.connect(on_role_changed, sender=RoleAssignment, dispatch_uid="membership.on_role_assigned")
    post_delete.connect(on_role_changed, sender=RoleAssignment, dispatch_uid="membership.on_role_withdrawn")
    post_migrate.connect(on_migrated, sender=app, dispatch_uid="membership.on_migrated")
