"""Elasticsearch, for large portals. It follows the database, as `search/following.py` says.

`search/asking.py` sees to it that it is asked only when it has caught up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from search.models import MovingSubtree
from search.truth import node

from .base import Answer, Counts, FacetValue, Match, Question, pages_of
from .database import snippet_of
from .elastic_connection import NO_ANSWER, Unavailable, connection
from .elastic_request import BODY, FACETS, SUMMARY, TITLE, request_for

SEPARATOR = "\x1f"  # between a value and its label. No value has one


@dataclass(frozen=True)
class ElasticEngine:
    """Asks the index of this name. Raises Unavailable and TooMuch: then the database's engine has to answer."""

    index: str
    name = "Elasticsearch"

    def ask(self, question: Question, *, page: int, per_page: int) -> Answer:
        """One request; a second one if there is no such page."""
        try:
            return self._asked(question, page=page, per_page=per_page)
        except NO_ANSWER as fault:
            raise Unavailable("an answer that is none") from fault

    def _asked(self, question: Question, *, page: int, per_page: int) -> Answer:
        moving = [node(root) for root in MovingSubtree.objects.values_list("root", flat=True)]
        number = max(page, 1)
        found = self._found(question, moving, number, per_page)
        total = found["aggregations"]["total"]["doc_count"]
        if number > pages_of(total, per_page):
            number = pages_of(total, per_page)
            found = self._found(question, moving, number, per_page)
        return Answer(counts_of(found["aggregations"]), number, [match_of(hit) for hit in found["hits"]["hits"]])

    def ranking(self, question: Question, *, limit: int) -> list[int]:
        body = request_for(question, moving=[], offset=0, limit=limit)
        for name in ("aggs", "highlight"):
            body.pop(name, None)
        return [int(hit["_id"]) for hit in connection().search(index=self.index, body=body)["hits"]["hits"]]

    def _found(self, question: Question, moving: Iterable[str], page: int, per_page: int) -> dict[str, Any]:
        body = request_for(question, moving=[*moving], offset=(page - 1) * per_page, limit=per_page)
        return connection().search(index=self.index, body=body)


def match_of(hit: Mapping[str, Any]) -> Match:
    marked, stored = hit.get("highlight", {}), hit["_source"]
    title = marked.get(TITLE, [stored[TITLE]])[0]
    summary = marked.get(SUMMARY, [stored[SUMMARY]])[0]
    return Match(int(hit["_id"]), title, snippet_of(summary, " … ".join(marked.get(BODY, []))))


def counts_of(counted: Mapping[str, Any]) -> Counts:
    facets = {name: values_of(counted[name]["values"]["buckets"]) for name in FACETS}
    return Counts(counted["total"]["doc_count"], {name: values for name, values in facets.items() if values})


def values_of(buckets: Iterable[Mapping[str, Any]]) -> tuple[FacetValue, ...]:
    """The most frequent first, equals by label."""
    values = [(*bucket["key"].split(SEPARATOR, 1), bucket["doc_count"]) for bucket in buckets]
    in_order = sorted(values, key=lambda value: (-value[2], value[1], value[0]))
    return tuple(FacetValue(value, label, count) for value, label, count in in_order)
