"""Editors find what they work with first, and a report of what not everyone may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.editors.desk import page_of, published, section, signed_in

REPORT = "/admin/reports/restricted-pages/"


def test_the_report_lists_restricted_pages_with_who_sees_them():
    group = factories.working_group("Tech")
    published(page_of(group), "Group paper")
    published(section("resources"), "Members paper")
    published(section("about"), "Public paper")
    report = signed_in(factories.alliance_staff()).get(REPORT).content.decode()
    assert "Only people who are in all of these: Members, Tech." in report
    assert "Group paper" in report
    assert "Only Members." in report
    assert "Public paper" not in report


def test_an_export_holds_what_the_report_shows():
    published(page_of(factories.working_group("Tech")), "Group paper")
    published(section("resources"), "Members paper")
    answer = signed_in(factories.editor()).get(f"{REPORT}?export=csv")
    exported = b"".join(answer.streaming_content).decode()
    assert "Members paper,Only Members.,True" in exported
    assert "Group paper" not in exported


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}?export=csv"])
def test_a_longer_report_costs_no_more_queries(address):
    client = signed_in(factories.editor())

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        return len(queries)

    published(section("resources"), "Paper 0")
    cost()  # what is cached for the life of a process
    one = cost()
    for number in range(1, 4):
        published(section("resources"), f"Paper {number}")
    assert cost() == one


def test_the_menu_begins_with_what_editors_do():
    from wagtail.admin.menu import admin_menu

    def menu_of(person):
        request = signed_in(person).get("/admin/").wsgi_request
        request.user = person
        return [item.name for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)]

    assert menu_of(factories.editor())[:5] == ["explorer", "images", "documents", "topics", "reports"]
    assert "audiences" not in menu_of(factories.editor())
    assert "audiences" in menu_of(factories.alliance_staff())


def test_the_report_of_page_types_is_not_offered_to_editors():
    dashboard = signed_in(factories.editor()).get("/admin/").content.decode()
    assert "page-types-usage" not in dashboard
    assert "restricted-pages" in dashboard
