from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, jobs  # noqa: F401  they register themselves

        post_migrate.connect(_ensure_schedules, sender=self)


def _ensure_schedules(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """The clock of a fresh database. Waits while somebody migrates the apps one by one and not all are there yet."""
    from django_q.models import Schedule

    from notifications.jobs import ensure_schedules
    from notifications.models import JobState

    if {Schedule._meta.db_table, JobState._meta.db_table} <= set(connections[using].introspection.table_names()):
        ensure_schedules()
        Schedule.objects.filter(func__startswith="portal.jobs.").delete()  # of portals older than the leases of jobs
