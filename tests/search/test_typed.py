"""Ten thousand things that somebody might type: every engine answers, and nothing typed is an instruction to it."""

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from search.asking import ask
from search.engines import database_engine
from search.engines.base import Question
from search.queries import search
from search.query import parse
from search.suggestions import suggestions
from search.text import clean

from .elastic import in_step
from .engines import ELASTICSEARCH
from .library import anyone, resource

pytestmark = pytest.mark.django_db

# What means something to FTS5, to PostgreSQL's tsquery, to Lucene or to SQL, and what is broken in between.
TYPED_OPERATORS = "AND|OR|NOT|NEAR(|)|(|\"|''|*|^|:|title:|+|-|--|-\"|{|}|[|]|\\|/|~|&|!|<->|;|%|%s|{}|'s|x's|..|a.b"
TYPED_CHARACTERS = "|,😀,𞤀,²,İ,ß,ﬁ,カ,نص,हिंदी,\x00,\x1b,\ufeff,\u200d,\ue000,e\u0301,\u0301,-\u0301"
AWKWARD = st.sampled_from(["grooming", *TYPED_OPERATORS.split("|"), *TYPED_CHARACTERS.split(",")])
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(AWKWARD, st.text(max_size=6)), max_size=12).map(" ".join),
    st.lists(st.one_of(AWKWARD, st.text(max_size=6)), max_size=12).map("".join),
)
# Most strings go to the engine itself; a request of each is what a whole search does with it.
STRINGS, STRINGS_OVER_A_NETWORK, SEARCHES = 10_000, 1_000, 300


def examples(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_every_engine_answers_whatever_is_typed(portal_with: str) -> None:
    resource("Grooming AND sextortion", body="a b c é ﬁ 😀 words to be found x's 2²")
    if portal_with == ELASTICSEARCH:
        in_step()

    @examples(STRINGS_OVER_A_NETWORK if portal_with == ELASTICSEARCH else STRINGS)
    @given(TYPED)
    @example(" OR ".join(f"w{number}" for number in range(400)))
    @example("-x " * 300)
    @example('"a ' * 400)
    @example('a" OR "1"="1')
    def holds(text: str) -> None:
        query = parse(text)
        if query.looks_for_something or query.excluded:
            answer = ask(Question(query), page=1, per_page=10)
            assert len(answer.matches) == min(answer.counts.total, 10)
            assert not answer.degraded

    holds()


def test_a_whole_search_and_suggestions_answer_whatever_is_typed() -> None:
    resource("Grooming AND sextortion", body="a b c é ﬁ 😀 words to be found x's 2²")
    viewer = anyone()

    @examples(SEARCHES)
    @given(TYPED, st.sampled_from(["relevance", "newest"]))
    @example('"a ' * 400, "newest")
    def holds(text: str, sort: str) -> None:
        found = search(viewer, text, sort=sort)
        assert len(found.hits) == min(found.total, 10)
        assert found.query.text or not found.hits
        assert len(suggestions(viewer, text)) <= 1

    holds()


def test_words_that_are_looked_up_are_no_instructions_either() -> None:
    resource("Found")

    @examples(SEARCHES)
    @given(TYPED.map(clean).filter(str.strip))
    def holds(text: str) -> None:
        engine = database_engine()
        assert engine.found([text], barred=frozenset()) <= {text}
        assert engine.occurrences([text], barred=frozenset()).keys() == {text}

    holds()
