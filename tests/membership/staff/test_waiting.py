"""Staff see on one page what waits, on whom and since when; coordinators see the applications that are theirs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.joining.models import JoinRequest
from membership.models import (
    DomainRequest,
    Organisation,
    OrganisationDomain,
    Recertification,
    Role,
    Standing,
    Tier,
    User,
)
from membership.organisations import applications as services
from membership.organisations import lifecycle
from membership.staff_admin.queues import waiting_count
from tests import factories
from tests.membership import applying
from tests.membership.applying import founder, text_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

WAITING = "/admin/waiting/"


@pytest.fixture
def staff() -> User:
    return factories.alliance_staff()


def company(name: str, **fields) -> Organisation:
    made = people.add_organisation(name=name, slug=name.lower(), tier=Tier.PATHWAYS, standing=Standing.APPLICANT)
    Organisation.objects.filter(pk=made.pk).update(**fields)
    return made


def titles(client: Client, slug: str, query: str = "") -> list[str]:
    """What stands in one queue, in its order."""
    page = client.get(f"{WAITING}{slug}/{query}").content.decode()
    return [title.strip() for title in re.findall(r'<td class="title">\s*<a href="[^"]*">([^<]*)</a>', page)]


def asks_to_join(at: Organisation) -> JoinRequest:
    return JoinRequest.objects.create(organisation=at, person=factories.person())


# --- What stands where ----------------------------------------------------------------------------------------------


def test_companies_stand_there_the_longest_waiting_first(staff: User):
    now = timezone.now()
    company("Newcomer", joined_at=now)
    company("Patient", joined_at=now - timedelta(days=9))
    factories.startup()
    client = signed_in(staff)
    assert titles(client, "companies") == ["Patient", "Newcomer"]
    page = text_of(client.get(WAITING))
    since = now - timedelta(days=9)
    assert f"{since.day} {since:%b %Y}" in page


def test_an_application_names_on_whom_it_waits(staff: User):
    representative, coordinator = founder(), factories.coordinator_of()
    client = signed_in(staff)
    application = applying.filled_in(representative)

    def waits_on() -> str:
        row = re.search(r'<td class="title">.*?</tr>', client.get(f"{WAITING}applications/").content.decode(), re.S)
        assert row
        return re.findall(r"<td>\s*([^<]*?)\s*</td>", row[0])[1]

    assert waits_on() == "Chatterfig"
    services.submit_application(application=application, by=representative)
    assert waits_on() == "A coordinator"
    services.take_application(application=application, coordinator=coordinator, by=coordinator)
    assert waits_on() == "Petra Nwosu-Hale"
    services.decline_application(application=application, by=coordinator, answer="Not yet")
    assert titles(client, "applications") == []


def test_requests_stand_there_only_where_no_representative_can_decide(staff: User):
    led, alone = factories.organisation(), factories.organisation("Findlewick", Tier.CORNERSTONE)
    leader = factories.representative(at=led)
    asks_to_join(led)
    request = asks_to_join(alone)
    client = signed_in(staff)
    assert titles(client, "requests") == [f"Dov Aldane ({request.person.email})"]
    people.suspend_person(person=leader)
    assert len(titles(client, "requests")) == 2


def test_domains_of_members_wait_and_those_of_pathways_companies_do_not(staff: User):
    member = factories.organisation()
    OrganisationDomain.objects.create(organisation=member, domain="larkspan.example")
    OrganisationDomain.objects.create(organisation=member, domain="lark.example", verified_at=timezone.now())
    OrganisationDomain.objects.create(organisation=factories.startup(), domain="chatterfig.example")
    client = signed_in(staff)
    assert titles(client, "domains") == ["larkspan.example"]
    lifecycle.change_tier(organisation=factories.startup(), tier=Tier.ASSOCIATE)
    assert titles(client, "domains") == ["larkspan.example", "chatterfig.example"]


def test_domains_that_representatives_name_wait(staff: User):
    DomainRequest.objects.create(organisation=factories.organisation(), domain="lark.example")
    assert titles(signed_in(staff), "asked-domains") == ["lark.example"]


def test_confirmations_stand_there_when_they_are_due(staff: User):
    now = timezone.now()
    for name, due_at, closed_at in (
        ("Larkspan", now - timedelta(days=1), None),
        ("Findlewick", now + timedelta(days=1), None),
        ("Pebblecast", now - timedelta(days=1), now),
    ):
        Recertification.objects.create(organisation=factories.organisation(name), due_at=due_at, closed_at=closed_at)
    assert titles(signed_in(staff), "confirmations") == ["Larkspan"]


def test_an_organisation_that_loses_its_last_representative_stands_there(staff: User):
    organisation = factories.organisation()
    representative = factories.representative(at=organisation)
    client = signed_in(staff)
    assert titles(client, "representatives") == []
    factories.member(at=organisation)
    people.withdraw_role(person=representative, role=Role.REPRESENTATIVE)
    assert titles(client, "representatives") == ["Larkspan"]
    lifecycle.suspend_organisation(organisation=organisation)
    assert titles(client, "representatives") == []


# --- Who sees it ----------------------------------------------------------------------------------------------------


def test_coordinators_see_applications_that_are_theirs_and_nothing_else():
    coordinator, other = factories.coordinator_of(), factories.coordinator_of()
    company("Patient")
    asks_to_join(factories.organisation())
    mine = factories.representative(at=factories.organisation("Boxwren", Tier.PATHWAYS))
    applying.in_review(mine, coordinator)
    applying.in_review(founder(), other)
    client = signed_in(coordinator)
    page = text_of(client.get(WAITING))
    assert [name for name in ("Boxwren", "Chatterfig", "Patient", "Dov Aldane") if name in page] == ["Boxwren"]
    for slug in ("companies", "requests", "domains", "asked-domains", "confirmations", "representatives"):
        response = client.get(f"{WAITING}{slug}/")
        assert (response.status_code, response.headers.get("Location")) == (302, "/admin/"), slug


@pytest.mark.parametrize("who", [factories.editor, factories.publisher])
def test_others_in_the_admin_see_neither_the_page_nor_its_place_in_the_menu(who: factories.Who):
    client = signed_in(who())
    for path in ("", "companies/", "applications/", "never-there/"):
        assert client.get(f"{WAITING}{path}").headers["Location"] == "/admin/"
    assert WAITING not in text_of(client.get("/admin/"))


def test_a_queue_that_nobody_has_is_not_there(staff: User):
    assert signed_in(staff).get(f"{WAITING}shoes/").status_code == 404


# --- How much -------------------------------------------------------------------------------------------------------


def test_the_menu_says_how_much_waits_for_the_alliance(staff: User):
    client = signed_in(staff)
    assert waiting_count(staff) == 0
    company("Patient")
    asks_to_join(factories.organisation("Findlewick"))
    application = applying.begun(founder())
    assert waiting_count(staff) == 2
    for key in services.CRITERIA:
        services.say_step(application=application, key=key, said="Yes", by=founder())
    services.submit_application(application=application, by=founder())
    assert waiting_count(staff) == 3
    assert "Waiting (3)" in text_of(client.get("/admin/"))
    with CaptureQueriesContext(connection) as captured:
        waiting_count(User.objects.get(pk=staff.pk))
    counting = [query for query in captured if "UNION" in query["sql"]]
    assert len(counting) == 1


def test_the_first_25_stand_on_the_page_and_the_rest_behind_a_link(staff: User):
    for number in range(27):
        company(f"Company{number:02}")
    client = signed_in(staff)
    page = text_of(client.get(WAITING))
    assert "Company24" in page
    assert "Company25" not in page
    assert f'href="{WAITING}companies/"' in page
    assert titles(client, "companies") == [f"Company{number:02}" for number in range(25)]
    assert titles(client, "companies", "?p=2") == ["Company25", "Company26"]


def test_the_page_takes_as_many_queries_for_three_of_each_as_for_one(staff: User):
    client = signed_in(staff)

    def one_more_of_each(number: int) -> None:
        company(f"Company{number}")
        member = factories.organisation(f"Member{number}")
        asks_to_join(member)
        factories.member(at=member)
        OrganisationDomain.objects.create(organisation=member, domain=f"m{number}.example")
        DomainRequest.objects.create(organisation=member, domain=f"asked{number}.example")
        Recertification.objects.create(organisation=member, due_at=timezone.now() - timedelta(days=1))
        startup = factories.organisation(f"Startup{number}", Tier.PATHWAYS)
        applying.in_review(factories.representative(at=startup), factories.coordinator_of())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(WAITING).status_code == 200
        return len(captured)

    one_more_of_each(1)
    queries()
    one = queries()
    for number in (2, 3):
        one_more_of_each(number)
    assert queries() == one
