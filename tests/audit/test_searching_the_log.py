"""Staff find out who did what; others do not; and nobody learns a title that is not theirs."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission

from audit.log import acting_for, record
from audit.models import Action, AuditEntry
from membership.access import role_group
from membership.models import Role
from membership.permissions import grant_to_role
from tests import factories
from tests.audit.conftest import NOBODY, actors, by, told
from tests.content import samples
from tests.editors.desk import page_of, published, section
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

LOG = "/admin/reports/audit-log/"
RESULTS = f"{LOG}results/"


def seen(client, query="", address=RESULTS):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return [(row.action, row.actor, row.about) for row in response.context["table"].data]


def exported(client, query="") -> list[str]:
    answer = client.get(f"{LOG}?export=csv&{query}")
    return b"".join(answer.streaming_content).decode().splitlines()


@pytest.fixture
def staff(home):
    return signed_in(factories.alliance_staff())


@pytest.mark.parametrize("address", [LOG, RESULTS, f"{LOG}?export=csv"])
@pytest.mark.parametrize("who", [factories.editor, factories.publisher, factories.coordinator_of, factories.member])
def test_others_than_staff_are_turned_away_and_nothing_is_recorded(home, news, who, address):
    person = who()
    news()
    assert signed_in(person).get(address).status_code == 302
    assert news() == []


@pytest.mark.parametrize("who", [factories.alliance_staff, factories.superuser])
def test_staff_read_the_log_and_that_is_recorded(home, news, who):
    person = who()
    page, reader = published(section("resources"), sensitivity="confidential"), factories.member()
    signed_in(reader).get(page.url)
    news()
    client = signed_in(person)
    assert seen(client, "action=read-page", LOG) == [("Read a confidential page", str(reader), "A toolkit")]
    entries = news()
    assert told(entries) == [("read-audit", "audit-log", None, {"filters": ["action"]})]
    assert actors(entries) == by(person)
    assert "Audit log" in client.get("/admin/").content.decode()


def test_an_export_holds_what_the_list_shows_and_is_recorded(staff, news):
    page, reader = published(section("resources"), sensitivity="confidential"), factories.member()
    signed_in(reader).get(page.url)
    news()
    head, line = exported(staff, "action=read-page")
    assert head == "Time,Who,What,About,Number,Details"
    assert line.endswith(f",{reader},Read a confidential page,A toolkit,{page.pk},")
    assert told(news()) == [("exported", "audit-log", None, {"format": "csv", "filters": ["action"]})]


def test_a_name_is_no_formula_in_an_export(staff):
    reader = factories.person("=1+1", "Marrow")
    record(action=Action.EXPORTED, actor=reader)
    assert f",'{reader},Exported," in exported(staff, "action=exported")[-1]


def test_the_log_is_searched_by_person_kind_number_and_day(staff):
    reader, other = factories.member(), factories.startup_user()
    page = published(section("publications"))
    AuditEntry.objects.create(
        action=Action.EXPORTED,
        actor_kind="person",
        actor_id=other.pk,
        at=datetime(2025, 3, 1, 12, tzinfo=UTC),
    )
    record(action=Action.PAGE_READ, actor=reader, kind="page", object_id=page.pk)
    record(action=Action.ACCESS_CHANGED, actor=other, kind="person", object_id=reader.pk)
    read = ("Read a confidential page", str(reader), "A toolkit")
    changed = ("Changed the access of a person", str(other), str(reader))
    exporting = ("Exported", str(other), "")
    mine = "action=read-page&action=access-changed&action=exported"
    since = f"{mine}&at_from={timezone.localdate():%Y-%m-%d}"
    assert seen(staff, f"{mine}&person=winter+asha")[:2] == [changed, read]
    assert seen(staff, f"{since}&person={reader.email}")[:2] == [changed, read]
    assert seen(staff, f"{since}&person={reader.pk}")[:2] == [changed, read]
    assert seen(staff, f"{mine}&person={other.email}&at_to=2025-03-01") == [exporting]
    assert seen(staff, f"{mine}&person={other.email}&at_to=2025-02-28") == []
    assert seen(staff, f"{mine}&object_kind=page&object_id={page.pk}") == [read]
    assert seen(staff, "person=nobody-of-this-name") == []
    assert seen(staff, "person=%C2%B2") == []


@pytest.mark.parametrize("number", ["9223372036854775808", "1" + "0" * 20, "1" + "0" * 60, "9" * 5000])
def test_a_number_that_no_database_holds_is_no_error(staff, number):
    for query in (f"person={number}", f"object_id={number}", f"object_id=-{number}"):
        assert staff.get(f"{LOG}?{query}").status_code == 200
        assert exported(staff, query)


def test_a_number_that_nobody_has_finds_nothing(staff):
    record(action=Action.EXPORTED)
    for number in ("0", "9223372036854775807", "9223372036854775808", "1" + "0" * 20):
        assert seen(staff, f"person={number}") == []
        assert seen(staff, f"object_id={number}") == []


def test_entries_outlive_the_people_and_pages_that_they_are_about(staff):
    reader, page = factories.member(), published(section("publications"))
    number = reader.pk
    record(action=Action.PAGE_READ, actor=reader, kind="page", object_id=page.pk)
    reader.delete()
    page.delete()
    gone = (
        "Read a confidential page",
        f"a person who is no more ({number})",
        f"a page that you may not open ({page.pk})",
    )
    assert gone in seen(staff, f"person={number}")


def test_numbers_in_details_are_shown_by_name(staff):
    audience_groups = [role_group(Role.STAFF).pk]
    record(action=Action.RESTRICTION_CHANGED, groups_before=None, groups_after=audience_groups, active=True, gained=[])
    response = staff.get(f"{RESULTS}?action=restriction-changed")
    assert response.context["table"].data[0].details == (
        "active: yes; gained: none; groups after: Role: Alliance staff; groups before: –"
    )


def test_who_may_read_the_log_and_not_a_page_does_not_learn_its_title(home):
    """An editor who is let in: the log names a group's page and file by their numbers."""
    group = factories.working_group()
    document = samples.document("Zqfileqz")
    page = published(page_of(group), "Zqtitleqz", sensitivity="confidential", body=samples.body_with(document))
    reader = signed_in(factories.member_of(group))
    reader.get(page.url)
    b"".join(reader.get(document.url).streaming_content)
    grant_to_role(Role.EDITOR, "audit.view_auditentry")
    editor, staff = signed_in(factories.editor()), signed_in(factories.alliance_staff())
    GroupPagePermission.objects.filter(group=role_group(Role.EDITOR), page=page).delete()
    for query in ("", "action=read-page", "action=read-file"):
        hidden = staff.get(f"{LOG}?{query}").content.decode() + "".join(exported(staff, query))
        assert "Zqtitleqz" in hidden
        shown = editor.get(f"{LOG}?{query}").content.decode() + "".join(exported(editor, query))
        assert not {word for word in ("Zqtitleqz", "Zqfileqz") if word in shown}
        assert f"a page that you may not open ({page.pk})" in shown


def test_more_entries_cost_no_more_queries(staff):
    def fill(number):
        for _ in range(number):
            page, reader = published(section("publications"), f"Paper {AuditEntry.objects.count()}"), factories.member()
            record(action=Action.PAGE_READ, actor=reader, kind="page", object_id=page.pk)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            answer = staff.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        return len(queries)

    addresses = [f"{LOG}?action=read-page", f"{RESULTS}?action=read-page", f"{LOG}?action=read-page&export=csv"]
    fill(1)
    for address in addresses:
        cost(address)  # what is cached for the life of a process
    one = [cost(address) for address in addresses]
    fill(2)
    assert [cost(address) for address in addresses] == one


def test_a_long_log_is_read_in_pages_and_exported_whole(staff, monkeypatch):
    monkeypatch.setattr("audit.reports.EXPORTED_AT_ONCE", 20)
    for number in range(60):
        record(action=Action.FORGOTTEN, entries=number)
    assert len(seen(staff, "action=forgotten")) == 50
    assert len(seen(staff, "action=forgotten&p=2")) == 10
    lines = exported(staff, "action=forgotten")
    assert [line.rsplit(": ", 1)[-1] for line in lines[1:]] == [str(number) for number in reversed(range(60))]


def test_what_nobody_signed_in_did_and_what_the_portal_did_are_told_apart(staff):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with acting_for(request):
        entry = record(action=Action.FORGOTTEN)
    assert actors([entry]) == NOBODY
    record(action=Action.FORGOTTEN)
    assert [who for _, who, _ in seen(staff, "action=forgotten")] == ["The portal itself", "Nobody signed in"]
