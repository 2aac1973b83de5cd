"""The engines. Which one keeps the texts follows from the database that the portal runs on."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .base import FullText
from .postgres import PostgresEngine
from .sqlite import SQLiteEngine

ENGINES: dict[str, type[FullText]] = {"postgresql": PostgresEngine, "sqlite": SQLiteEngine}


def database_engine() -> FullText:
    """The engine that stores texts in the transaction that changes them, and that answers whenever it is asked."""
    engine = ENGINES.get(connection.vendor)
    if engine is None:
        raise ImproperlyConfigured(
            f"The search has no engine for {connection.display_name}. "
            "Point DATABASE_URL at a PostgreSQL or SQLite database."
        )
    return engine()
