"""What the engines in a database have in common: who may find what, totals, facets, and what is known of words."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db import connection

from search.models import SearchEntry
from search.text import MARK_START

from .base import MOST_OCCURRENCES, NEWEST, Answer, Counts, FacetValue, Match, Query, Question, pages_of
from .sql import Sql, sql_and, values_of

ENTRY_ID = "search_searchentry.id"

HAS_FACET = "{id} IN (SELECT entry_id FROM search_entryfacet WHERE name = %s AND value = %s)"
UNMATCHED = "SELECT id FROM search_searchentry WHERE {condition}"
MATCHED = "SELECT {id} AS id FROM search_fulltext WHERE {condition}"
NEWEST_MATCHES = """
    SELECT id, title, summary FROM search_searchentry WHERE {condition}
    ORDER BY date DESC NULLS LAST, id DESC LIMIT %s OFFSET %s
"""
TOTAL = "SELECT '', '', '', count(*) FROM matched WHERE {condition}"
# CROSS JOIN makes SQLite look up the facets of each match, and never the match of each facet that there is.
FACET_COUNTS = """
    SELECT name, value, max(label), count(*) FROM matched CROSS JOIN search_entryfacet AS facet
    WHERE facet.entry_id = matched.entry_id AND {condition} GROUP BY name, value
"""
# Some of the entries that match, with the nodes above them.
SOME = """
    SELECT %s, sampled.id, node FROM ({matched} LIMIT {most}) AS sampled
    LEFT JOIN search_entryancestor ON entry_id = sampled.id
"""
MATCHED_WITH_TEXT = """
    SELECT {fulltext_id} AS id FROM search_fulltext JOIN search_searchentry ON {entry_id} = {fulltext_id}
    WHERE {condition}
"""
MOVING = "SELECT '', 0, 'p' || root_id FROM search_movingsubtree"

# So few matches are looked at one by one, here: it is faster than to tell the database of every barred node.
FEW = 1000
SAMPLE = 30  # matches of a single word


class DatabaseEngine(ABC):
    """One statement counts, one finds a page of matches.

    The full text stands in the table `search_fulltext`, a row for each entry, which `fulltext_id` numbers.
    """

    name: str
    stored_in: tuple[str, ...]
    fulltext_id: str
    unindexed = ""  # before a column that the planner must not take for a way in

    # --- What each database does in its own way ---------------------------------------------------------------------

    @abstractmethod
    def ensure_storage(self, *, temporary: bool = False) -> None: ...

    @abstractmethod
    def write(self, entries: Sequence[SearchEntry]) -> None: ...

    @abstractmethod
    def remove(self, entry_ids: Collection[int]) -> None: ...

    @abstractmethod
    def lagging(self) -> list[int]: ...

    @abstractmethod
    def orphans(self) -> list[int]: ...

    @abstractmethod
    def complete(self, words: Sequence[str], beginning: str, *, barred: frozenset[str], limit: int) -> list[int]: ...

    @abstractmethod
    def matches(self, query: Query) -> Sql:
        """A condition on `search_fulltext`: the row has all phrases, any of the words, and nothing excluded."""

    @abstractmethod
    def says_any(self, phrases: Collection[str]) -> Sql:
        """A condition on `search_fulltext`: the row has any of these words and phrases."""

    @abstractmethod
    def says_exactly(self, word: str) -> Sql:
        """A condition on `search_fulltext` and `search_searchentry`: the text has this word in this very form."""

    @abstractmethod
    def allowed(self, question: Question, column: str, matching: Sql | None = None) -> Sql:
        """A condition: the entry numbered by `column` has nodes, none of them barred or moving, and is not left out.

        `matching` is the condition on `search_fulltext` that stands beside it, if there is one.
        """

    @abstractmethod
    def values_in(self, values: Collection[str]) -> Sql:
        """A statement that selects these values."""

    def numbers_in(self, numbers: Collection[int]) -> Sql:
        """A statement that selects these numbers."""
        return Sql("SELECT unnest(%s::bigint[])", [sorted(numbers)])

    @abstractmethod
    def ranking(self, question: Question, *, limit: int) -> list[int]: ...

    @abstractmethod
    def find_by_words(self, question: Question, *, offset: int, limit: int) -> list[Match]: ...

    # --- Questions --------------------------------------------------------------------------------------------------

    def ask(self, question: Question, *, page: int, per_page: int) -> Answer:
        question = self._looked_through(question)
        counts = self.count(question)
        number = min(max(page, 1), pages_of(counts.total, per_page))
        return Answer(counts, number, self.find(question, offset=(number - 1) * per_page, limit=per_page))

    def may_pass(self, question: Question, column: str, matching: Sql | None = None) -> Sql:
        """A condition: the entry numbered by `column` may be found by whoever asks. See `allowed`."""
        if question.only is None:
            return self.allowed(question, column, matching)
        passed = self.numbers_in(question.only)
        return Sql(f"{self.unindexed}{column} IN ({passed.text})", passed.values)

    def _looked_through(self, question: Question) -> Question:
        """The same question, with the rule applied already if few entries match."""
        if not question.query.looks_for_something or not question.barred:
            return question
        matched = {"": self._matching(self.matches(question.query))}
        some = self._some(matched, most=FEW + 1)[""]
        if len(some) > FEW:
            return question
        passed = frozenset(entry_id for entry_id, nodes in some.items() if nodes and nodes.isdisjoint(question.barred))
        return replace(question, only=passed - question.without)

    def _matching(self, condition: Sql) -> Sql:
        return Sql(MATCHED.format(id=self.fulltext_id, condition=condition.text), condition.values)

    def _some(self, matched: dict[str, Sql], *, most: int) -> dict[str, dict[int, set[str]]]:
        """By their names, up to `most` of the entries that each statement selects, each with the nodes above it.

        What is being moved has a node that bars it, wherever it stands.
        """
        pieces = [Sql(SOME.format(matched=one.text, most=most), [name, *one.values]) for name, one in matched.items()]
        found: dict[str, dict[int, set[str]]] = {name: defaultdict(set) for name in matched}
        moving = set()
        for name, entry_id, node in _rows_of_all([*pieces, Sql(MOVING)]):
            if not entry_id:
                moving.add(node)
            elif node is None:
                found[name][entry_id] = set()
            else:
                found[name][entry_id].add(node)
        return {
            name: {entry_id: nodes if nodes.isdisjoint(moving) else set() for entry_id, nodes in entries.items()}
            for name, entries in found.items()
        }

    def count(self, question: Question) -> Counts:
        """One statement: the matches once, then their number and each facet's values under the other filters."""
        matched = self.matched(question)
        filters = self.filters(question, "matched.entry_id")
        everything = sql_and(Sql("1 = 1"), *filters.values())
        pieces = [Sql(TOTAL.format(condition=everything.text), everything.values)]
        chosen = self.values_in(list(filters))
        unfiltered = Sql(f"name NOT IN ({chosen.text})", chosen.values)
        pieces.append(_facet_counts(unfiltered, *filters.values()))
        for name in filters:
            others = [condition for other, condition in filters.items() if other != name]
            pieces.append(_facet_counts(Sql("name = %s", [name]), *others))
        counts = " UNION ALL ".join(piece.text for piece in pieces)
        sql = f"WITH matched(entry_id) AS MATERIALIZED ({matched.text}) {counts}"
        (_, _, _, total), *rows = rows_of(Sql(sql, values_of([matched, *pieces])))
        return Counts(total=total, facets=_facets(rows))

    def find(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        if question.query.looks_for_something:
            return self.find_by_words(question, offset=offset, limit=limit)
        return self._find_newest(question, offset=offset, limit=limit)

    def matched(self, question: Question) -> Sql:
        """A statement for the ids of what the query matches and the viewer may see, whatever the filters."""
        query = question.query
        if question.only is not None:
            return self.numbers_in(question.only)
        if query.looks_for_something:
            match = self.matches(query)
            condition = sql_and(match, self.may_pass(question, self.fulltext_id, match))
            return Sql(MATCHED.format(id=self.fulltext_id, condition=condition.text), condition.values)
        condition = self.may_pass(question, ENTRY_ID)
        if query.excluded:
            said = self.says_any(query.excluded)
            excluded = MATCHED.format(id=self.fulltext_id, condition=said.text)
            condition = sql_and(condition, Sql(f"{ENTRY_ID} NOT IN ({excluded})", said.values))
        return Sql(UNMATCHED.format(condition=condition.text), condition.values)

    def filters(self, question: Question, column: str) -> dict[str, Sql]:
        return {name: Sql(HAS_FACET.format(id=column), [name, value]) for name, value in question.filters.items()}

    def _find_newest(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        matched = self.matched(question)
        condition = sql_and(
            Sql(f"{ENTRY_ID} IN ({matched.text})", matched.values), *self.filters(question, ENTRY_ID).values()
        )
        statement = Sql(NEWEST_MATCHES.format(condition=condition.text), [*condition.values, limit, offset])
        return [Match(*row) for row in rows_of(statement)]

    # --- Words ------------------------------------------------------------------------------------------------------

    def found(self, words: Collection[str], *, barred: frozenset[str]) -> frozenset[str]:
        said = {word: self.says_any([word]) for word in words}
        return frozenset(self._said_by(said, barred=barred, enough=1))

    def occurrences(self, words: Collection[str], *, barred: frozenset[str]) -> dict[str, int]:
        said = {word: sql_and(self.says_any([word]), self.says_exactly(word)) for word in words}
        return dict.fromkeys(words, 0) | self._said_by(said, barred=barred, enough=MOST_OCCURRENCES)

    def _said_by(self, said: dict[str, Sql], *, barred: frozenset[str], enough: int) -> dict[str, int]:
        """How many allowed entries meet each condition, up to `enough`; without those that none meets.

        A sample of the matches mostly tells. Only where too many of them are hidden, every match is asked for.
        """
        matched = {word: self._matching_texts(condition) for word, condition in said.items()}
        counts = {}
        for word, some in self._some(matched, most=SAMPLE + enough).items():
            passed = sum(1 for nodes in some.values() if nodes and nodes.isdisjoint(barred))
            if passed < enough and len(some) >= SAMPLE + enough:
                allowed = self.allowed(Question(Query(""), barred=barred), self.fulltext_id, said[word])
                every = self._matching_texts(sql_and(said[word], allowed))
                passed = len(rows_of(Sql(f"{every.text} LIMIT {enough}", every.values)))
            if passed:
                counts[word] = min(passed, enough)
        return counts

    def _matching_texts(self, condition: Sql) -> Sql:
        text = MATCHED_WITH_TEXT.format(entry_id=ENTRY_ID, fulltext_id=self.fulltext_id, condition=condition.text)
        return Sql(text, condition.values)


def rows_of(statement: Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.values)
        return cursor.fetchall()


def _rows_of_all(statements: list[Sql]) -> list[tuple[Any, ...]]:
    if not statements:
        return []
    return rows_of(Sql(" UNION ALL ".join(one.text for one in statements), values_of(statements)))


def _facet_counts(*conditions: Sql) -> Sql:
    condition = sql_and(*conditions)
    return Sql(FACET_COUNTS.format(condition=condition.text), condition.values)


def _facets(rows: list[tuple[str, str, str, int]]) -> dict[str, tuple[FacetValue, ...]]:
    """The most frequent values first, equals by label."""
    in_order = sorted(rows, key=lambda row: (row[0], -row[3], row[2], row[1]))
    return {
        name: tuple(FacetValue(value, label, count) for _, value, label, count in values)
        for name, values in groupby(in_order, key=lambda row: row[0])
    }


def snippet_of(summary: str, body: str) -> str:
    """The summary if it has a match, else the part of the body that has one, else the summary."""
    return body if MARK_START in body and MARK_START not in summary else summary


def order_of(question: Question, by_score: str) -> str:
    return "date DESC NULLS LAST, id DESC" if question.order == NEWEST else by_score
