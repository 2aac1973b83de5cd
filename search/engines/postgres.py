"""Full text in PostgreSQL. Its own parser sees words only, see `plain`; its dictionary finds their stems."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from json import loads
from typing import Any

from django.db import connection, transaction

from search.models import SearchEntry

from .base import NEWEST, Match, Query, Question
from .database import DatabaseEngine, rows_of, snippet_of
from .marking import marked
from .plain import BORDER, plain, plain_pieces, plain_texts, plains
from .postgres_ranking import page_by_date, page_by_relevance
from .sql import Sql, sql_and

STORED_AS = "1"  # grows when texts are stored in another way: the sweep then writes all of them anew
LOCK = 7_305_518_001  # any number, so that two processes that make the storage take turns

# English stems, and no stop words: the query knows which words say little.
CONFIGURATION = (
    "CREATE TEXT SEARCH DICTIONARY portal_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION portal (PARSER = default)",
    """
    ALTER TEXT SEARCH CONFIGURATION portal
    ADD MAPPING FOR asciiword, word, numword, uint, float WITH portal_stem
    """,
)
IS_CONFIGURED = "SELECT count(*) FROM pg_ts_config WHERE cfgname = 'portal' AND pg_ts_config_is_visible(oid)"
# What every match is asked for stands in the row; `words` is read for few. `beginnings` are the title's words without
# stems after a border, because what somebody has begun to type is no word yet; of files there are none.
TABLE = """
CREATE {temporary} TABLE IF NOT EXISTS search_fulltext (
    entry_id bigint PRIMARY KEY,
    length integer NOT NULL,
    date date,
    fingerprint bytea NOT NULL,
    title tsvector NOT NULL,
    beginnings tsvector NOT NULL,
    words tsvector NOT NULL
)
"""
# Without a list of pending entries, which every search would read through.
INDEXES = (
    "CREATE INDEX IF NOT EXISTS search_fulltext_words ON search_fulltext USING gin (words) WITH (fastupdate = off)",
    """
    CREATE INDEX IF NOT EXISTS search_fulltext_beginnings
    ON search_fulltext USING gin (beginnings) WITH (fastupdate = off)
    """,
)
WRITE = f"""
INSERT INTO search_fulltext (entry_id, length, date, fingerprint, title, beginnings, words)
SELECT entry_id, length, date, fingerprint, to_tsvector('portal', title), to_tsvector('simple', beginnings),
       ts_delete(
           setweight(to_tsvector('portal', title || ' {BORDER}'), 'A')
           || setweight(to_tsvector('portal', summary || ' {BORDER}'), 'B')
           || to_tsvector('portal', body) || strip(to_tsvector('portal', others)),
           '{BORDER}'
       )
FROM (VALUES (%s::bigint, %s::integer, %s::date, %s::bytea, %s, %s, %s, %s, %s))
     AS entry (entry_id, length, date, fingerprint, title, beginnings, summary, body, others)
ON CONFLICT (entry_id) DO UPDATE SET
    length = excluded.length, date = excluded.date, fingerprint = excluded.fingerprint,
    title = excluded.title, beginnings = excluded.beginnings, words = excluded.words
"""
# The same as `fingerprint_of`.
LAGGING = """
SELECT entry.id FROM search_searchentry AS entry LEFT JOIN search_fulltext AS stored ON stored.entry_id = entry.id
WHERE stored.fingerprint IS DISTINCT FROM sha256(convert_to(
    concat_ws(
        E'\\x1f', %s, CASE WHEN entry.document_id IS NULL THEN 'page' ELSE 'file' END,
        coalesce(to_char(entry.date, 'YYYY-MM-DD'), ''), entry.title, entry.summary, entry.body
    ), 'UTF8'
))
ORDER BY entry.id
"""
ORPHANS = """
SELECT entry_id FROM search_fulltext
WHERE NOT EXISTS (SELECT 1 FROM search_searchentry WHERE search_searchentry.id = entry_id) ORDER BY entry_id
"""

# A query is worked out in a subselect, so that the planner knows no word in it. It would take a common one for a reason
# to read every row, with all its words, instead of the index.
ANY_OF = """(
    SELECT string_agg(one::text, ' | ')::tsquery
    FROM unnest(%s::text[]) AS said, phraseto_tsquery('portal', said) AS one WHERE numnode(one) > 0
)"""
ALL_OF = ANY_OF.replace("' | '", "' & '")
SAYS = "search_fulltext.words @@ (SELECT {query})"

BARRED_NODES = "SELECT unnest(%s::text[]) UNION ALL SELECT 'p' || root_id FROM search_movingsubtree"
IS_BELOW_BARRED = f"{{id}} IN (SELECT entry_id FROM search_entryancestor WHERE node IN ({BARRED_NODES}))"
HAS_PLACE = "EXISTS (SELECT 1 FROM search_entryancestor AS place WHERE place.entry_id = {id})"
LEFT_OUT = "{id} = ANY (%s::bigint[])"

TEXTS = """
SELECT entry.id, entry.title, entry.summary, entry.body,
       (SELECT json_object_agg(lexeme, positions) FROM unnest(stored.words)
        WHERE positions IS NOT NULL AND lexeme IN (SELECT value FROM json_each_text(stems.of)))::text,
       stems.of::text
FROM page JOIN search_searchentry AS entry ON entry.id = page.entry_id
JOIN search_fulltext AS stored ON stored.entry_id = page.entry_id
CROSS JOIN (
    SELECT json_object_agg(word, (ts_lexize('portal_stem', word))[1]) AS of FROM unnest(%s::text[]) AS word
) AS stems
ORDER BY page.number
"""

BEGINS = "(phraseto_tsquery('simple', %s)::text || ':*')::tsquery"
COMPLETIONS = """
SELECT entry_id FROM search_fulltext WHERE beginnings @@ (SELECT {said}) AND {condition}
ORDER BY beginnings @@ (SELECT {first}) DESC, date DESC NULLS LAST, entry_id LIMIT %s
"""


class PostgresEngine(DatabaseEngine):
    name = "PostgreSQL full text"
    stored_in: tuple[str, ...] = ("search_fulltext",)
    fulltext_id = "search_fulltext.entry_id"

    def ensure_storage(self, *, temporary: bool = False) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            if rows_of(Sql(IS_CONFIGURED)) == [(0,)]:
                for statement in CONFIGURATION:
                    cursor.execute(statement)
            cursor.execute(TABLE.format(temporary="TEMPORARY" if temporary else ""))
            for statement in INDEXES:
                cursor.execute(statement)
        if SearchEntry._meta.db_table in connection.introspection.table_names():
            self.remove(self.orphans())

    def write(self, entries: Sequence[SearchEntry]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(WRITE, [_row_of(entry) for entry in sorted(entries, key=lambda entry: entry.pk)])

    def remove(self, entry_ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_fulltext WHERE entry_id = ANY (%s::bigint[])", [sorted(entry_ids)])

    def lagging(self) -> list[int]:
        return [entry_id for (entry_id,) in rows_of(Sql(LAGGING, [STORED_AS]))]

    def orphans(self) -> list[int]:
        return [entry_id for (entry_id,) in rows_of(Sql(ORPHANS))]

    def matches(self, query: Query) -> Sql:
        if query.phrases:
            required, phrases = ALL_OF, plains(query.phrases)
        else:
            required, phrases = ANY_OF, plains(spelling for word in query.words for spelling in word.spellings)
        if not query.excluded:
            return Sql(SAYS.format(query=required), [phrases])
        wanted = f"{required} && coalesce(!!{ANY_OF}, '')"
        return Sql(SAYS.format(query=wanted), [phrases, plains(query.excluded)])

    def says_any(self, phrases: Collection[str]) -> Sql:
        return Sql(SAYS.format(query=ANY_OF), [plains(phrases)])

    def says_exactly(self, word: str) -> Sql:
        letters = "".join(letter if letter.isalnum() else rf"\{letter}" for letter in word)
        columns = " || ' ' || ".join(f"search_searchentry.{name}" for name in ("title", "summary", "body"))
        return Sql(f"({columns}) ~* %s", [rf"(?<!\w){letters}(?!\w)"])

    def allowed(self, question: Question, column: str, matching: Sql | None = None) -> Sql:
        conditions = [
            Sql(HAS_PLACE.format(id=column)),
            Sql(f"NOT ({IS_BELOW_BARRED.format(id=column)})", [sorted(question.barred)]),
        ]
        if question.without:
            conditions.append(Sql(f"NOT ({LEFT_OUT.format(id=column)})", [sorted(question.without)]))
        return sql_and(*conditions)

    def values_in(self, values: Collection[str]) -> Sql:
        return Sql("SELECT unnest(%s::text[])", [list(values)])

    def ranking(self, question: Question, *, limit: int) -> list[int]:
        page = self._page(question, offset=0, limit=limit)
        rows = rows_of(Sql(f"WITH {page.text} SELECT entry_id FROM page ORDER BY number", page.values))
        return [entry_id for (entry_id,) in rows]

    def find_by_words(self, question: Question, *, offset: int, limit: int) -> list[Match]:
        page = self._page(question, offset=offset, limit=limit)
        phrases = [list(plain_pieces(phrase)) for phrase in _welcome(question.query)]
        words = sorted({word for phrase in phrases for word in phrase})
        rows = rows_of(Sql(f"WITH {page.text} {TEXTS}", [*page.values, words]))
        return [_match_of(row, phrases) for row in rows]

    def _page(self, question: Question, *, offset: int, limit: int) -> Sql:
        match = self.matches(question.query)
        allowed = self.may_pass(question, self.fulltext_id, match)
        filters = sql_and(Sql("true"), *self.filters(question, "entry_id").values())
        page_of = page_by_date if question.order == NEWEST else page_by_relevance
        return page_of(question.query, matching=match, allowed=allowed, filters=filters, offset=offset, limit=limit)

    def complete(self, words: Sequence[str], beginning: str, *, barred: frozenset[str], limit: int) -> list[int]:
        begun, *whole = map(plain, (beginning, *words))
        said = Sql(" && ".join(["phraseto_tsquery('simple', %s)"] * len(whole) + [BEGINS]), [*whole, begun])
        if whole:
            first = Sql("phraseto_tsquery('simple', %s)", [f"{BORDER} {whole[0]}"])
        else:
            first = Sql(BEGINS, [f"{BORDER} {begun}"])
        condition = self.allowed(Question(Query(""), barred=barred), "search_fulltext.entry_id")
        sql = COMPLETIONS.format(said=said.text, condition=condition.text, first=first.text)
        return [entry_id for (entry_id,) in rows_of(Sql(sql, [*said.values, *condition.values, *first.values, limit]))]


def _row_of(entry: SearchEntry) -> list[Any]:
    plain_ones = plain_texts(entry.title, entry.summary, entry.body)
    beginnings = f"{BORDER} {plain_ones.title}" if entry.document_id is None else ""
    return [
        *(entry.pk, plain_ones.length, entry.date, fingerprint_of(entry)),
        *(plain_ones.title, beginnings, plain_ones.summary, plain_ones.body, plain_ones.others),
    ]


def fingerprint_of(entry: SearchEntry) -> bytes:
    kind = "page" if entry.document_id is None else "file"
    texts = (STORED_AS, kind, str(entry.date or ""), entry.title, entry.summary, entry.body)
    return sha256("\x1f".join(texts).encode()).digest()


def _welcome(query: Query) -> list[str]:
    spellings = (spelling for word in query.words for spelling in word.spellings)
    return [phrase for phrase in (*query.phrases, *spellings, *query.neighbours) if plain(phrase)]


def _match_of(row: tuple[Any, ...], phrases: list[list[str]]) -> Match:
    entry_id, title, summary, body, places, stems = row
    stem_of: dict[str, str] = loads(stems)
    stemmed = [[stem_of[word] for word in phrase] for phrase in phrases]
    texts = marked(title, summary, body, places=loads(places or "{}"), phrases=stemmed)
    return Match(entry_id, texts.title, snippet_of(texts.summary, texts.snippet))
