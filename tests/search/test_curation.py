"""Who looks after the search in the admin, and what each of them is told there."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.admin.menu import admin_menu, reports_menu

from portal.establish import establish
from search.first_synonyms import ensure_synonyms
from search.models import PromotedResult, SynonymSet, ZeroResultQuery
from tests import factories
from tests.editors.desk import page_of, published, section, signed_in
from visibility.models import Audience

pytestmark = pytest.mark.django_db

SYNONYMS, PROMOTED = "/admin/synonyms/", "/admin/promoted-results/"
REPORT = "/admin/reports/searched-in-vain/"


@pytest.fixture(autouse=True)
def _established(db: None) -> None:
    establish()


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def promoted(page: Any, queries: str = "kit", **fields: Any) -> PromotedResult:
    return PromotedResult.objects.create(page=page, queries=queries, **fields)


def form(page: Any, **values: Any) -> dict[str, Any]:
    return {"queries": "kit", "page": page.pk, "reason": "", **values}


# --- Who may -------------------------------------------------------------------------------------------------------


def test_roles_may_do_what_fits_them() -> None:
    alpha = factories.working_group("Alpha")
    people = {
        "reader": factories.member(),
        "editor": factories.editor(),
        "publisher": factories.publisher(),
        "coordinator": factories.coordinator_of(alpha),
        "staff": factories.alliance_staff(),
    }
    asked = [f"{action}_{model}" for model in ("synonymset", "promotedresult") for action in ("view", "change")]
    asked.append("view_zeroresultquery")
    may = {
        role: [permission for permission in asked if person.has_perm(f"search.{permission}")]
        for role, person in people.items()
    }
    reads = ["view_synonymset", "view_zeroresultquery"]
    assert may == {
        "reader": [],
        "editor": reads,
        "coordinator": reads,
        "publisher": asked,
        "staff": asked,
    }


@pytest.mark.parametrize(
    ("who", "menu"),
    [(factories.editor, ["synonyms"]), (factories.publisher, ["synonyms", "promoted-results"])],
)
def test_the_menu_shows_what_one_may_open(who: factories.Who, menu: list[str]) -> None:
    person = who()
    request = signed_in(person).get("/admin/").wsgi_request
    request.user = person
    (search,) = (item for item in admin_menu.menu_items_for_request(request) if item.name == "curation")
    assert [item.name for item in search.menu.menu_items_for_request(request)] == menu
    assert "searched-in-vain" in {item.name for item in reports_menu.menu_items_for_request(request)}


def test_editors_read_synonyms_and_change_none() -> None:
    one = SynonymSet.objects.create(terms="zebra\nstriped horse")
    editor = signed_in(factories.editor())
    assert "zebra, striped horse" in html_of(editor, f"{SYNONYMS}?q=zebra")
    assert editor.get(f"{SYNONYMS}edit/{one.pk}/").status_code == 302
    assert editor.post(f"{SYNONYMS}new/", {"terms": "a\nb"}).status_code == 302
    assert editor.post(f"{SYNONYMS}delete/{one.pk}/").status_code == 302
    assert editor.get(PROMOTED).status_code == 302
    assert SynonymSet.objects.filter(pk=one.pk).exists()
    assert not SynonymSet.objects.filter(terms="a\nb").exists()


# --- Synonyms ------------------------------------------------------------------------------------------------------


def test_publishers_write_synonyms_that_work_at_once() -> None:
    publisher = signed_in(factories.publisher())
    published(section("about"), "The striped horse")
    assert publisher.get("/search/?q=zebra").context["results"].total == 0
    assert "nothing confidential may stand here" in html_of(publisher, f"{SYNONYMS}new/")
    assert publisher.post(f"{SYNONYMS}new/", {"terms": " zebra \n\nstriped  horse\nzebra"}).status_code == 302
    assert SynonymSet.objects.get(terms__contains="zebra").terms == "zebra\nstriped horse"
    assert publisher.get("/search/?q=zebra").context["results"].total == 1
    refused = publisher.post(f"{SYNONYMS}new/", {"terms": "alone"}).content.decode()
    assert "Give two terms or more" in refused


def test_a_portal_begins_with_the_fields_synonyms_and_keeps_what_editors_make_of_them() -> None:
    sets = [one.as_list() for one in SynonymSet.objects.all()]
    assert ["CSAM", "child sexual abuse material", "abuse imagery"] in sets
    assert all(len(terms) >= 2 for terms in sets)
    for one in SynonymSet.objects.all():
        one.full_clean()
    SynonymSet.objects.exclude(terms__startswith="CSAM").delete()
    ensure_synonyms()
    establish()
    assert SynonymSet.objects.count() == 1


# --- Promoted results ----------------------------------------------------------------------------------------------


def test_a_promoted_result_is_made_changed_and_deleted() -> None:
    publisher = signed_in(factories.publisher())
    page = published(section("resources"), "The best page")
    members = Audience.objects.get(slug="members")
    answer = publisher.post(f"{PROMOTED}new/", form(page, queries=" kit \n\nthe  kit\nkit", audiences=[members.pk]))
    assert answer.status_code == 302
    made = PromotedResult.objects.get()
    assert (made.queries, made.page_id, list(made.audiences.all())) == ("kit\nthe kit", page.pk, [members])
    listed = html_of(publisher, PROMOTED)
    assert {"The best page", "Members"} <= set(_cells(listed))
    assert re.search(rf'href="{PROMOTED}edit/{made.pk}/"[^>]*>\s*kit, the kit', listed)
    publisher.post(f"{PROMOTED}edit/{made.pk}/", form(page, reason="Start here"))
    made.refresh_from_db()
    assert (made.reason, list(made.audiences.all())) == ("Start here", [])
    for place in ("history", "usage"):
        assert publisher.get(f"{PROMOTED}{place}/{made.pk}/").status_code == 200
    assert publisher.post(f"{PROMOTED}delete/{made.pk}/").status_code == 302
    assert not PromotedResult.objects.exists()


def _cells(html: str) -> list[str]:
    return [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", html, re.DOTALL)]


def test_nobody_learns_of_a_promoted_page_that_they_may_not_know() -> None:
    group = factories.working_group("Alpha")
    known = promoted(published(section("about"), "Known canary"), queries="open query")
    hidden = promoted(published(page_of(group), "Hidden canary"), queries="secret query", reason="secret reason")
    publisher, staff = signed_in(factories.publisher()), signed_in(factories.alliance_staff())
    for address in (PROMOTED, f"{PROMOTED}results/", f"{PROMOTED}?q=canary", f"{PROMOTED}?q=secret"):
        told = html_of(publisher, address)
        assert "Hidden canary" not in told
        assert "secret query" not in told
        assert "secret reason" not in told
    assert "Known canary" in html_of(publisher, PROMOTED)
    assert "Hidden canary" in html_of(staff, PROMOTED)
    missing = hidden.pk + 1000
    for place in ("edit", "delete", "history", "history-results", "usage"):
        assert publisher.get(f"{PROMOTED}{place}/{known.pk}/").status_code == 200, place
        assert publisher.get(f"{PROMOTED}{place}/{hidden.pk}/").status_code == 404, place
        assert publisher.get(f"{PROMOTED}{place}/{missing}/").status_code == 404, place
        assert staff.get(f"{PROMOTED}{place}/{hidden.pk}/").status_code == 200, place
    assert publisher.post(f"{PROMOTED}delete/{hidden.pk}/").status_code == 404
    assert publisher.post(f"{PROMOTED}edit/{hidden.pk}/", form(hidden.page)).status_code == 404
    assert PromotedResult.objects.filter(pk=hidden.pk, queries="secret query").exists()


def test_a_page_that_one_may_not_know_is_chosen_no_more_than_one_that_never_was() -> None:
    hidden = published(page_of(factories.working_group("Alpha")), "Hidden canary")
    publisher = signed_in(factories.publisher())
    answers = []
    for number in (hidden.pk, hidden.pk + 1000):
        answer = publisher.post(f"{PROMOTED}new/", {"queries": "kit", "page": number, "reason": ""})
        html = answer.content.decode()
        assert (answer.status_code, "Hidden canary" in html) == (200, False)
        answers.append("Select a valid choice" in html)
    assert answers == [True, True]
    assert not PromotedResult.objects.exists()


def test_the_form_offers_audiences_that_are_in_use() -> None:
    Audience.objects.create(name="Of long ago", slug="of-long-ago", archived=True)
    html = html_of(signed_in(factories.publisher()), f"{PROMOTED}new/")
    assert html.count('type="checkbox" name="audiences"') == Audience.objects.filter(archived=False).count()
    assert "Of long ago" not in html


# --- What was looked for in vain -----------------------------------------------------------------------------------


def test_the_report_shows_what_three_people_asked_the_newest_month_first() -> None:
    for terms, month, people in (("few", 3, 2), ("march", 3, 3), ("january", 1, 9), ("marching", 3, 4)):
        ZeroResultQuery.objects.create(terms=terms, month=date(2026, month, 1), people=people)
    editor = signed_in(factories.editor())
    cells = _cells(html_of(editor, REPORT))[-9:]
    assert cells == ["marching", "4", "March 2026", "march", "3", "March 2026", "january", "9", "January 2026"]
    exported = b"".join(editor.get(f"{REPORT}?export=csv").streaming_content).decode().split()
    assert exported == ["Month,Terms,People", "2026-03-01,marching,4", "2026-03-01,march,3", "2026-01-01,january,9"]


def test_readers_and_people_without_the_permission_do_not_read_the_report() -> None:
    assert signed_in(factories.member()).get(REPORT).status_code != 200
    editor = factories.editor()
    Permission.objects.get(codename="view_zeroresultquery").group_set.clear()
    assert signed_in(editor).get(REPORT).status_code == 302
