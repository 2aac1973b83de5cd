"""Indices of Elasticsearch: made, written to, compared and deleted. No decisions: those are in `following.py`."""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.utils import timezone
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from .elastic_documents import EntrySource
from .engines.elastic_connection import NO_ANSWER, Unavailable, connection, named
from .engines.elastic_mapping import SCHEMA, index_body

# Higher than any version of an entry: what is removed stays removed, whoever writes late. Numbers are never used again.
AFTER_ALL = 2**62
AT_ONCE = 5000  # ids and versions that are read at once
CONFLICT, NOT_FOUND = 409, 404


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def asking(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Whatever goes wrong between us and Elasticsearch is `Unavailable`."""

    @wraps(function)
    def asks(*args: Arguments.args, **options: Arguments.kwargs) -> Result:
        try:
            return function(*args, **options)
        except (ApiError, TransportError) as fault:
            raise Unavailable(named(fault)) from fault
        except NO_ANSWER as fault:
            raise Unavailable("an answer that is none") from fault

    return asks


@dataclass
class Written:
    """What an index has now, as ids, and how often which error kept something else out of it."""

    entries: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    troubles: Counter[str] = field(default_factory=Counter)


def new_name() -> str:
    return f"{settings.ELASTICSEARCH_INDEX}-{SCHEMA}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(2)}"


def is_current(index: str) -> bool:
    """Whether this is the name of an index of ours, with the schema that we write and ask."""
    return bool(re.fullmatch(rf"{re.escape(settings.ELASTICSEARCH_INDEX)}-{SCHEMA}-\d{{14}}-[0-9a-f]{{4}}", index))


@asking
def exists(index: str) -> bool:
    return bool(client().indices.exists(index=index))


@asking
def count(index: str) -> int:
    return int(client().count(index=index)["count"])


@asking
def is_there() -> int:
    """0, if Elasticsearch answers at all."""
    client().indices.exists(index=settings.ELASTICSEARCH_INDEX)
    return 0


@asking
def create(index: str) -> None:
    """With an alias for writing: a bulk request to an index that is gone would make one without our mapping."""
    body = index_body()
    client().indices.create(index=index, aliases={_for_writing(index): {}}, **body)


@asking
def write(index: str, sources: Collection[EntrySource], removed: Collection[int]) -> Written:
    """Write entries and take others away, all in one request. What the index has newer than that, it keeps."""
    operations: list[dict[str, Any]] = []
    for source in sources:
        operations.append({"index": _at(source.entry_id, source.version)})
        operations.append(source.source)
    operations += [{"delete": _at(entry_id, AFTER_ALL)} for entry_id in removed]
    written = Written()
    if not operations:
        return written
    answer = client().bulk(index=_for_writing(index), require_alias=True, operations=operations)
    for item in answer["items"]:
        ((action, result),) = item.items()
        entry_id, status = int(result["_id"]), result["status"]
        if (action == "delete" and "error" not in result) or status in {200, 201, CONFLICT}:
            (written.removed if action == "delete" else written.entries).add(entry_id)
        else:
            written.troubles[f"{result['error']['type']} {status}"] += 1
    return written


@asking
def refresh(index: str) -> None:
    """Let everything that was written be found."""
    if client().indices.refresh(index=index)["_shards"]["failed"]:
        raise Unavailable("a copy of the index could not be refreshed")


@asking
def versions(index: str) -> dict[str, int]:
    """The id and version of every document."""
    found: dict[str, int] = {}
    pit = client().open_point_in_time(index=index, keep_alive="1m")["id"]
    after: dict[str, Any] = {}
    try:
        while hits := _page(pit, after):
            found |= {hit["_id"]: hit["_version"] for hit in hits}
            after = {"search_after": hits[-1]["sort"]}
    finally:
        client().close_point_in_time(id=pit)
    return found


def _page(pit: str, after: dict[str, Any]) -> list[dict[str, Any]]:
    at = {"id": pit, "keep_alive": "1m"}
    answer = client().search(pit=at, size=AT_ONCE, source=False, version=True, sort="_shard_doc", **after)
    return list(answer["hits"]["hits"])


@asking
def documents(index: str, entry_ids: Collection[int]) -> dict[int, tuple[int, dict[str, Any]]]:
    """Version and source of those of these that the index has."""
    if not entry_ids:
        return {}
    answer = client().mget(index=index, ids=[str(entry_id) for entry_id in entry_ids])
    return {int(one["_id"]): (one["_version"], one["_source"]) for one in answer["docs"] if one.get("found")}


@asking
def remove(index: str, document_ids: Collection[str]) -> None:
    operations = [{"delete": {"_id": one, "version": AFTER_ALL, "version_type": "external"}} for one in document_ids]
    if operations:
        client().bulk(index=_for_writing(index), require_alias=True, operations=operations)


@asking
def merge(index: str) -> None:
    """Begin to put the index into one segment: every segment is asked for every barred node."""
    client().indices.forcemerge(index=index, max_num_segments=1, wait_for_completion=False)


@asking
def name_for_operators(index: str) -> None:
    """Let the alias ELASTICSEARCH_INDEX stand for this index and no other, in one call."""
    alias = settings.ELASTICSEARCH_INDEX
    actions: list[dict[str, Any]] = [
        {"remove": {"index": other, "alias": alias}} for other in _with_alias(alias) if other != index
    ]
    client().indices.update_aliases(actions=[*actions, {"add": {"index": index, "alias": alias}}])


@asking
def ours() -> list[str]:
    """All indices that were ever made under this prefix, of any schema."""
    pattern = rf"{re.escape(settings.ELASTICSEARCH_INDEX)}-[0-9a-f]{{10}}-\d{{14}}-[0-9a-f]{{4}}"
    found = client().indices.get(index=f"{settings.ELASTICSEARCH_INDEX}-*", features="aliases")
    return [index for index in found if re.fullmatch(pattern, index)]


@asking
def delete(indices: Collection[str]) -> None:
    for index in indices:
        client().indices.delete(index=index, ignore_unavailable=True)


def _at(entry_id: int, version: int) -> dict[str, Any]:
    return {"_id": str(entry_id), "version": version, "version_type": "external"}


def _for_writing(index: str) -> str:
    return f"{index}-writing"


def _with_alias(alias: str) -> list[str]:
    try:
        return list(client().indices.get_alias(name=alias))
    except NotFoundError:
        return []


def client() -> Elasticsearch:
    return connection().client
