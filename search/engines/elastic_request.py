"""What Elasticsearch is asked, for a question. Every text of somebody's is a value, never a query in a language."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils import timezone
from elasticsearch_dsl import Q, Search
from elasticsearch_dsl.query import Query as Clause

from search.text import MARK_END, MARK_START

from .base import NEWEST, Question, Word

FACETS = ("kind", "topic", "region", "group", "year")
EVERYTHING, TITLE, SUMMARY, BODY = "everything", "title", "summary", "body"
MARKED = (TITLE, SUMMARY, BODY)

# Beside what a word is worth in everything that an entry says.
TITLE_WEIGHT, SUMMARY_WEIGHT = 0.4, 0.2
NEIGHBOUR_WEIGHT, NEIGHBOUR_SLOP = 0.15, 4  # two words near each other, in this order or nearly
EVERY_WORD_BOOST = 0.5
MOST_WEIGHED = 40  # words: of a text that somebody pasted, the rest finds entries and adds nothing to their score
MOST_FOR_EVERY = 16  # words: more than that, no entry says all of
RECENCY_BOOST, HALF_LIFE = 0.1, "365d"

MOST_CLAUSES = 1000  # what every server takes, however small
MOST_TERMS = 60_000  # `index.max_terms_count` is 65,536
DEEPEST = 10_000  # `index.max_result_window`
MOST_VALUES = 1000  # of a facet
FRAGMENT = 200  # characters


class TooMuch(Exception):
    """Elasticsearch does not take such a question. The database's engine does."""


def request_for(question: Question, *, moving: Collection[str], offset: int, limit: int) -> dict[str, Any]:
    """The body of the one request that answers. Raises TooMuch."""
    refuse_too_much(question, moving=moving, depth=offset + limit)
    search = Search().query(scored(question, allowed(question, moving)))
    search = search.extra(from_=offset, size=limit, track_total_hits=True).source([TITLE, SUMMARY])
    search = search.sort(*order(question))
    if question.filters:
        search = search.post_filter(all_of(question.filters))
    for name in FACETS:
        others = {other: value for other, value in question.filters.items() if other != name}
        counted = search.aggs.bucket(name, "filter", filter=all_of(others))
        counted.bucket("values", "terms", field=f"{name}_shown", size=MOST_VALUES)
    search.aggs.bucket("total", "filter", filter=all_of(question.filters))
    if question.query.looks_for_something:
        search = marked(search, question)
    body: dict[str, Any] = search.to_dict()
    body["from_"] = body.pop("from")
    return body


def refuse_too_much(question: Question, *, moving: Collection[str], depth: int) -> None:
    query = question.query
    clauses = sum((4 if number < MOST_WEIGHED else 1) * len(word.spellings) for number, word in enumerate(query.words))
    clauses += len(query.neighbours) + 2 * len(query.phrases) + len(query.excluded)
    terms = max(len(question.barred) + len(moving), len(question.without))
    if clauses > MOST_CLAUSES or terms > MOST_TERMS or depth > DEEPEST:
        raise TooMuch


def allowed(question: Question, moving: Collection[str]) -> Clause:
    """Something stands above the entry, none of it barred or moving, and it is not left out. Scores nothing."""
    conditions = [Q("exists", field="nodes")]
    hidden = sorted({*question.barred, *moving})
    if hidden:
        conditions.append(~Q("terms", nodes=hidden))
    if question.without:
        conditions.append(~Q("terms", entry=sorted(question.without)))
    conditions += [~says(phrase) for phrase in question.query.excluded]
    return Q("bool", filter=conditions)


def scored(question: Question, allowed_: Clause) -> Clause:
    """Required are the phrases; without phrases, any of the words. What is not required still adds to the score."""
    query = question.query
    if not query.looks_for_something:
        return allowed_
    welcome = [worth(word) for word in query.words[:MOST_WEIGHED]]
    rest = [says(spelling) for word in query.words[MOST_WEIGHED:] for spelling in word.spellings]
    if rest:
        welcome.append(Q("constant_score", filter=any_of(rest), boost=0))
    near = [says(pair, slop=NEIGHBOUR_SLOP, boost=NEIGHBOUR_WEIGHT) for pair in query.neighbours]
    required = [worth(Word((phrase,))) for phrase in query.phrases] or [any_of(welcome)]
    return Q(
        "function_score",
        query=Q("bool", must=required, should=[*(welcome if query.phrases else ()), *near], filter=[allowed_]),
        functions=[{"weight": 1.0}, *every_word(query.words), recency()],
        score_mode="sum",
        boost_mode="multiply",
    )


def any_of(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else Q("bool", should=list(clauses))


def says(phrase: str, *, field: str = EVERYTHING, boost: float = 1.0, slop: int = 0) -> Clause:
    return Q("match_phrase", **{field: {"query": phrase, "boost": boost, "slop": slop}})


def worth(word: Word) -> Clause:
    """The best of the word's spellings: who says a thing in two ways has not said two things."""
    ways = [
        Q(
            "bool",
            must=[says(spelling)],
            should=[
                says(spelling, field=TITLE, boost=TITLE_WEIGHT),
                says(spelling, field=SUMMARY, boost=SUMMARY_WEIGHT),
            ],
        )
        for spelling in word.spellings
    ]
    return ways[0] if len(ways) == 1 else Q("dis_max", queries=ways)


def every_word(words: Collection[Word]) -> list[dict[str, Any]]:
    if not 2 <= len(words) <= MOST_FOR_EVERY:
        return []
    each = [any_of([says(spelling) for spelling in word.spellings]) for word in words]
    return [{"filter": Q("bool", filter=each).to_dict(), "weight": EVERY_WORD_BOOST}]


def recency() -> dict[str, Any]:
    """Undated entries count as infinitely old: without the filter, Elasticsearch takes them for brand-new."""
    today = timezone.localdate().isoformat()
    decay = {"date": {"origin": today, "scale": HALF_LIFE, "decay": 0.5}}
    return {"filter": {"exists": {"field": "date"}}, "exp": decay, "weight": RECENCY_BOOST}


def all_of(filters: Mapping[str, str]) -> Clause:
    return Q("bool", filter=[Q("term", **{name: value}) for name, value in filters.items()])


def order(question: Question) -> list[Any]:
    newest: list[Any] = [{"date": {"order": "desc", "missing": "_last"}}, {"entry": "desc"}]
    if question.order == NEWEST or not question.query.looks_for_something:
        return newest
    return ["_score", {"entry": "asc"}]


def marked(search: Search, question: Question) -> Search:
    """Title and summary whole, of the body the best part; with marks around whatever was asked for."""
    query = question.query
    phrases = [*(spelling for word in query.words for spelling in word.spellings), *query.phrases]
    search = search.highlight_options(type="unified", pre_tags=[MARK_START], post_tags=[MARK_END])
    for field in MARKED:
        said = Q("bool", should=[says(phrase, field=field) for phrase in phrases])
        sizes = (
            {"fragment_size": FRAGMENT, "number_of_fragments": 1, "order": "score"}
            if field == BODY
            else {"number_of_fragments": 0}
        )
        search = search.highlight(field, highlight_query=said.to_dict(), **sizes)
    return search
