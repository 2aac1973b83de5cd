"""What happened and who did it, in rows that are written once."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone


class AuditIsAppendOnly(Exception):
    """Nobody changes or deletes an entry. Old ones are forgotten by `retention.forget_old_entries` alone."""


class Action(models.TextChoices):
    PAGE_READ = "read-page", "Read a confidential page"
    FILE_READ = "read-file", "Read a confidential file"
    REQUEST_READ = "read-request", "Read a question to the experts"
    REQUEST_PUBLISHING = "publish-request", "Worked on an answer page made of a question"
    ACCESS_CHANGED = "access-changed", "Changed the access of a person"
    PERMISSIONS_CHANGED = "permissions-changed", "Changed what a group may do"
    RESTRICTION_CHANGED = "restriction-changed", "Changed who sees a page or collection"
    AUDIENCE_CHANGED = "audience-changed", "Changed an audience"
    EXPORTED = "exported", "Exported"
    AUDIT_READ = "read-audit", "Looked at the audit log"
    FORGOTTEN = "forgotten", "Forgot old entries"


class ActorKind(models.TextChoices):
    PERSON = "person", "A person"
    NOBODY = "nobody", "Nobody signed in"
    SYSTEM = "system", "The portal itself"


class AppendOnlyEntries(models.QuerySet["AuditEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly

    def delete(self) -> NoReturn:
        raise AuditIsAppendOnly

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts"):
            raise AuditIsAppendOnly
        return super().bulk_create(*args, **kwargs)


class AuditEntry(models.Model):
    """Who did what to which thing. Holds numbers and keys: names are looked up when somebody reads the log.

    Numbers instead of foreign keys, because an entry outlives what it is about. `storage.py` lets the database itself
    refuse to change a row.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    action = models.CharField(max_length=40, choices=Action.choices)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(null=True)
    object_kind = models.CharField(max_length=40, blank=True, help_text="A key of `kinds.py`, or nothing.")
    object_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    objects = AppendOnlyEntries.as_manager()

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit log"
        base_manager_name = "objects"
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["action", "at"], name="audit_by_action"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["object_kind", "object_id", "at"], name="audit_by_object"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(actor_kind=ActorKind.PERSON, actor_id__isnull=False)
                | (~models.Q(actor_kind=ActorKind.PERSON) & models.Q(actor_id__isnull=True)),
                name="audit_actor_is_a_person_or_has_no_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id or ''}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsAppendOnly(self)
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly(self)
