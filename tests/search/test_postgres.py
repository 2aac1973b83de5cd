"""What is peculiar to PostgreSQL. The contract is in `test_contract`, which runs on every database."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.pages import ContentPage
from search.engines import database_engine, postgres_ranking
from search.engines.base import Question
from search.engines.postgres import PostgresEngine
from search.engines.sql import Sql
from search.models import SearchEntry
from search.queries import search
from search.query import parse
from search.text import PAGE_BREAK
from search.upkeep import faults

from .library import anyone, fresh, home, resource, section, titles

pytestmark = pytest.mark.django_db
together = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def stored(title: str = "Kit", *, summary: str = "", body: str = "") -> SearchEntry:
    """The entry of a new page, saying this."""
    entry = SearchEntry.objects.get(page=resource("Kit"))
    entry.title, entry.summary, entry.body = title, summary, body
    entry.save()
    database_engine().write([entry])
    assert database_engine().lagging() == []
    return entry


def found(text: str) -> list[int]:
    return database_engine().ranking(Question(parse(text)), limit=1000)


# --- Limits


@pytest.mark.parametrize("letter", ["w", "ж", "字", "\U00020000"])
def test_a_body_of_a_million_different_letters_is_stored(letter: str) -> None:
    words = [f"{letter}{number}" for number in range(150_000)]
    entry = stored(body=" ".join(words)[:1_000_000])
    assert [found(word) for word in (words[0], words[15_000], words[20_000])] == [[entry.pk]] * 3


def test_words_beyond_the_places_of_a_tsvector_are_found_as_words() -> None:
    entry = stored(body="the needle " + "hay " * 20_000 + "and the other pin")
    assert [found(text) for text in ("needle", "pin", '"the needle"', '"other pin"')] == [[entry.pk]] * 2 + [
        [entry.pk],
        [],
    ]
    assert "needle" in database_engine().ask(Question(parse("pin needle")), page=1, per_page=10).matches[0].snippet


def test_a_word_that_stands_everywhere_has_no_end_of_places() -> None:
    entry = stored("hay " * 60, summary="hay " * 5000, body=("hay " * 50 + PAGE_BREAK) * 1000)
    assert found("hay") == found('"hay hay"') == [entry.pk]


def test_a_word_of_three_thousand_letters_is_found() -> None:
    entry = stored(body=f"before {'x' * 3000} after")
    assert found("x" * 900) == found("after") == [entry.pk]


# --- Words


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("see roblox.com/safety?a=b", ["roblox", "roblox.com", '"com safety"', "b"]),
        ("write to report@hotline.example", ["hotline", "report@hotline.example", '"hotline example"']),
        ("in /etc/hosts.allow", ["etc", "hosts", "/etc/hosts"]),
        ("take-down, and/or 24-7", ["down", "take-down", '"take down"', "take_down", '"24 7"', '"and or"']),
        ("from -5 to +1.5e3 at v1.2.3", ["5", '"from 5"', "1.5e3", '"v1 2 3"']),
        ("hash 9e107d9d372bb682 and 12e5ab", ["9e107d9d372bb682", "12e5ab", '"hash 9e107d9d372bb682 and"']),
        ("<b>bold</b> &amp; <a href='x'>link</a>", ["bold", "href", "amp", '"bold b"']),
        ("'quoted' \\back\\ %s {0} :* !a | b", ["quoted", "back", "%s", '"a b"']),
        ("Straße ΣΊΣΥΦΟΣ ﬁle ２ＦＡ", ["STRASSE"[:4] + "ße", "σίσυφος", "file", "2FA"]),
    ],
)
def test_whatever_stands_between_words_they_are_words(text: str, queries: list[str]) -> None:
    entry = stored("Another", body=text)
    for query in queries:
        assert found(query) == [entry.pk], query


@pytest.mark.parametrize(
    "odd", ["'", "\\", "&", "|", "!", "<->", ":*", "(", ")", "%", "%(", "{}", "'; --", "$", "\x00"]
)
def test_operators_mean_nothing(odd: str) -> None:
    page = resource("Kit")
    for query in (f"kit{odd}", f"{odd}kit", f"kit {odd} kit", f'"kit{odd}"', f"kit -{odd}"):
        assert titles(query) == ["Kit"], query
    assert titles(f"kit -kit{odd}") == []
    entry = SearchEntry.objects.get(page=page)
    assert database_engine().complete(["kit"], f"ki{odd}", barred=frozenset(), limit=5) == [entry.pk]


def test_a_phrase_goes_neither_across_texts_nor_across_pages() -> None:
    entry = stored("one two", summary="three four", body=f"five six{PAGE_BREAK}seven eight{PAGE_BREAK}{PAGE_BREAK}nine")
    for across in ("two three", "four five", "six seven", "eight nine", "two 0.0 three"):
        assert found(f'"{across}"') == [], across
    for within in ("one two", "three four", "five six", "seven eight", "nine"):
        assert found(f'"{within}"') == [entry.pk], within


# --- Order


def test_every_match_has_one_place_whatever_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_ranking, "CANDIDATES", 7)
    for number in range(30):
        resource(f"Kit {number % 3}", body="signs of grooming " * (number % 5), days_old=number % 4)
    question = Question(parse("kit signs grooming 1"))
    in_order = database_engine().ranking(question, limit=100)
    assert sorted(in_order) == sorted(SearchEntry.objects.filter(title__startswith="Kit").values_list("pk", flat=True))
    for size in (1, 4, 10, 29):
        pages = [database_engine().ask(question, page=page, per_page=size) for page in range(1, 30 // size + 2)]
        seen = [match.entry_id for answer in pages for match in answer.matches]
        assert list(dict.fromkeys(seen)) == in_order, size


def test_what_is_hidden_has_no_part_in_the_order_of_the_rest() -> None:
    for number in range(12):
        resource(f"Kit {number}", body="rare " * (number % 3) + "usual " * (number % 4) + "words " * number)
    hidden = section("Hidden")
    question = Question(parse("rare usual kit"), barred=frozenset({f"p{hidden.pk}"}))
    before = database_engine().ranking(question, limit=100)
    for _ in range(20):
        resource("Kit", under=hidden, body="rare " * 30)
    assert database_engine().ranking(question, limit=100) == before


# --- Storage and statements


def test_storage_is_made_once_and_keeps_what_is_stored() -> None:
    resource("Kit")
    for _ in range(2):
        database_engine().ensure_storage()
    assert titles("kit") == ["Kit"]
    assert not faults()


def test_what_was_stored_in_another_way_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = stored()
    monkeypatch.setattr("search.engines.postgres.STORED_AS", "another")
    assert entry.pk in database_engine().lagging()


@pytest.mark.parametrize("query", ["needle", '"hay needle"', "needle -pin", 'needle -"pin cushion"'])
def test_the_index_answers(query: str) -> None:
    engine = database_engine()
    assert isinstance(engine, PostgresEngine)
    matched = engine.matched(Question(parse(query), barred=frozenset({"p1", "p2"})))
    assert "Bitmap Index Scan on search_fulltext_words" in plan_of(matched)


def plan_of(statement: Sql) -> str:
    with connection.cursor() as cursor:
        # A table of a few rows is read faster than its index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {statement.text}", statement.values)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("query", ["kit", '"kit" signs -pin', "what are the signs of grooming"])
def test_more_matches_take_no_more_queries(query: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert search(anyone(), query).total == number
        return len(captured)

    counts = []
    for number in (4, 12):
        while ContentPage.objects.filter(title="Kit").count() < number:
            resource("Kit", body="the signs of grooming")
        counts.append(queries())
    assert counts[0] == counts[1]


# --- Several at once


def at_once(*works: Callable[[], object]) -> None:
    """Do all of these at the same time, each in a connection of its own, and fail if one of them fails."""
    start, failures = Barrier(len(works)), []

    def do(work: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            work()
        except Exception as failure:  # told below, in the thread of the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []


@pytest.fixture
def emptied(transactional_db: None) -> None:
    """The test before this one took its entries away without telling the engine."""
    database_engine().ensure_storage()


@together
@pytest.mark.usefixtures("emptied")
def test_two_processes_make_the_storage_at_once() -> None:
    resource("Kit")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_fulltext")
        cursor.execute("DROP TEXT SEARCH CONFIGURATION portal; DROP TEXT SEARCH DICTIONARY portal_stem")
    at_once(*[database_engine().ensure_storage] * 3)
    assert faults().unwritten
    database_engine().write(list(SearchEntry.objects.all()))
    assert titles("kit") == ["Kit"]


@together
@pytest.mark.usefixtures("emptied")
def test_pages_are_saved_and_moved_at_once_and_none_is_lost(settings: Any) -> None:
    # Wagtail's own index, for editors' choosers: it writes rows of other pages in no order, so writers get in each
    # other's way (modelsearch 1.3.2, `_refresh_title_norms`). Whether the search does so is the question here.
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    one, another = section("One"), section("Another")
    pages = [resource(f"Kit {number}", under=one) for number in range(6)]
    moved = section("Toolkits", under=one)
    resource("Toolkit below", under=moved)

    def save(numbers: list[int]) -> None:
        for step in range(3):
            for number in numbers:
                page = fresh(pages[number])
                page.title = f"Toolkit {number} of {step}"
                page.save_revision().publish()

    def move() -> None:
        for target in (another, one, another):
            fresh(moved).move(fresh(target), pos="last-child")

    def make() -> None:
        for number in range(3):
            resource(f"Toolkit made {number}", under=another)

    at_once(lambda: save([0, 1, 2, 3]), lambda: save([3, 2, 1, 0]), lambda: save([4, 5]), move)
    at_once(make, lambda: save([5, 4]))
    assert not faults(), faults()
    assert search(anyone(), "toolkit").total == 11
    assert home().get_descendants().count() == SearchEntry.objects.exclude(page=home()).count()
