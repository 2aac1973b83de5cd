"""The page of results: its links lead where they say, nobody's text becomes markup, and it costs the same for all."""

import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import PromotedResult, SynonymSet
from search.queries import search
from search.vocabulary import learn
from visibility.viewer import viewer_for

from .attachments import attach, document_saying
from .library import anyone, audience, group_page, resource, topic
from .reading import queries_of, shown

pytestmark = pytest.mark.django_db


def test_a_page_of_results_says_what_was_found(client: Client) -> None:
    page = resource("Kit for moderators", summary="All about kits.", region="emea", topics=(topic("Law"),))
    results = shown(client, q="kit")
    (hit,) = results.hits
    assert (hit.entry_id, hit.url) == (page.search_entries.get().pk, page.url)
    assert hit.title_html == "<mark>Kit</mark> for moderators"
    assert hit.snippet_html == "All about <mark>kits</mark>."
    assert (hit.kind_label, hit.topics, hit.date) == ("Guidance", ["Law"], page.date)
    assert hit.region_label == "Europe, Middle East and Africa"
    html = client.get("/search/", {"q": "kit"}).content.decode()
    assert f'<li data-entry="{hit.entry_id}"' in html
    assert 'data-total="1"' in html
    assert re.search(r'data-facet="kind:guidance"\s+data-count="1"', html)


def test_links_choose_and_take_back_filters(client: Client) -> None:
    resource("Kit one", kind="toolkit")
    resource("Kit two", kind="report")
    results = shown(client, q="kit", kind="toolkit", sort="newest", page="7")
    (kinds,) = (facet for facet in results.facets if facet.name == "kind")
    links = {value.value: (value.selected, parse_qs(urlsplit(value.url).query)) for value in kinds.values}
    assert links == {
        "toolkit": (True, {"q": ["kit"], "sort": ["newest"]}),
        "report": (False, {"q": ["kit"], "kind": ["report"], "sort": ["newest"]}),
    }
    assert [(chip.label, chip.remove_url) for chip in results.chips] == [("Toolkit", "/search/?q=kit&sort=newest")]
    assert results.pagination_query == "q=kit&kind=toolkit&sort=newest&"
    assert [choice.value for choice in results.sort.choices if choice.selected] == ["newest"]


def test_pages_of_results_follow_each_other(client: Client) -> None:
    for number in range(11):
        resource(f"Kit {number}")
    assert (len(shown(client, q="kit").hits), shown(client, q="kit").page_obj.has_next()) == (10, True)
    assert (len(shown(client, q="kit", page="2").hits), shown(client, q="kit", page="2").page_obj.number) == (1, 2)


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "1.5", "²", "9" * 5000, "3"])
def test_a_strange_page_number_is_still_a_page(client: Client, page: str) -> None:
    resource("Kit")
    assert len(shown(client, q="kit", page=page).hits) == 1


def test_nothing_asked_explains_what_can_be_searched(client: Client) -> None:
    results = shown(client)
    assert (results.hits, results.total, results.facets) == ([], 0, [])


def test_the_page_is_for_one_person_and_for_no_robot(client: Client) -> None:
    response = client.get("/search/", {"q": "kit"})
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert client.post("/search/", {"q": "kit"}).status_code == 405


def test_a_chosen_value_that_is_hidden_is_called_as_it_was_asked_for(client: Client) -> None:
    group = group_page("A secret name")
    group.audience = audience()
    group.save()
    resource("Kit", under=group)
    results = shown(client, q="kit", group=group.slug)
    assert (results.total, [chip.label for chip in results.chips]) == (0, [group.slug])
    assert "A secret name" not in client.get("/search/", {"q": "kit", "group": group.slug}).content.decode()


def test_nobodys_text_becomes_markup(client: Client) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet="<>&\"'/ =ascript\ue000\ue001", max_size=30))
    def holds(text: str) -> None:
        page = resource(f"grooming <img src=x onerror=alert(1)> {text}", summary=f"<svg onload=x>{text}", body="")
        html = client.get("/search/", {"q": f"grooming {text}", "kind": text}).content.decode()
        assert not re.search(r"<(img src=x|svg onload)", html)
        results = client.get("/search/", {"q": "grooming"}).context["results"]
        for hit in results.hits:
            assert set(re.findall("<[^>]*>", hit.title_html + hit.snippet_html)) <= {"<mark>", "</mark>"}
        page.delete()

    holds()


def test_a_search_costs_twelve_queries_at_most_and_the_same_however_much_there_is() -> None:
    person = get_user_model().objects.create_user(email="someone@portal.example")

    def costs() -> list[int]:
        asked = [
            (viewer, filters) for viewer in (anyone(), viewer_for(person)) for filters in ({}, {"kind": "toolkit"})
        ]
        return [len(queries_of(partial(search, viewer, "kit", filters=filters))) for viewer, filters in asked]

    for number in range(4):  # of fewer, another spelling is suggested
        resource(f"Kit {number}", kind="toolkit")
    resource("Restricted kit", audience=audience())
    few = costs()
    assert max(few) <= 12
    for number in range(4, 30):
        resource(f"Kit {number}", kind="toolkit", topics=(topic(f"Topic {number}"),))
    for number in range(49):
        resource(f"Restricted kit {number}", audience=audience())
    assert costs() == few


def test_the_rarest_search_costs_twelve_queries_at_most() -> None:
    """One hit, a word that nothing says, another that may be meant, a synonym, a promoted page and a file."""
    SynonymSet.objects.create(terms="hashing\nfingerprint")
    page = attach(resource("Hashing"), document_saying("hashing"))
    PromotedResult.objects.create(queries="hashing kit", page=page)
    learn()
    costs = [len(queries_of(partial(search, anyone(), text))) for text in ("hashing", "hashng kit", "hashng", "zzzz")]
    assert max(costs) <= 12, costs


def test_a_whole_request_costs_at_most_twelve_queries_and_the_count_of_notices(client: Client) -> None:
    person = get_user_model().objects.create_user(email="someone@portal.example")
    client.force_login(person)
    for number in range(30):
        resource(f"Kit {number}", audience=audience() if number % 2 else None)
    client.get("/search/", {"q": "kit"})
    asked = queries_of(lambda: client.get("/search/", {"q": "kit"}))
    for_the_search = [query for query in asked if "notifications_notice" not in query]
    assert len(for_the_search) <= 12, "\n\n".join(asked)
    assert len(asked) <= 13, "\n\n".join(asked)


# --- Narrowing -----------------------------------------------------------------------------------------------------


def test_many_values_are_folded_away_and_a_chosen_one_is_not_hidden(client: Client) -> None:
    for number in range(12):
        resource("Kit", topics=(topic(f"Topic {number:02}"),))
    (topics,) = (facet for facet in shown(client, q="kit").facets if facet.name == "topic")
    assert ([value.label for value in topics.values][-1], len(topics.rest)) == ("Topic 07", 4)
    assert not topics.rest_is_open
    (topics,) = (facet for facet in shown(client, q="kit", topic="topic-11").facets if facet.name == "topic")
    assert topics.rest_is_open


def test_one_value_more_is_not_folded_away(client: Client) -> None:
    for number in range(9):
        resource("Kit", topics=(topic(f"Topic {number}"),))
    (topics,) = (facet for facet in shown(client, q="kit").facets if facet.name == "topic")
    assert (len(topics.values), topics.rest) == (9, [])


def test_years_run_from_the_newest_back(client: Client) -> None:
    for days in (0, 800, 400, 800):
        resource("Kit", days_old=days)
    (years,) = (facet for facet in shown(client, q="kit").facets if facet.name == "year")
    assert [value.label for value in years.values] == sorted((value.label for value in years.values), reverse=True)
    assert sorted(value.count for value in years.values) == [1, 1, 2]


def test_several_filters_go_at_once(client: Client) -> None:
    resource("Kit", region="emea")
    assert shown(client, q="kit", kind="guidance").clear_url == ""
    results = shown(client, q="kit", kind="guidance", region="emea", sort="newest")
    assert [(chip.facet_label, chip.label) for chip in results.chips] == [
        ("Kind", "Guidance"),
        ("Region", "Europe, Middle East and Africa"),
    ]
    assert results.clear_url == "/search/?q=kit&sort=newest"
    assert "Remove all filters" in client.get("/search/?q=kit&kind=guidance&region=emea").content.decode()
