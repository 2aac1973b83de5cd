"""What someone may not see might as well not be there: nothing that the search says depends on it.

Only the order of hits may: engines weigh words by how often they stand in all texts.
"""

from typing import Any, cast

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from content.pages import ContentPage
from search.engines import database_engine
from search.engines.base import Question
from search.indexing import write_entries
from search.query import parse
from search.upkeep import faults
from tests.visibility.test_the_rule import reference
from tests.worlds import World, random_portals

from .stories import (
    FILTERS,
    QUERIES,
    Story,
    answer,
    answers,
    canary,
    naive_answer,
    portal_of,
    read_everything,
    stories,
)

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "outsider", "first", "second", "both", "suspended", "superuser")


def hidden_from(world: World, name: str) -> set[int]:
    return {page.pk for page in world.pages} - reference(world, world.people[name])


def erasable(world: World, hidden: set[int]) -> list[Page]:
    """The hidden pages whose deletion takes no visible page with it: one below them, or one that is their alias."""
    pages = [page for page in world.pages if page.pk in hidden]
    while True:
        ids = {page.pk for page in pages}
        kept = [
            page
            for page in pages
            if all(below.pk in ids for below in page.get_descendants())
            and all(alias.pk in ids for alias in page.aliases.all())
        ]
        if len(kept) == len(pages):
            return sorted(kept, key=lambda page: -page.depth)
        pages = kept


def erase(world: World, hidden: set[int]) -> None:
    """Delete every hidden page. Where visible ones depend on it, take away all that it says."""
    gone = erasable(world, hidden)
    for page in gone:
        Page.objects.get(pk=page.pk).delete()
    emptied = hidden - {page.pk for page in gone}
    ContentPage.objects.filter(pk__in=emptied).update(title="Empty", summary="", body=[], kind="page", region="")
    ContentPage.topics.through.objects.filter(contentpage__in=emptied).delete()
    write_entries(sorted(emptied))


@settings(random_portals, max_examples=15)
@given(stories)
def test_everyone_finds_exactly_what_reading_every_visible_page_finds(story: Story) -> None:
    with portal_of(story) as world:
        assert not faults()
        made = {page.pk for page in world.pages}
        everything = read_everything()
        for name in PEOPLE:
            visible = reference(world, world.people[name])
            readings = [reading for reading in everything if reading.page_id in visible or reading.page_id not in made]
            for text, matches in QUERIES.items():
                for filters in FILTERS if text else FILTERS[1:]:
                    shown, total, facets = answer(world.viewers[name], text, filters)
                    hits, naive_facets = naive_answer(readings, matches, filters)
                    assert (set(shown), total, facets) == (hits, len(hits), naive_facets), (name, text, filters)
                    # Not only because the hits on the page are checked a second time:
                    question = Question(parse(text), filters, barred=world.viewers[name].barred)
                    assert database_engine().count(question).total == total, (name, text, filters)
            for page in world.pages[::3]:
                shown, total, _ = answer(world.viewers[name], canary(page), {})
                saying = {reading.page_id for reading in readings if canary(page) in reading.text.split()}
                assert (set(shown), total) == (saying, len(shown)), (name, page)  # the page, and aliases of it


@settings(random_portals, max_examples=15)
@given(stories, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_nothing_changes_when_everything_hidden_is_deleted(story: Story, one: str, another: str) -> None:
    with portal_of(story) as world:
        for name in {one, another}:
            hidden = hidden_from(world, name)
            probes = tuple(
                text
                for page in world.pages
                if page.pk in hidden
                for text in (canary(page), f"grooming -{canary(page)}", f'"text {canary(page)}"')
            )
            before = answers(world.viewers[name], (*QUERIES, *probes[:6]))
            with transaction.atomic():
                erase(world, hidden)
                after = answers(world.viewers[name], (*QUERIES, *probes[:6]))
                transaction.set_rollback(True)
            assert before == after, name


@settings(random_portals, max_examples=8)
@given(stories, st.sampled_from(PEOPLE[1:]))
def test_no_word_of_a_hidden_page_is_in_any_response(story: Story, someone: str) -> None:
    with portal_of(story) as world:
        for name in ("anonymous", someone):
            client = Client()
            if name != "anonymous":
                client.force_login(cast(Any, world.people[name]))
            hidden = hidden_from(world, name)
            canaries = [canary(page) for page in world.pages if page.pk in hidden]
            pages = [_page_of_results(client, q=text, **filters) for text in QUERIES for filters in FILTERS]
            pages += [_page_of_results(client, q=word[:-4] + "*") for word in canaries[:2]]
            pages += [_page_of_results(client, q="text page about", page="2")]
            assert not [word for word in canaries for html in pages if word in html], name
            assert not any("draftcanary" in html for html in pages), name


def _page_of_results(client: Client, **asked: Any) -> str:
    response = client.get("/search/", asked)
    assert response.status_code == 200
    return response.content.decode()
