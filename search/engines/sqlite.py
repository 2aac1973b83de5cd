"""Full text in SQLite, with its extension FTS5. The tables are written by this code alone: there are no triggers."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from json import dumps

from django.db import connection
from django.utils import timezone

from search.models import SearchEntry
from search.text import MARK_END, MARK_START

from .base import Match, Query, Question
from .database import ENTRY_ID, DatabaseEngine, order_of, rows_of, snippet_of
from .sql import Sql, sql_and, values_of

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 6.0, 3.0, 1.0
EVERY_WORD_BOOST = 0.25
TITLE_WORD_BOOST = 0.2  # for each of the words that the title has: of several words, a title with two is telling
NEIGHBOURS_BOOST = 0.05  # for each two words that stand next to each other as they were typed
MOST_BOOSTED = 12  # words and pairs of words, each of which costs a look at the index
RECENCY_BOOST = 0.1  # for what was published today; half of it after a year
SNIPPET_WORDS = 32

# The titles once more, without stems: what somebody has begun to type is no word yet, and has none.
TABLES = {
    "search_fulltext": "title, summary, body, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'",
    "search_titles": "title, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4'",
}

LAGGING = """
SELECT entry.id FROM search_searchentry AS entry
LEFT JOIN search_fulltext AS stored ON stored.rowid = entry.id LEFT JOIN search_titles AS name ON name.rowid = entry.id
WHERE (stored.title, stored.summary, stored.body) IS NOT (entry.title, entry.summary, entry.body)
   OR name.title IS NOT CASE WHEN entry.document_id IS NULL THEN entry.title END
"""
ORPHANS = """
SELECT rowid FROM search_fulltext WHERE rowid NOT IN (SELECT id FROM search_searchentry)
UNION SELECT rowid FROM search_titles WHERE rowid NOT IN (SELECT id FROM search_searchentry)
"""

# {id} names its table: a bare `rowid` in a subquery would be the row of the table that the subquery reads.
BARRED_NODES = "SELECT value FROM json_each(%s) UNION ALL SELECT 'p' || root_id FROM search_movingsubtree"
IS_BELOW_BARRED = f"{{id}} IN (SELECT entry_id FROM search_entryancestor WHERE node IN ({BARRED_NODES}))"
HAS_BARRED_ABOVE = f"""
    EXISTS (
        SELECT 1 FROM search_entryancestor AS above WHERE above.entry_id = {{id}} AND +above.node IN ({BARRED_NODES})
    )
"""
# Asked once for each match, which is fast for few; or worked out once for everything, which is fast for many. The plus
# keeps SQLite from looking for each barred node in turn.
FEW = 500
IS_BARRED = f"""
    CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM search_fulltext WHERE {{matching}} LIMIT {FEW + 1})) <= {FEW}
    THEN {HAS_BARRED_ABOVE} ELSE {IS_BELOW_BARRED} END
"""
HAS_PLACE = "EXISTS (SELECT 1 FROM search_entryancestor AS place WHERE place.entry_id = {id})"
LEFT_OUT = "{id} IN (SELECT value FROM json_each(%s))"

IN_FULLTEXT = "{id} IN (SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s)"

# CROSS JOIN makes SQLite read the full text first and look up each entry, never the other way round.
RANKING = """
    SELECT search_fulltext.rowid AS id, {score} AS score, entry.date AS date
    FROM search_fulltext CROSS JOIN search_searchentry AS entry ON entry.id = search_fulltext.rowid
    WHERE {condition}
    ORDER BY {order} LIMIT %s OFFSET %s
"""
PAGE_OF_MATCHES = """
WITH page AS MATERIALIZED ({ranking})
SELECT page.id, highlight(search_fulltext, 0, %s, %s), highlight(search_fulltext, 1, %s, %s),
       snippet(search_fulltext, 2, %s, %s, '…', %s)
FROM page CROSS JOIN search_fulltext ON search_fulltext.rowid = page.id
WHERE search_fulltext MATCH %s ORDER BY {order}
"""
BY_SCORE = "score, id"
SCORE = """
    bm25(search_fulltext, %s, %s, %s) * (1.0 + {boosts})
    * (1.0 + coalesce(%s / (1.0 + max(0.0, julianday(%s) - julianday(entry.date)) / 365.25), 0.0))
"""
COMPLETIONS = """
    SELECT search_searchentry.id
    FROM search_titles CROSS JOIN search_searchentry ON search_searchentry.id = search_titles.rowid
    WHERE search_titles MATCH %s AND {condition}
    ORDER BY search_searchentry.id IN (SELECT rowid FROM search_titles WHERE search_titles MATCH %s) DESC,
             date DESC NULLS LAST, search_searchentry.id
    LIMIT %s
"""


def quoted(phrase: str) -> str:
    """`phrase` as a string of the query language of FTS5, in which nothing has a meaning."""
    return '"' + phrase.replace('"', '""') + '"'


def any_of(phrases: Collection[str]) -> str:
    return "(" + " OR ".join(map(quoted, phrases)) + ")"


def match_expression(query: Query) -> str:
    """Required are the phrases; without phrases, any of the words. What is not required still adds to the score."""
    welcome = [spelling for word in query.words for spelling in word.spellings]
    required = [quoted(phrase) for phrase in query.phrases]
    if welcome:
        required.append(any_of([*query.phrases, *welcome]))
    expression = " AND ".join(required)
    return f"({expression}) NOT {any_of(query.excluded)}" if query.excluded else expression


@lru_cache(maxsize=64)
def listed(nodes: frozenset[str]) -> str:
    """As SQLite reads a list. The same for everyone whom the same restrictions keep out."""
    return dumps(list(nodes))


class SQLiteEngine(DatabaseEngine):
    name = "SQLite FTS5"
    stored_in = tuple(TABLES)
    fulltext_id = "search_fulltext.rowid"
    unindexed = "+"  # or it would match the full text anew for each number in a list

    def ensure_storage(self, *, temporary: bool = False) -> None:
        schema = "temp" if temporary else "main"
        with connection.cursor() as cursor:
            for table, columns in TABLES.items():
                cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {schema}.{table} USING fts5({columns})")
        if SearchEntry._meta.db_table in connection.introspection.table_names():
            self.remove(self.orphans())

    def write(self, entries: Sequence[SearchEntry]) -> None:
        self.remove([entry.pk for entry in entries])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fulltext (rowid, title, summary, body) VALUES (%s, %s, %s, %s)",
                [(entry.pk, entry.title, entry.summary, entry.body) for entry in entries],
            )
            cursor.executemany(
                "INSERT INTO search_titles (rowid, title) VALUES (%s, %s)",
                [(entry.pk, entry.title) for entry in entries if entry.document_id is None],
            )

    def remove(self, entry_ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            for table in self.stored_in:
                cursor.executemany(
                    f"DELETE FROM {table} WHERE rowid = %s",
                    [(entry_id,) for entry_id in entry_ids],
                )

    def lagging(self) -> list[int]:
        return [entry_id for (entry_id,) in rows_of(Sql(LAGGING))]

    def orphans(self) -> list[int]:
        return [entry_id for (entry_id,) in rows_of(Sql(ORPHANS))]

    def matches(self, query: Query) -> Sql:
        return Sql("search_fulltext MATCH %s", [match_expression(query)])

    def says_any(self, phrases: Collection[str]) -> Sql:
        return Sql("search_fulltext MATCH %s", [any_of(phrases)])

    def says_exactly(self, word: str) -> Sql:
        pattern = rf"(?i)(?<!\w){re.escape(word)}(?!\w)"
        columns = " || ' ' || ".join(f"search_searchentry.{name}" for name in ("title", "summary", "body"))
        return Sql(f"({columns}) REGEXP %s", [pattern])  # Django brings this function to SQLite

    def allowed(self, question: Question, column: str, matching: Sql | None = None) -> Sql:
        nodes = listed(question.barred)
        if matching is None:
            barred = Sql(IS_BELOW_BARRED.format(id=column), [nodes])
        else:
            barred = Sql(IS_BARRED.format(id=column, matching=matching.text), [*matching.values, nodes, nodes])
        conditions = [Sql(HAS_PLACE.format(id=column)), Sql(f"NOT ({barred.text})", barred.values)]
        if question.without:
            conditions.append(Sql(f"NOT ({LEFT_OUT.format(id=column)})", [dumps(sorted(question.without))]))
        return sql_and(*conditions)

    def values_in(self, values: Collection[str]) -> Sql:
        return Sql("SELECT value FROM json_each(%s)", [dumps(list(values))])

    def find_by_words(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        match = self.matches(question.query)
        ranking = self._ranking(question, offset=offset, limit=limit)
        marks = [MARK_START, MARK_END]
        sql = PAGE_OF_MATCHES.format(ranking=ranking.text, order=order_of(question, BY_SCORE))
        values = [*ranking.values, *marks * 3, SNIPPET_WORDS, *match.values]
        return [
            Match(entry_id, title, snippet_of(summary, body))
            for entry_id, title, summary, body in rows_of(Sql(sql, values))
        ]

    def ranking(self, question: Question, *, limit: int) -> list[int]:
        return [entry_id for entry_id, *_ in rows_of(self._ranking(question, offset=0, limit=limit))]

    def numbers_in(self, numbers: Collection[int]) -> Sql:
        return Sql("SELECT value FROM json_each(%s)", [dumps(sorted(numbers))])

    def _ranking(self, question: Question, *, offset: int, limit: int) -> Sql:
        score = self._score(question.query)
        match = self.matches(question.query)
        allowed = self.may_pass(question, self.fulltext_id, match)
        condition = sql_and(match, allowed, *self.filters(question, self.fulltext_id).values())
        order = order_of(question, BY_SCORE)
        sql = RANKING.format(score=score.text, condition=condition.text, order=order)
        return Sql(sql, [*score.values, *condition.values, limit, offset])

    def _score(self, query: Query) -> Sql:
        """Lower is better, as bm25 is in FTS5: a factor over 1 moves an entry up."""
        boosts = [Sql("0")]
        if len(query.words) > 1:
            words = [any_of(word.spellings) for word in query.words]
            boosts.append(self._boost(EVERY_WORD_BOOST, " AND ".join(words)))
            boosts += [self._boost(TITLE_WORD_BOOST, f"title : {word}") for word in words[:MOST_BOOSTED]]
            boosts += [self._boost(NEIGHBOURS_BOOST, quoted(pair)) for pair in query.neighbours[:MOST_BOOSTED]]
        weights = [TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT]
        sql = SCORE.format(boosts=" + ".join(boost.text for boost in boosts))
        return Sql(sql, [*weights, *values_of(boosts), RECENCY_BOOST, timezone.localdate().isoformat()])

    def _boost(self, factor: float, expression: str) -> Sql:
        return Sql(f"{factor} * ({IN_FULLTEXT.format(id=self.fulltext_id)})", [expression])

    def complete(self, words: Sequence[str], beginning: str, *, barred: frozenset[str], limit: int) -> list[int]:
        terms = " AND ".join([*map(quoted, words), quoted(beginning) + "*"])
        first = f"^{quoted(words[0])} AND {terms}" if words else f"^{quoted(beginning)}*"
        condition = self.allowed(Question(Query(""), barred=barred), ENTRY_ID)
        statement = Sql(COMPLETIONS.format(condition=condition.text), [terms, *condition.values, first, limit])
        return [entry_id for (entry_id,) in rows_of(statement)]
