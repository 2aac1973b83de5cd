"""The engines. Which one answers follows from the database that the portal runs on."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .base import Engine
from .sqlite import SQLiteEngine


def get_engine() -> Engine:
    if connection.vendor == "sqlite":
        return SQLiteEngine()
    raise ImproperlyConfigured(
        f"The search has no engine for {connection.display_name}. Point DATABASE_URL at an SQLite database."
    )
