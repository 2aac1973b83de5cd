"""Says before the first request that the search cannot answer. Elasticsearch may be away: the database can answer."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from .engines import database_engine
from .engines.elastic_connection import is_configured, node_of


@register()
def an_engine_answers(**kwargs: Any) -> list[CheckMessage]:
    try:
        database_engine()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="search.E001")]
    return []


@register()
def elasticsearch_is_configured(**kwargs: Any) -> list[CheckMessage]:
    return list(_mistakes()) if is_configured() else []


def _mistakes() -> Iterator[CheckMessage]:
    """Sentences about settings. None repeats the URL: it may hold a password."""
    ca_file = settings.ELASTICSEARCH_CA_FILE
    try:
        scheme = node_of(settings.ELASTICSEARCH_URL, "").scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        hint = "It looks like https://user:password@host:9200, with special characters of the password as %40."
        yield Error("ELASTICSEARCH_URL is not the address of a server.", hint=hint, id="search.E002")
    if ca_file and not Path(ca_file).is_file():
        yield Error("ELASTICSEARCH_CA_FILE names no file.", id="search.E003")
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,60}", settings.ELASTICSEARCH_INDEX):
        rule = "up to 60 small letters, digits, dots and hyphens, a letter or digit first"
        yield Error(f"ELASTICSEARCH_INDEX must be {rule}.", id="search.E004")
    if not _is_positive_number(settings.ELASTICSEARCH_TIMEOUT):
        yield Error("ELASTICSEARCH_TIMEOUT must be a number of seconds, such as 0.8.", id="search.E005")
    if not re.fullmatch(r"false|\d+-(\d+|all)", settings.ELASTICSEARCH_REPLICAS):
        yield Error("ELASTICSEARCH_REPLICAS must be a range such as 0-1 or 1-2, or false.", id="search.E006")


def _is_positive_number(text: str | float) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False
