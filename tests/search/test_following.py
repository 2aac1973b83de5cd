"""Elasticsearch holds what the database says, whatever happens to whoever writes it, and is asked only when it does."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from elasticsearch import Elasticsearch

from portal import jobs
from search import elastic_index, following
from search.asking import ask, is_degraded
from search.elastic_comparison import Difference, differences, repair
from search.elastic_index import exists
from search.engines.base import Query, Question, Word
from search.engines.elastic_connection import Unavailable
from search.engines.elastic_request import TooMuch, request_for
from search.follower import leased, pending, standing
from search.following import catch_up, forget_follower, start_building
from search.models import Follower, MovingSubtree, RemovedEntry, SearchEntry
from search.queries import search
from search.query import parse
from search.text import PAGE_BREAK

from .elastic import elastic_portal, in_step
from .library import anyone, fresh, group_page, resource, section, titles, topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def client(settings: Any) -> Iterator[Elasticsearch]:
    with elastic_portal(settings) as client:
        yield client


@pytest.fixture
def answered_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who answered, question by question."""
    names: list[str] = []

    def noting(name: str, answering: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*args: Any, **options: Any) -> Any:
            answered = answering(*args, **options)
            names.append(name)
            return answered

        return answer

    from search.engines import database_engine
    from search.engines.elastic import ElasticEngine

    monkeypatch.setattr(type(database_engine()), "ask", noting("database", type(database_engine()).ask))
    monkeypatch.setattr(ElasticEngine, "ask", noting("elasticsearch", ElasticEngine.ask))
    return names


class Killed(BaseException):
    """What a kill looks like from inside, except that the lease is given back. `kill` sees to that."""


def kill(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, *, before: bool = True, call: int = 1) -> None:
    """Let whoever catches up next die at this call of this function, before or after it did its work."""
    works, calls = getattr(owner, name), iter(range(1, 1000))

    def dying(*args: Any, **options: Any) -> Any:
        number = next(calls)
        if number == call and before:
            raise Killed
        result = works(*args, **options)
        if number == call:
            raise Killed
        return result

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, dying)
        with pytest.raises(Killed):
            catch_up()
    Follower.objects.update(lease="of the dead", leased_until=timezone.now() + timedelta(seconds=5))
    assert not catch_up().written  # nobody else may write yet
    Follower.objects.update(leased_until=timezone.now() - timedelta(seconds=1))


def library_of(pages: int) -> list[Any]:
    law = topic("Law")
    return [resource(f"Kit {number}", body=f"grooming number {number}", topics=(law,)) for number in range(pages)]


def entry_of(page: Any) -> SearchEntry:
    return SearchEntry.objects.get(page=page.pk, document=None)


# --- Who answers -----------------------------------------------------------------------------------------------------


def test_elasticsearch_answers_when_it_is_in_step_and_the_database_whenever_it_is_not(answered_by: list[str]) -> None:
    page = resource("Kit")
    assert search(anyone(), "kit").degraded  # there is no index yet
    in_step()
    assert not search(anyone(), "kit").degraded
    assert answered_by == ["database", "elasticsearch"]
    page = fresh(page)
    page.title = "Renamed kit"
    page.save()
    assert titles("renamed") == ["Renamed kit"]  # what somebody has just saved, they find at once
    assert (answered_by[-1], search(anyone(), "kit").degraded) == ("database", False)
    in_step()
    assert titles("renamed") == ["Renamed kit"]
    assert answered_by[-1] == "elasticsearch"


@pytest.mark.parametrize("change", ["delete", "move", "hide"])
def test_until_it_has_caught_up_with_a_change_nobody_asks_it(answered_by: list[str], change: str) -> None:
    kept, page, place = resource("Kit kept"), resource("Kit"), section("Place")
    in_step()
    if change == "delete":
        page.delete()
    elif change == "move":
        MovingSubtree.objects.create(root=place)
    else:
        page.unpublish()
    assert kept.title in titles("kit")
    assert answered_by == ["database"]


def test_whoever_lags_for_over_a_minute_is_left_behind_and_that_is_said() -> None:
    page = resource("Kit")
    in_step()
    assert not is_degraded()
    resource("Another kit")
    assert not search(anyone(), "kit").degraded
    pending().update(changed_at=timezone.now() - timedelta(seconds=61))
    assert search(anyone(), "kit").degraded
    assert is_degraded()
    in_step()
    page.delete()
    assert not is_degraded()
    RemovedEntry.objects.update(removed_at=timezone.now() - timedelta(seconds=61))
    assert is_degraded()


def test_what_is_too_much_for_elasticsearch_the_database_answers_and_nothing_is_degraded(
    answered_by: list[str],
) -> None:
    resource("Kit")
    in_step()
    assert not search(anyone(), "kit", page=5000).degraded
    many = Question(parse("kit"), barred=frozenset(f"p{number}" for number in range(10**6, 10**6 + 60_001)))
    assert ask(many, page=1, per_page=10).counts.total == 1
    synonyms = tuple(f"synonym{number}" for number in range(12))
    words = tuple(Word((f"word{number}", *(f"{one} {number}" for one in synonyms))) for number in range(100))
    long = Question(Query("", words=(*words, Word(("kit",)))))
    with pytest.raises(TooMuch):
        request_for(long, moving=[], offset=0, limit=10)
    assert ask(long, page=1, per_page=10).counts.total == 1
    assert answered_by == ["database"] * 3


def test_two_hundred_words_and_many_barred_sections_are_not_too_much(answered_by: list[str]) -> None:
    resource("Kit")
    in_step()
    words = parse(" ".join(["kit", *(f"word{number}" for number in range(199))]))
    barred = frozenset(f"p{number}" for number in range(10**6, 10**6 + 50_000))
    assert ask(Question(words, barred=barred), page=1, per_page=10).counts.total == 1
    assert answered_by == ["elasticsearch"]


def test_a_page_beyond_the_last_is_the_last(answered_by: list[str]) -> None:
    library_of(11)
    in_step()
    found = search(anyone(), "kit", page=9)
    assert (found.page, len(found.hits), found.total) == (2, 1, 11)
    assert answered_by == ["elasticsearch"]


def test_a_very_long_file_is_found_and_shown_where_it_matches(answered_by: list[str]) -> None:
    entry = entry_of(resource("Long"))
    pages = ["nothing to see " * 5000 for _ in range(20)]  # 1.5 million characters
    body = PAGE_BREAK.join([*pages, "and there the needle lay"])
    SearchEntry.objects.filter(pk=entry.pk).update(body=body, version=F("version") + 1)
    in_step()
    (hit,) = search(anyone(), "needle").hits
    assert "the \ue000needle\ue001 lay" in hit.match.snippet
    assert len(hit.match.snippet) < 400
    assert titles('"see and there"') == []  # no phrase goes across pages
    assert search(anyone(), "nothing").total == 1
    assert set(answered_by) == {"elasticsearch"}


# --- Following -------------------------------------------------------------------------------------------------------


def test_every_change_of_pages_reaches_it() -> None:
    pages = library_of(6)
    images, closed = group_page("Images"), section("Closed")
    inside = resource("Kit inside", under=images)
    in_step()
    assert differences() == []
    changed = fresh(pages[0])
    changed.title = "Changed"
    changed.save()
    pages[1].delete()
    fresh(pages[2]).move(closed, pos="last-child")
    fresh(pages[3]).unpublish()
    images = fresh(images)
    images.title = "Pictures"
    images.save()
    in_step()
    assert differences() == []
    assert not RemovedEntry.objects.exists()
    assert standing().is_in_step
    assert [value.label for value in search(anyone(), "kit").facets["group"]] == ["Pictures"]
    assert inside.title in titles("inside")


def test_a_batch_costs_the_same_number_of_queries_however_many_entries_it_has() -> None:
    library_of(2)
    in_step()
    counts = []
    for pages in (1, 8):
        for number in range(pages):
            resource(f"More {pages} {number}")
        with CaptureQueriesContext(connection) as counted:
            assert catch_up().in_step
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_nothing_is_written_while_nothing_is_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    resource("Kit")
    in_step()
    monkeypatch.delattr(following, "leased")
    assert catch_up().in_step


POINTS = [
    (elastic_index, "create"),
    (elastic_index, "write"),
    (elastic_index, "refresh"),
    (following, "_mark"),
    (elastic_index, "versions"),
    (elastic_index, "name_for_operators"),
    (elastic_index, "delete"),
]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), POINTS, ids=[name for _, name in POINTS])
def test_a_build_that_is_killed_is_gone_on_with(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str, before: bool
) -> None:
    monkeypatch.setattr(following, "MOST_ENTRIES", 3)
    pages = library_of(8)
    kill(monkeypatch, owner, name, before=before)
    changed = fresh(pages[0])
    changed.title = "Changed"
    changed.save()
    pages[1].delete()
    resource("Made meanwhile")
    in_step()
    assert differences() == []
    assert len(elastic_index.ours()) == 1
    assert titles("changed") == ["Changed"]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("name", ["write", "refresh"])
def test_changes_whose_writer_is_killed_are_written_by_the_next(
    monkeypatch: pytest.MonkeyPatch, name: str, before: bool
) -> None:
    pages = library_of(4)
    in_step()
    pages[0].delete()
    for page in pages[1:]:
        changed = fresh(page)
        changed.title += " changed"
        changed.save()
    kill(monkeypatch, elastic_index, name, before=before)
    changed = fresh(pages[1])
    changed.title = "Changed once more"
    changed.save()
    in_step()
    assert differences() == []


def test_a_build_that_is_killed_does_not_begin_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_ENTRIES", 2)
    library_of(6)
    kill(monkeypatch, elastic_index, "write", call=3)
    half_done = Follower.objects.get()
    assert half_done.built_up_to > 0
    in_step()
    assert Follower.objects.get().index == half_done.building


def test_two_at_once_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = library_of(3)
    in_step()
    changed = fresh(pages[0])
    changed.title = "Changed"
    changed.save()
    seen: list[bool] = []
    write = elastic_index.write

    def overtaken(*args: Any) -> Any:
        """The second one comes while the first holds the lease, and once more when that has run out."""
        monkeypatch.setattr(elastic_index, "write", write)
        assert not catch_up().written
        Follower.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        again = fresh(pages[0])
        again.title = "Changed again"
        again.save()
        seen.append(catch_up().in_step)
        return write(*args)

    monkeypatch.setattr(elastic_index, "write", overtaken)
    assert not catch_up().written  # its lease was lost: it marks nothing
    assert seen == [True]
    assert differences() == []
    assert titles("changed") == ["Changed again"]


def test_what_was_written_but_not_marked_is_only_marked(client: Elasticsearch) -> None:
    page = resource("Kit")
    in_step()
    SearchEntry.objects.update(indexed_version=0)
    before = client.get(index=Follower.objects.get().index, id=str(entry_of(page).pk))
    in_step()
    assert client.get(index=Follower.objects.get().index, id=str(entry_of(page).pk)) == before


def test_what_was_removed_cannot_be_brought_back_by_a_writer_that_was_held_up() -> None:
    page = resource("Kit")
    in_step()
    sources = following.sources_of([entry_of(page).pk])
    page.delete()
    in_step()
    elastic_index.write(Follower.objects.get().index, sources, [])
    assert differences() == []


def test_an_entry_that_it_refuses_stays_pending_and_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(following, "MOST_ENTRIES", 2)
    in_step()
    pages = library_of(6)
    refused = entry_of(pages[1]).pk
    sources_of = following.sources_of

    def with_an_unknown_field(entry_ids: Any) -> Any:
        sources = sources_of(entry_ids)
        for source in sources:
            if source.entry_id == refused:
                source.source["unknown"] = "secret words"
        return sources

    with monkeypatch.context() as patched:
        patched.setattr(following, "sources_of", with_an_unknown_field)
        done = catch_up()
    assert (done.in_step, done.troubles.total()) == (False, 1)
    assert [entry.pk for entry in pending()] == [refused]
    assert "strict_dynamic_mapping_exception" in Follower.objects.get().trouble
    assert "secret" not in caplog.text
    assert "kit" not in caplog.text.lower()
    with pytest.raises(CommandError):
        call_command("search_status", stdout=(out := StringIO()))
    assert "strict_dynamic_mapping_exception" in out.getvalue()
    in_step()
    assert Follower.objects.get().trouble == ""


def test_an_index_that_takes_no_writes_leaves_them_pending_until_it_does(client: Elasticsearch) -> None:
    resource("Kit")
    in_step()
    index = Follower.objects.get().index
    client.indices.put_settings(index=index, settings={"index.blocks.write": True})
    assert titles("kit") == ["Kit"]
    resource("Another kit")
    assert catch_up().troubles
    assert sorted(titles("kit")) == ["Another kit", "Kit"]
    assert pending().exists()
    client.indices.put_settings(index=index, settings={"index.blocks.write": None})
    in_step()
    assert differences() == []


# --- New indices -----------------------------------------------------------------------------------------------------


def test_writes_during_a_rebuild_are_in_the_new_index_and_searches_go_on(
    monkeypatch: pytest.MonkeyPatch, answered_by: list[str]
) -> None:
    monkeypatch.setattr(following, "MOST_ENTRIES", 3)
    pages = library_of(9)
    in_step()
    old = Follower.objects.get().index
    assert start_building()
    copy = following._copy

    def interrupted(*args: Any) -> bool:
        """Before each of the first batches somebody saves, deletes and searches."""
        if len(pages) < 4:
            return bool(copy(*args))
        changed = fresh(pages.pop())
        changed.title = "Changed"
        changed.save()
        fresh(pages.pop(0)).delete()
        resource("Made meanwhile")
        assert "Changed" in titles("changed")
        return bool(copy(*args))

    monkeypatch.setattr(following, "_copy", interrupted)
    in_step()
    assert len(pages) == 3
    assert differences() == []
    new = Follower.objects.get()
    assert (new.index != old, new.building, elastic_index.ours()) == (True, "", [new.index])
    assert titles("meanwhile")
    assert answered_by[-1] == "elasticsearch"


def test_while_a_new_index_is_built_the_old_one_answers(answered_by: list[str]) -> None:
    library_of(3)
    in_step()
    assert start_building()
    assert not search(anyone(), "kit").degraded
    assert answered_by == ["elasticsearch"]


def test_what_a_build_lacks_and_has_too_much_is_put_right_before_anyone_asks_it(
    monkeypatch: pytest.MonkeyPatch, client: Elasticsearch
) -> None:
    pages = library_of(3)
    finish, spoilt = following._finish, iter([True])

    def spoiling(lease: Any, follower: Any) -> bool:
        if next(spoilt, False):
            client.delete(index=follower.building, id=str(entry_of(pages[0]).pk))
            client.index(index=follower.building, id="987654", document={"title": "Nobody's"})
        return bool(finish(lease, follower))

    monkeypatch.setattr(following, "_finish", spoiling)
    in_step()
    assert differences() == []


def test_an_index_of_another_schema_is_not_asked_and_a_new_one_is_built(
    monkeypatch: pytest.MonkeyPatch, answered_by: list[str]
) -> None:
    resource("Kit")
    in_step()
    old = Follower.objects.get().index
    monkeypatch.setattr(elastic_index, "SCHEMA", "0123456789")
    assert search(anyone(), "kit").degraded
    assert answered_by == ["database"]
    in_step()
    assert (elastic_index.ours(), exists(old)) == ([Follower.objects.get().index], False)
    assert differences() == []


def test_an_index_that_somebody_deleted_is_built_anew(client: Elasticsearch, answered_by: list[str]) -> None:
    page = resource("Kit")
    in_step()
    client.indices.delete(index=Follower.objects.get().index)
    assert titles("kit") == ["Kit"]
    assert search(anyone(), "kit").degraded
    changed = fresh(page)
    changed.title = "Kit changed"
    changed.save()
    in_step()
    assert differences() == []
    assert len(elastic_index.ours()) == 1
    assert set(answered_by) == {"database"}


def test_an_index_that_vanishes_between_a_look_and_a_write_is_not_made_without_its_mapping(
    monkeypatch: pytest.MonkeyPatch, client: Elasticsearch
) -> None:
    resource("Kit")
    in_step()
    index = Follower.objects.get().index
    resource("Another kit")
    client.indices.delete(index=index)
    monkeypatch.setattr(following, "_ensure_an_index", lambda lease: None)
    with pytest.raises(Unavailable):
        catch_up()
    assert elastic_index.ours() == []


def test_indices_of_others_are_left_alone(client: Elasticsearch, settings: Any) -> None:
    other = f"{settings.ELASTICSEARCH_INDEX}-staging-0123456789-20260101000000-abcd"
    left_over = f"{settings.ELASTICSEARCH_INDEX}-0123456789-20260101000000-abcd"
    for name in (other, left_over):
        client.indices.create(index=name)
    resource("Kit")
    in_step()
    assert (exists(other), exists(left_over)) == (True, False)
    assert client.indices.get_alias(name=settings.ELASTICSEARCH_INDEX).keys() == {Follower.objects.get().index}
    client.indices.delete(index=other)


def test_without_an_elasticsearch_nothing_is_kept_for_it_and_switched_on_again_it_is_built_anew(settings: Any) -> None:
    page = resource("Kit")
    in_step()
    forget_follower()
    assert standing().index
    url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, ""
    page.delete()
    resource("Another kit")
    assert (catch_up().written, titles("kit")) == (0, ["Another kit"])
    jobs.sweep_search()
    assert (RemovedEntry.objects.count(), standing().index) == (0, "")
    settings.ELASTICSEARCH_URL = url
    in_step()
    assert differences() == []


# --- Comparing and repairing -----------------------------------------------------------------------------------------


def test_differences_of_each_kind_are_found_and_repaired(client: Elasticsearch) -> None:
    pages = library_of(5)
    in_step()
    index = Follower.objects.get().index
    missing, old, changed, newer = (entry_of(page).pk for page in pages[:4])
    client.delete(index=index, id=str(missing))
    SearchEntry.objects.filter(pk=old).update(version=F("version") + 1, indexed_version=F("version") + 1)
    source = {**client.get(index=index, id=str(changed))["_source"], "nodes": ["p1"]}
    version = SearchEntry.objects.get(pk=changed).version
    client.delete(index=index, id=str(changed), version=version, version_type="external_gte")
    client.index(index=index, id=str(changed), document=source, version=version, version_type="external_gte")
    client.index(index=index, id=str(newer), document=source, version=50, version_type="external")
    client.index(index=index, id="987654", document={"title": "Nobody's"})
    client.index(index=index, id="not a number", document={"title": "Nobody's"})
    found = [
        Difference("missing", str(missing)),
        Difference("old", str(old)),
        Difference("changed", str(changed)),
        Difference("changed", str(newer)),
        Difference("orphaned", "987654"),
        Difference("orphaned", "not a number"),
    ]
    assert differences() == found
    repair(found)
    in_step()
    assert differences() == []


def test_search_verify_says_what_differs_and_repairs_it(client: Elasticsearch) -> None:
    page = resource("Kit")
    in_step()
    client.index(index=Follower.objects.get().index, id="987654", document={"title": "Nobody's"})
    client.delete(index=Follower.objects.get().index, id=str(entry_of(page).pk))
    with pytest.raises(CommandError, match="2 differences are left"):
        call_command("search_verify", "--dry-run", stdout=StringIO())
    call_command("search_verify", stdout=(out := StringIO()))
    assert "1 missing" in out.getvalue()
    assert "1 orphaned: 987654" in out.getvalue()
    call_command("search_verify", "--dry-run", stdout=StringIO())


def test_search_status_says_how_far_behind_it_is() -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="Elasticsearch is not in step"):
        call_command("search_status", stdout=out)
    resource("Kit")
    in_step()
    call_command("search_status", stdout=(out := StringIO()))
    assert Follower.objects.get().index in out.getvalue()
    resource("Another kit")
    with pytest.raises(CommandError, match="not in step"):
        call_command("search_status", stdout=(out := StringIO()))
    assert "lag          1" in out.getvalue()


def test_search_rebuild_builds_a_new_index_of_both() -> None:
    resource("Kit")
    in_step()
    before = Follower.objects.get().index
    call_command("search_rebuild", stdout=(out := StringIO()))
    assert Follower.objects.get().index != before
    assert Follower.objects.get().index in out.getvalue()
    assert differences() == []
    before = Follower.objects.get().index
    call_command("search_rebuild", "--only-database", stdout=StringIO())
    assert Follower.objects.get().index == before


def test_a_rebuild_does_not_begin_while_somebody_writes() -> None:
    with leased() as lease:
        assert lease is not None
        assert not start_building()
    assert start_building()


def test_the_minutely_job_catches_up() -> None:
    resource("Kit")
    assert "written" in jobs.follow_search()
    assert standing().is_in_step
