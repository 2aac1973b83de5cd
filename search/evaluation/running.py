"""Asks the questions of a collection, and measures the answers."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from search.engines.base import Engine, Question
from search.models import EntryFacet, SearchEntry
from search.query import parse
from search.spelling import corrected
from search.synonyms import synonyms_in_force
from search.text import clean
from search.truth import node

from .collections import Collection, Document
from .measures import average_precision, ndcg, percentile
from .scratch import write_scratch

DEPTH = 1000  # texts that are looked at for each question


@dataclass(frozen=True)
class Run:
    """For each question, the texts that were found, the best first, and the milliseconds that it took."""

    rankings: dict[str, list[str]]
    milliseconds: list[float]

    def figures(self, collection: Collection) -> dict[str, float]:
        """Means over the questions that somebody judged."""
        judged = [query for query in collection.queries if collection.grades.get(query)]
        count = max(len(judged), 1)
        grades = collection.grades
        return {
            "ndcg@10": round(sum(ndcg(self.rankings[query], grades[query]) for query in judged) / count, 4),
            "map": round(sum(average_precision(self.rankings[query], grades[query]) for query in judged) / count, 4),
            "queries": len(judged),
            "latency_ms_p50": round(percentile(self.milliseconds, 0.5), 2),
            "latency_ms_p95": round(percentile(self.milliseconds, 0.95), 2),
        }

    def as_trec(self, name: str) -> Iterator[str]:
        """Lines of the format that trec_eval reads."""
        for query, ranking in self.rankings.items():
            for rank, document in enumerate(ranking, start=1):
                yield f"{query} Q0 {document} {rank} {DEPTH + 1 - rank} {name}"


def index_collection(collection: Collection) -> dict[int, str]:
    """Write every text into the scratch index, as a page that anybody may see. Returns the name behind each number."""
    numbers = dict(enumerate((document.id for document in collection.documents), start=1))
    entries = (_entry(number, document) for number, document in enumerate(collection.documents, start=1))
    facets = [EntryFacet(entry_id=number, name="kind", value="page", label="Page") for number in numbers]
    write_scratch(entries, nodes={number: [node(number)] for number in numbers}, facets=facets)
    return numbers


def run(collection: Collection, numbers: dict[int, str], engine: Engine) -> Run:
    """Ask every question as the portal asks it: understood, with synonyms, its spelling corrected, ranked."""
    synonyms = synonyms_in_force()
    rankings, milliseconds = {}, []
    for name, text in collection.queries.items():
        begun = time.perf_counter()
        query = parse(text, synonyms)
        answered = corrected(query, barred=frozenset())
        if answered != query.text:
            query = parse(answered, synonyms)
        question = Question(query)
        engine.ask(question, page=1, per_page=10)
        milliseconds.append((time.perf_counter() - begun) * 1000)
        rankings[name] = [numbers[entry_id] for entry_id in engine.ranking(question, limit=DEPTH)]
    return Run(rankings, milliseconds)


def _entry(number: int, document: Document) -> SearchEntry:
    return SearchEntry(
        pk=number,
        page_id=number,
        title=clean(document.title)[:255],
        summary=clean(document.summary),
        body=clean(document.body),
    )
