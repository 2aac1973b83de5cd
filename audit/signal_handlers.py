from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

from .storage import ensure_guard


def on_migrated(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    ensure_guard(using)


def connect(app: Any) -> None:
    post_migrate.connect(on_migrated, sender=app, dispatch_uid="audit.on_migrated")
