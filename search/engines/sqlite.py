"""Full text in SQLite, with its extension FTS5. The table is written by this code alone: there are no triggers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from json import dumps
from typing import Any

from django.db import connection
from django.utils import timezone

from search.models import SearchEntry
from search.text import MARK_END, MARK_START

from .base import NEWEST, Counts, FacetValue, Match, Query, Question

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 8.0, 4.0, 1.0
EVERY_WORD_BOOST = 1.5
RECENCY_BOOST = 0.1  # for what was published today; half of it after a year
SNIPPET_WORDS = 32

TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS search_fulltext USING fts5(
    title, summary, body, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
)
"""

FULLTEXT_ID, ENTRY_ID = "search_fulltext.rowid", "search_searchentry.id"

LAGGING = """
SELECT entry.id FROM search_searchentry AS entry LEFT JOIN search_fulltext AS stored ON stored.rowid = entry.id
WHERE (stored.title, stored.summary, stored.body) IS NOT (entry.title, entry.summary, entry.body)
"""
ORPHANS = "SELECT rowid FROM search_fulltext WHERE rowid NOT IN (SELECT id FROM search_searchentry)"

# `NOT IN` with an uncorrelated list is worked out once; `NOT EXISTS` once for each entry, and fifty times slower.
# {id} names its table: a bare `rowid` in a subquery would be the row of the table that the subquery reads.
ALLOWED = """
    EXISTS (SELECT 1 FROM search_entryancestor WHERE entry_id = {id})
    AND {id} NOT IN (
        SELECT entry_id FROM search_entryancestor
        WHERE node IN (SELECT value FROM json_each(%s) UNION ALL SELECT 'p' || root_id FROM search_movingsubtree)
    )
    AND {id} NOT IN (SELECT value FROM json_each(%s))
"""
HAS_FACET = "{id} IN (SELECT entry_id FROM search_entryfacet WHERE name = %s AND value = %s)"
IN_FULLTEXT = "{id} IN (SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s)"

MATCHED = "SELECT rowid FROM search_fulltext WHERE {condition}"
UNMATCHED = "SELECT id FROM search_searchentry WHERE {condition}"
NEWEST_MATCHES = (
    "SELECT id, title, summary FROM search_searchentry WHERE {condition} ORDER BY {order} LIMIT %s OFFSET %s"
)
TOTAL = "SELECT '', '', '', count(*) FROM matched WHERE {condition}"
FACET_COUNTS = """
    SELECT name, value, max(label), count(*) FROM matched JOIN search_entryfacet USING (entry_id)
    WHERE {condition} GROUP BY name, value
"""

# CROSS JOIN makes SQLite read the full text first and look up each entry, never the other way round.
PAGE_OF_MATCHES = """
WITH page AS MATERIALIZED (
    SELECT search_fulltext.rowid AS id, {score} AS score, entry.date AS date
    FROM search_fulltext CROSS JOIN search_searchentry AS entry ON entry.id = search_fulltext.rowid
    WHERE search_fulltext MATCH %s AND {condition}
    ORDER BY {order} LIMIT %s OFFSET %s
)
SELECT page.id, highlight(search_fulltext, 0, %s, %s), highlight(search_fulltext, 1, %s, %s),
       snippet(search_fulltext, 2, %s, %s, '…', %s)
FROM page CROSS JOIN search_fulltext ON search_fulltext.rowid = page.id
WHERE search_fulltext MATCH %s ORDER BY {order}
"""
BY_SCORE = "score, id"
BY_DATE = "date DESC, id DESC"
SCORE = """
    bm25(search_fulltext, %s, %s, %s)
    * CASE WHEN {every_word} THEN %s ELSE 1.0 END
    * (1.0 + coalesce(%s / (1.0 + max(0.0, julianday(%s) - julianday(entry.date)) / 365.25), 0.0))
"""


@dataclass
class Sql:
    """A piece of SQL and the values for its placeholders, in their order. Values never become text."""

    text: str
    values: list[Any] = field(default_factory=list)


def sql_and(*pieces: Sql) -> Sql:
    return Sql(" AND ".join(f"({piece.text})" for piece in pieces), values_of(pieces))


def values_of(pieces: Iterable[Sql]) -> list[Any]:
    return [value for piece in pieces for value in piece.values]


def quoted(phrase: str) -> str:
    """`phrase` as a string of the query language of FTS5, in which nothing has a meaning."""
    return '"' + phrase.replace('"', '""') + '"'


def any_of(phrases: Collection[str]) -> str:
    return "(" + " OR ".join(map(quoted, phrases)) + ")"


def match_expression(query: Query) -> str:
    """Required are the phrases; without phrases, any of the words. What is not required still adds to the score."""
    welcome = [*(spelling for word in query.words for spelling in word.spellings), *query.neighbours]
    required = [quoted(phrase) for phrase in query.phrases]
    if welcome:
        required.append(any_of([*query.phrases, *welcome]))
    expression = " AND ".join(required)
    return f"({expression}) NOT {any_of(query.excluded)}" if query.excluded else expression


def every_word_expression(query: Query) -> str:
    return " AND ".join(any_of(word.spellings) for word in query.words)


class SQLiteEngine:
    name = "SQLite FTS5"

    def ensure_storage(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        if SearchEntry._meta.db_table in connection.introspection.table_names():
            self.remove(self.orphans())

    def write(self, entries: Sequence[SearchEntry]) -> None:
        self.remove([entry.pk for entry in entries])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fulltext (rowid, title, summary, body) VALUES (%s, %s, %s, %s)",
                [(entry.pk, entry.title, entry.summary, entry.body) for entry in entries],
            )

    def remove(self, entry_ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_fulltext WHERE rowid = %s", [(entry_id,) for entry_id in entry_ids])

    def lagging(self) -> list[int]:
        return self._ids(LAGGING)

    def orphans(self) -> list[int]:
        return self._ids(ORPHANS)

    def _ids(self, sql: str) -> list[int]:
        with connection.cursor() as cursor:
            return [row[0] for row in cursor.execute(sql)]

    # --- Questions --------------------------------------------------------------------------------------------------

    def count(self, question: Question) -> Counts:
        """One statement: the matches once, then their number and each facet's values under the other filters."""
        matched = self._matched(question)
        filters = self._filters(question, "entry_id")
        everything = sql_and(Sql("1"), *filters.values())
        pieces = [Sql(TOTAL.format(condition=everything.text), everything.values)]
        unfiltered = Sql("name NOT IN (SELECT value FROM json_each(%s))", [dumps(list(filters))])
        pieces.append(self._facet_counts(unfiltered, *filters.values()))
        for name in filters:
            others = [condition for other, condition in filters.items() if other != name]
            pieces.append(self._facet_counts(Sql("name = %s", [name]), *others))
        counts = " UNION ALL ".join(piece.text for piece in pieces)
        sql = f"WITH matched(entry_id) AS MATERIALIZED ({matched.text}) {counts}"
        with connection.cursor() as cursor:
            cursor.execute(sql, values_of([matched, *pieces]))
            (_, _, _, total), *rows = cursor.fetchall()
        return Counts(total=total, facets=_facets(rows))

    def find(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        if question.query.looks_for_something:
            return self._find_by_words(question, offset=offset, limit=limit)
        return self._find_newest(question, offset=offset, limit=limit)

    def _find_by_words(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        score = self._score(question.query)
        match = match_expression(question.query)
        condition = sql_and(self._allowed(question, FULLTEXT_ID), *self._filters(question, FULLTEXT_ID).values())
        order = BY_DATE if question.order == NEWEST else BY_SCORE
        marks = [MARK_START, MARK_END]
        sql = PAGE_OF_MATCHES.format(score=score.text, condition=condition.text, order=order)
        values = [*score.values, match, *condition.values, limit, offset, *marks * 3, SNIPPET_WORDS, match]
        with connection.cursor() as cursor:
            rows = cursor.execute(sql, values).fetchall()
        return [Match(entry_id, title, _snippet(summary, body)) for entry_id, title, summary, body in rows]

    def _find_newest(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        matched = self._matched(question)
        condition = sql_and(Sql(f"id IN ({matched.text})", matched.values), *self._filters(question, ENTRY_ID).values())
        with connection.cursor() as cursor:
            sql = NEWEST_MATCHES.format(condition=condition.text, order=BY_DATE)
            cursor.execute(sql, [*condition.values, limit, offset])
            return [Match(*row) for row in cursor.fetchall()]

    def _matched(self, question: Question) -> Sql:
        """The ids of what the query matches and the viewer may see, whatever the filters."""
        query = question.query
        if query.looks_for_something:
            match = Sql("search_fulltext MATCH %s", [match_expression(query)])
            condition = sql_and(match, self._allowed(question, FULLTEXT_ID))
            return Sql(MATCHED.format(condition=condition.text), condition.values)
        condition = self._allowed(question, ENTRY_ID)
        if query.excluded:
            condition = sql_and(condition, Sql("NOT " + IN_FULLTEXT.format(id=ENTRY_ID), [any_of(query.excluded)]))
        return Sql(UNMATCHED.format(condition=condition.text), condition.values)

    def _allowed(self, question: Question, column: str) -> Sql:
        return Sql(ALLOWED.format(id=column), [dumps(sorted(question.barred)), dumps(sorted(question.without))])

    def _filters(self, question: Question, column: str) -> dict[str, Sql]:
        return {name: Sql(HAS_FACET.format(id=column), [name, value]) for name, value in question.filters.items()}

    def _score(self, query: Query) -> Sql:
        """Lower is better, as bm25 is in FTS5: a factor over 1 moves an entry up."""
        every_word = Sql("0")
        if len(query.words) > 1:
            every_word = Sql(IN_FULLTEXT.format(id=FULLTEXT_ID), [every_word_expression(query)])
        weights = [TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT]
        today = timezone.localdate().isoformat()
        return Sql(
            SCORE.format(every_word=every_word.text),
            [*weights, *every_word.values, EVERY_WORD_BOOST, RECENCY_BOOST, today],
        )

    def _facet_counts(self, *conditions: Sql) -> Sql:
        condition = sql_and(*conditions)
        return Sql(FACET_COUNTS.format(condition=condition.text), condition.values)


def _facets(rows: list[tuple[str, str, str, int]]) -> dict[str, tuple[FacetValue, ...]]:
    """The most frequent values first, equals by label."""
    in_order = sorted(rows, key=lambda row: (row[0], -row[3], row[2], row[1]))
    return {
        name: tuple(FacetValue(value, label, count) for _, value, label, count in values)
        for name, values in groupby(in_order, key=lambda row: row[0])
    }


def _snippet(summary: str, body: str) -> str:
    """The summary if it has a match, else the part of the body that has one, else the summary."""
    return body if MARK_START in body and MARK_START not in summary else summary
