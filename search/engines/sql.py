"""Pieces of SQL that are put together. Values never become text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Sql:
    """A piece of SQL and the values for its placeholders, in their order."""

    text: str
    values: list[Any] = field(default_factory=list)


def sql_and(*pieces: Sql) -> Sql:
    return Sql(" AND ".join(f"({piece.text})" for piece in pieces), values_of(pieces))


def sql_or(*pieces: Sql) -> Sql:
    return Sql(" OR ".join(f"({piece.text})" for piece in pieces), values_of(pieces))


def values_of(pieces: Iterable[Sql]) -> list[Any]:
    return [value for piece in pieces for value in piece.values]
