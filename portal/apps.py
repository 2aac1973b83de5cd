from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the checks

        post_migrate.connect(_ensure_schedules, sender=self)


def _ensure_schedules(**kwargs: Any) -> None:
    from .jobs import ensure_schedules

    ensure_schedules()
