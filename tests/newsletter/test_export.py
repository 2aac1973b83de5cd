"""Staff see who is subscribed and take the list away. Nobody else does, and each time is written down."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.admin.menu import reports_menu

from audit.models import Action, AuditEntry
from newsletter.models import Subscriber
from portal.establish import establish
from tests import factories
from tests.signing_in import BACKEND

from .mailbox import on_the_list, subscriber, text_of, waiting

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/newsletter/"


@pytest.fixture(autouse=True)
def _established(db: None) -> None:
    establish()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def exported(client: Client, query: str = "") -> list[list[str]]:
    response = client.get(f"{REPORT}?export=csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def exports() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=Action.EXPORTED))


# --- Looking -------------------------------------------------------------------------------------------------------


def test_staff_see_confirmed_subscribers_and_how_many_they_are() -> None:
    subscriber("one@larkspan.example")
    subscriber("two@findlewick.example")
    waiting("waiting@larkspan.example")
    body = text_of(signed_in(factories.alliance_staff()).get(REPORT))
    assert "2 confirmed subscribers" in body
    assert "one@larkspan.example" in body
    assert "two@findlewick.example" in body
    assert "waiting@larkspan.example" not in body


def test_staff_find_an_address_by_a_part_of_it() -> None:
    subscriber("one@larkspan.example")
    subscriber("two@findlewick.example")
    body = text_of(signed_in(factories.alliance_staff()).get(f"{REPORT}results/?q=FINDLE"))
    assert "There is 1 match" in body
    assert "two@findlewick.example" in body
    assert "one@larkspan.example" not in body


def test_a_long_list_comes_in_pages() -> None:
    Subscriber.objects.bulk_create(
        Subscriber(address=f"reader-{number:03}@larkspan.example", confirmed_at=datetime(2026, 3, 1, tzinfo=UTC))
        for number in range(60)
    )
    staff = signed_in(factories.alliance_staff())
    assert text_of(staff.get(REPORT)).count("@larkspan.example") == 50
    assert text_of(staff.get(f"{REPORT}?p=2")).count("@larkspan.example") == 10
    assert len(exported(staff)) == 61


@pytest.mark.parametrize(
    "who", [factories.member, factories.representative, factories.editor, factories.publisher, factories.coordinator_of]
)
def test_nobody_but_staff_sees_or_takes_the_list(who: factories.Who) -> None:
    subscriber("one@larkspan.example")
    client = signed_in(who())
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv", f"{REPORT}?export=xlsx"):
        response = client.get(address)
        assert response.status_code == 302
        assert "one@larkspan.example" not in text_of(response)
    assert exports() == []


def test_the_menu_offers_the_list_to_whoever_may_see_it() -> None:
    for who, offered in ((factories.alliance_staff, True), (factories.publisher, False)):
        request = signed_in(person := who()).get("/admin/").wsgi_request
        request.user = person
        names = {item.name for item in reports_menu.menu_items_for_request(request)}
        assert ("newsletter-subscribers" in names) is offered


def test_the_list_changes_nothing() -> None:
    subscriber("one@larkspan.example")
    assert signed_in(factories.superuser()).post(REPORT).status_code == 405
    assert on_the_list() == {"one@larkspan.example": True}


# --- Taking it away ------------------------------------------------------------------------------------------------


def test_the_export_holds_confirmed_addresses_each_with_its_way_out() -> None:
    subscriber("reader+news@larkspan.example")
    waiting("waiting@larkspan.example")
    head, row = exported(signed_in(factories.alliance_staff()))
    assert head == ["Address", "Confirmed", "Unsubscribe link"]
    assert row[0] == "reader+news@larkspan.example"
    assert row[1].startswith(f"{Subscriber.objects.get(address=row[0]).confirmed_at:%Y-%m-%d}")
    Client().post(row[2].removeprefix("http://localhost:8000"))
    assert on_the_list() == {"waiting@larkspan.example": False}


def test_the_export_holds_what_was_searched_for() -> None:
    subscriber("one@larkspan.example")
    subscriber("two@findlewick.example")
    rows = exported(signed_in(factories.alliance_staff()), "&q=findle")
    assert [row[0] for row in rows[1:]] == ["two@findlewick.example"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_recorded_with_how_many_and_without_addresses(kind: str) -> None:
    staff = factories.alliance_staff()
    subscriber("one@larkspan.example")
    subscriber("two@findlewick.example")
    assert signed_in(staff).get(f"{REPORT}?export={kind}").status_code == 200
    (entry,) = exports()
    assert (entry.actor_id, entry.object_kind, entry.details) == (staff.pk, "newsletter", {"count": 2})


def test_whoever_may_only_look_takes_nothing_away() -> None:
    subscriber("one@larkspan.example")
    staff = factories.alliance_staff()
    assert "Download CSV" in text_of(signed_in(staff).get(REPORT))
    Permission.objects.get(codename="export_subscriber").group_set.clear()
    client = signed_in(staff)
    body = text_of(client.get(REPORT))
    assert "one@larkspan.example" in body
    assert "Download" not in body
    for kind in ("csv", "xlsx"):
        assert client.get(f"{REPORT}?export={kind}").status_code == 302
    assert exports() == []


@pytest.mark.parametrize("address", ["=1+1@larkspan.example", "+1@larkspan.example", "-1@larkspan.example"])
def test_no_address_is_a_formula_in_a_spreadsheet(address: str) -> None:
    subscriber(address)
    _, row = exported(signed_in(factories.alliance_staff()))
    assert row[0] == f"'{address}"
