"""What a crash or a bulk update left is seen and repaired, and a rebuild does not get in the way of saves."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections

from content.models import Topic
from content.pages import ContentPage
from search.checks import an_engine_answers
from search.engines import database_engine
from search.models import EntryAncestor, SearchEntry
from search.queries import search
from search.upkeep import Faults, faults, rebuild, rebuilding, sweep
from visibility.models import Audience

from .library import anyone, audience, counted, fresh, resource, section, titles, topic

pytestmark = pytest.mark.django_db


def entry_of(page: ContentPage) -> SearchEntry:
    return SearchEntry.objects.get(page=page.pk)


def test_each_fault_is_named_and_repaired() -> None:
    law = topic("Law")
    hidden, deleted, renamed, rewritten, relabelled, misplaced, unwritten = (
        resource(f"Kit {number}", body="grooming", topics=(law,)) for number in range(7)
    )
    ContentPage.objects.filter(pk=hidden.pk).update(live=False)
    entry_of(deleted).delete()
    ContentPage.objects.filter(pk=renamed.pk).update(title="Toolkit")
    ContentPage.objects.filter(pk=rewritten.pk).update(body=[("text", "<p>sextortion</p>")])
    ContentPage.objects.filter(pk=relabelled.pk).update(region="emea")
    entry_of(misplaced).ancestors.filter(node=f"p{misplaced.pk}").delete()
    database_engine().remove([entry_of(unwritten).pk])
    database_engine().write([SearchEntry(pk=987654, page_id=1, title="nobody")])

    assert faults() == Faults(
        missing=frozenset({deleted.pk}),
        superfluous=frozenset({hidden.pk}),
        stale=frozenset({renamed.pk, rewritten.pk, relabelled.pk}),
        misplaced=frozenset({misplaced.pk}),
        unwritten=frozenset({entry_of(unwritten).pk}),
        orphaned=frozenset({987654}),
    )
    assert sweep() == {
        "missing": 1,
        "superfluous": 1,
        "stale": 3,
        "misplaced": 1,
        "unwritten": 1,
        "orphaned": 1,
        "stuck": 0,
    }
    assert not faults()
    assert sweep() == dict.fromkeys(sweep(), 0)
    assert (titles("toolkit"), titles("sextortion")) == (["Toolkit"], ["Kit 3"])
    assert len(titles("grooming")) == 5


def test_a_sweep_of_an_index_in_step_writes_nothing() -> None:
    resource("Kit")
    before = list(SearchEntry.objects.values())
    sweep()
    assert list(SearchEntry.objects.values()) == before


def test_topics_changed_in_bulk_are_found_by_the_sweep() -> None:
    resource("Kit", topics=(topic("Law"),))
    Topic.objects.update(name="Legislation", slug="legislation")
    sweep()
    assert counted(search(anyone(), "kit"))["topic"] == {"legislation": 1}


def test_a_stale_index_shows_nothing_hidden_and_counts_nothing_hidden() -> None:
    """Entries that do not know what stands above them: the pages themselves decide, for hits, total and facets."""
    closed = section("Closed", audience=audience())
    for number in range(15):
        resource(f"Kit {number}", kind="toolkit", under=closed if number % 2 else None)
    resource("Unpublished kit", kind="report")
    EntryAncestor.objects.filter(node=f"p{closed.pk}").delete()
    ContentPage.objects.filter(title="Unpublished kit").update(live=False)
    found = search(anyone(), "kit")
    assert sorted(hit.page.title for hit in found.hits) == sorted(f"Kit {number}" for number in range(0, 15, 2))
    assert found.total == 8
    assert counted(found) == {"kind": {"toolkit": 8}}


def test_a_rebuild_writes_everything_from_the_pages() -> None:
    kept = resource("Kit", topics=(topic("Law"),))
    SearchEntry.objects.all().delete()
    assert titles("kit") == []
    assert rebuild() == SearchEntry.objects.count()
    assert titles("kit") == ["Kit"]
    version = entry_of(kept).version
    rebuild()
    assert entry_of(kept).version == version
    assert not faults()


def test_saves_during_a_rebuild_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.indexing.BATCH", 2)
    pages = [resource(f"Kit {number}") for number in range(6)]
    SearchEntry.objects.all().delete()
    steps = rebuilding()
    next(steps)
    first, last = fresh(pages[0]), fresh(pages[-1])
    first.title, last.title = "First changed", "Last changed"
    first.save()
    last.save()
    fresh(pages[-2]).delete()
    resource("Made meanwhile")
    assert list(steps)
    assert not faults()
    assert (titles("changed"), titles("meanwhile")) == (["First changed", "Last changed"], ["Made meanwhile"])


def test_search_status_says_whether_the_index_is_in_step() -> None:
    page = resource("Kit")
    out = StringIO()
    call_command("search_status", stdout=out)
    assert "in step" in out.getvalue()
    ContentPage.objects.filter(pk=page.pk).update(title="Another kit")
    with pytest.raises(CommandError, match="not in step") as refused:
        call_command("search_status", stdout=out)
    assert refused.value.returncode == 1
    assert "stale        1" in out.getvalue()


def test_search_rebuild_repairs() -> None:
    page = resource("Kit")
    ContentPage.objects.filter(pk=page.pk).update(title="Another kit")
    out = StringIO()
    call_command("search_rebuild", stdout=out)
    assert f"{SearchEntry.objects.count()} entries" in out.getvalue()
    call_command("search_status", stdout=out)


def test_a_database_without_an_engine_is_refused_before_the_first_request(monkeypatch: pytest.MonkeyPatch) -> None:
    assert an_engine_answers() == []
    monkeypatch.setattr(type(connections["default"]), "vendor", "oracle")
    with pytest.raises(ImproperlyConfigured):
        database_engine()
    (error,) = an_engine_answers()
    assert "DATABASE_URL" in error.msg


def test_audiences_and_groups_leave_no_trace_in_the_index() -> None:
    """Nothing about viewers is stored."""
    secret = audience("Secret circle")
    resource("Kit", audience=secret)
    stored = [*SearchEntry.objects.values_list(), *EntryAncestor.objects.values_list("node")]
    assert Audience.objects.filter(name="Secret circle").exists()
    assert "Secret circle" not in str(stored)
