"""Which matches PostgreSQL shows on a page: by BM25, which `ts_rank` is not, since it knows no rare words.

A word's weight is its rarity. How often an entry says it is `ts_rank_cd` of the word alone: the sum of the weights of
its places. That reads all the words of an entry, so it is asked of the best CANDIDATES only. Those are chosen as if
each word stood once in the body, and in the title too if it does; in that order all others follow them.
"""

from django.utils import timezone

from .base import Query
from .plain import plain
from .sql import Sql, sql_and

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 8, 4, 1
SATURATION, NORMALISATION = 1.2, 0.75  # k1 and b of BM25, as in FTS5
NEIGHBOURS_WEIGHT = 0.2  # of two words next to each other, where a word of middling rarity has 1
EVERY_WORD_BOOST = 1.5
RECENCY_BOOST = 0.1  # for what was published today; half of it after a year
CANDIDATES = 300

PAGE_BY_DATE = """
page AS MATERIALIZED (
    SELECT entry_id, row_number() OVER (ORDER BY date DESC NULLS LAST, entry_id DESC) AS number
    FROM search_fulltext WHERE {found} AND {filters} ORDER BY number LIMIT %s OFFSET %s
)
"""
# `word` is the same number for every spelling of a word, and below zero for each pair of neighbours. Rarity and usual
# length are those among what was found: what is hidden has no part in the order, but for the number of all entries, for
# which the highest id stands, since counting them takes longer than the rest.
PAGE_BY_RELEVANCE = f"""
term AS MATERIALIZED (
    SELECT number, word, phraseto_tsquery('portal', said) AS said
    FROM unnest(%s::integer[], %s::text[]) WITH ORDINALITY AS one (word, said, number)
),
saying AS MATERIALIZED (
    SELECT number, word, entry_id, length, date, in_title
    FROM term CROSS JOIN LATERAL (
        SELECT entry_id, length, date, title @@ said AS in_title FROM search_fulltext WHERE words @@ said
    ) AS entry WHERE word > 0
),
found AS MATERIALIZED (SELECT entry_id FROM {{among}} AS search_fulltext WHERE {{found}}),
hit AS MATERIALIZED (
    SELECT * FROM saying WHERE (entry_id IN (SELECT entry_id FROM found)) IS TRUE  -- a hashed list, and no join
),
rarity AS MATERIALIZED (
    SELECT number, ln(1 + greatest(0, entries - saying + 0.5) / (saying + 0.5)) AS weight
    FROM (SELECT number, count(*)::float AS saying FROM hit GROUP BY number) AS frequency,
         (SELECT max(entry_id)::float AS entries FROM search_fulltext) AS everything
),
weight AS MATERIALIZED (
    SELECT number, weight FROM rarity
    UNION ALL SELECT number, {NEIGHBOURS_WEIGHT}::float * (SELECT avg(weight) FROM rarity) FROM term WHERE word < 0
),
usual AS MATERIALIZED (SELECT greatest(1, avg(length))::float AS length FROM hit),
measured AS (
    SELECT entry_id, word, weight, CASE WHEN in_title THEN {TITLE_WEIGHT + BODY_WEIGHT}::float ELSE 1 END AS often,
           {SATURATION} * ({1 - NORMALISATION} + {NORMALISATION} * hit.length / usual.length) AS norm,
           1 + coalesce({RECENCY_BOOST} / (1 + greatest(0, %s::date - date) / 365.25::float), 0) AS recency
    FROM hit JOIN weight USING (number) CROSS JOIN usual
),
rough AS (
    SELECT entry_id, min(norm) AS norm, min(recency) AS recency, min(recency) * {{score}} AS score
    FROM (
        SELECT entry_id, word, min(norm) AS norm, min(recency) AS recency, max({{saturated}}) AS best
        FROM measured GROUP BY entry_id, word
    ) AS said WHERE {{filters}} GROUP BY entry_id
),
ranked AS MATERIALIZED (
    SELECT entry_id, norm, recency, row_number() OVER (ORDER BY score DESC, entry_id) AS place
    FROM (SELECT * FROM rough ORDER BY score DESC, entry_id LIMIT %s) AS best
),
exact AS MATERIALIZED (
    SELECT entry_id, recency * (
        SELECT {{score}} FROM (
            SELECT word, max({{saturated}}) AS best
            FROM term JOIN weight USING (number) CROSS JOIN LATERAL (
                SELECT greatest(1, {TITLE_WEIGHT}::float * ts_rank_cd(%s::real[], candidate.words, said)) AS often
            ) AS counted WHERE candidate.words @@ said GROUP BY word
        ) AS said
    ) AS score
    FROM (
        SELECT entry_id, norm, recency, words || '' AS words  -- read once, not for each term
        FROM ranked JOIN search_fulltext USING (entry_id) WHERE place <= %s OFFSET 0
    ) AS candidate
),
page AS MATERIALIZED (
    SELECT entry_id, number FROM (
        SELECT entry_id, row_number() OVER (ORDER BY score DESC, entry_id) AS number FROM exact
        UNION ALL SELECT entry_id, place FROM ranked WHERE place > %s
    ) AS ordered ORDER BY number LIMIT %s OFFSET %s
)
"""
ANY_HIT = "(SELECT DISTINCT entry_id FROM saying)"
SATURATED = f"weight * {SATURATION + 1} * often / (often + norm)"
SCORE = f"sum(best) * CASE WHEN count(*) FILTER (WHERE word > 0) = %s THEN {EVERY_WORD_BOOST}::float ELSE 1 END"
WEIGHTS = [BODY_WEIGHT / TITLE_WEIGHT, BODY_WEIGHT / TITLE_WEIGHT, SUMMARY_WEIGHT / TITLE_WEIGHT, 1.0]  # of D, C, B, A


def page_by_date(query: Query, *, matching: Sql, allowed: Sql, filters: Sql, offset: int, limit: int) -> Sql:
    """What matches and is allowed, both of them conditions on `search_fulltext`, and passes `filters` on `entry_id`."""
    sql = PAGE_BY_DATE.format(found=sql_and(matching, allowed).text, filters=filters.text)
    return Sql(sql, [*matching.values, *allowed.values, *filters.values, limit, offset])


def page_by_relevance(query: Query, *, matching: Sql, allowed: Sql, filters: Sql, offset: int, limit: int) -> Sql:
    required = [*((phrase,) for phrase in query.phrases), *(word.spellings for word in query.words)]
    terms = [(number, plain(spelling)) for number, word in enumerate(required, start=1) for spelling in word]
    terms += [(-number, plain(pair)) for number, pair in enumerate(query.neighbours, start=1)]
    numbers, texts = [number for number, _ in terms], [text for _, text in terms]
    if query.phrases or query.excluded:
        among, found = "search_fulltext", sql_and(matching, allowed)
    else:  # whatever says any of the words matches
        among, found = ANY_HIT, allowed
    sql = PAGE_BY_RELEVANCE.format(
        among=among, found=found.text, filters=filters.text, score=SCORE, saturated=SATURATED
    )
    last, words = max(CANDIDATES, offset + limit), len(required)
    values = [numbers, texts, *found.values, timezone.localdate(), words, *filters.values, last]
    return Sql(sql, [*values, words, WEIGHTS, CANDIDATES, CANDIDATES, limit, offset])
