"""What the search says of its own answer: other words, recommended pages, and what to do when there is nothing."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template.loader import render_to_string
from django.test import Client

from search.models import PromotedResult, SynonymSet
from search.nothing_found import without_excluded, without_quotes
from search.presentation import shown as presented
from search.queries import Results
from search.query import parse
from search.vocabulary import learn

from .library import audience, resource
from .reading import shown, text_of

pytestmark = pytest.mark.django_db


def test_a_word_that_nothing_says_is_replaced_and_the_reader_is_told(client: Client) -> None:
    resource("Hashing of videos")
    learn()
    results = shown(client, q="hashng of vidoes")
    assert (results.correction.lost, results.correction.searched) == (["hashng", "vidoes"], "hashing of videos")
    text = text_of(client, q="hashng of vidoes")
    assert "Nothing that you can open says “hashng” or “vidoes”." in text
    assert "These are results for “hashing of videos”." in text
    assert "1 result for “hashing of videos”" in text
    assert 'value="hashng of vidoes"' in client.get("/search/?q=hashng+of+vidoes").content.decode()


def test_another_spelling_is_offered_and_keeps_nothing_else(client: Client) -> None:
    for number in range(6):
        resource(f"Lantern {number}")
    resource("A lanterm")
    learn()
    results = shown(client, q="lanterm", sort="newest")
    assert (results.suggestion.text, results.suggestion.url) == ("lantern", "/search/?q=lantern")
    assert "Did you mean lantern ?" in text_of(client, q="lanterm")


def test_promoted_pages_stand_apart_and_are_not_counted(client: Client) -> None:
    promoted = resource("Where to begin")
    PromotedResult.objects.create(queries="kit", page=promoted, reason="Start <here>")
    resource("Kit")
    results = shown(client, q="kit")
    assert [(one.title, one.url, one.reason) for one in results.promoted] == [
        ("Where to begin", promoted.url, "Start <here>")
    ]
    assert (results.total, len(results.hits)) == (1, 1)
    assert "Recommended Where to begin Start <here>" in text_of(client, q="kit")
    assert shown(client, q="kit", kind="guidance").promoted == []


def test_a_page_is_not_promoted_to_whom_it_is_hidden_from(client: Client) -> None:
    hidden = resource("A secret name", audience=audience())
    PromotedResult.objects.create(queries="kit", page=hidden, reason="A secret reason")
    assert shown(client, q="kit").promoted == []
    assert "secret" not in text_of(client, q="kit")


def test_a_simpler_engine_says_so(rf: Any) -> None:
    results = Results(query=parse("kit"), filters={}, sort="relevance", degraded=True)
    html = render_to_string("search/notices.html", {"results": presented(results, rf.get("/search/"))})
    assert "The full search is not available just now, so a simpler one answered." in html


# --- Nothing found -------------------------------------------------------------------------------------------------


def test_whoever_finds_nothing_reads_how_they_were_understood(client: Client) -> None:
    SynonymSet.objects.create(terms="CSAM\nabuse imagery")
    results = shown(client, q='the csam kit "age assurance" -games', kind="toolkit")
    nothing = results.nothing_found
    assert (nothing.words, nothing.also) == (["csam", "kit"], ["abuse imagery"])
    assert (nothing.phrases, nothing.excluded) == (["age assurance"], ["games"])
    text = text_of(client, q='the csam kit "age assurance" -games', kind="toolkit")
    for said in ("“age assurance”", "csam, kit", "abuse imagery", "Left out games", "Kind Toolkit"):
        assert said in text


def test_whoever_finds_nothing_is_offered_wider_questions(client: Client) -> None:
    offers = shown(client, q='kit "age assurance" -games', kind="toolkit", region="emea").nothing_found.wider
    kept = {"kind": ["toolkit"], "region": ["emea"]}
    q = {"q": ['kit "age assurance" -games']}
    assert [(offer.label, parse_qs(urlsplit(offer.url).query)) for offer in offers] == [
        ("Search without the filter “Toolkit”", {"region": ["emea"], **q}),
        ("Search without the filter “Europe, Middle East and Africa”", {"kind": ["toolkit"], **q}),
        ("Search without any filter", q),
        ("Do not leave out “games”", {**kept, "q": ['kit "age assurance"']}),
        ("Search for the words without the quotation marks", {**kept, "q": ["kit age assurance -games"]}),
    ]


@pytest.mark.parametrize(
    ("text", "without_minus", "without_marks"),
    [
        ("kit -games", "kit", "kit -games"),
        ('kit -"live stream" "safe play"', 'kit "safe play"', 'kit -"live stream" safe play'),
        ("take-down “safe play” –x", 'take-down "safe play" –x', "take-down safe play –x"),
        ('"', "", ""),
    ],
)
def test_a_question_is_widened_and_otherwise_left_as_it_was(text: str, without_minus: str, without_marks: str) -> None:
    assert (without_excluded(text), without_quotes(text)) == (without_minus, without_marks)


def test_whoever_finds_nothing_can_take_the_question_to_the_experts(client: Client, settings: Any) -> None:
    assert shown(client, q="zebras & ©").nothing_found.ask_url == "/questions/new/?question=zebras+%26+%C2%A9"
    settings.SEARCH_ASK_URL = "/ask/"
    assert shown(client, q="zebras").nothing_found.ask_url == "/ask/?question=zebras"
    assert shown(client, kind="toolkit").nothing_found.ask_url == "/ask/"


def test_finding_nothing_reads_the_same_whether_something_is_hidden_or_not(client: Client) -> None:
    before = text_of(client, q="zebras")
    resource("Zebras", audience=audience())
    assert text_of(client, q="zebras") == before
