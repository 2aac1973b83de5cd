"""Representatives see their own people and nobody else's; for everyone else there is no such page."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership import services as people
from membership.joining import services as joining
from membership.models import JoinRequest, Role, SuspendedBy, User
from tests import factories
from tests.signing_in import signed_in

from .desk import HOME, company, on, text_of

pytestmark = pytest.mark.django_db

PAGES = (
    HOME,
    f"{HOME}invitations/",
    f"{HOME}invitations/new/",
    f"{HOME}invitations/several/",
    f"{HOME}requests/",
    f"{HOME}settings/",
    f"{HOME}confirm/",
)


def emails_on(page: str) -> set[str]:
    return {person.email for person in User.objects.all() if person.email in page}


# --- Who gets in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [
        factories.member,
        factories.startup_user,
        factories.expert,
        factories.editor,
        factories.alliance_staff,
        factories.superuser,
    ],
)
def test_for_everyone_who_represents_nobody_there_is_no_such_page(who: factories.Who) -> None:
    client, missing = signed_in(who()), "/organisation/never-was/"
    for page in PAGES:
        response = client.get(page)
        assert (response.status_code, text_of(response)) == (404, text_of(client.get(missing)))


def test_who_is_not_signed_in_is_asked_to_do_so() -> None:
    for page in PAGES:
        assert Client().get(page).headers["Location"] == f"/accounts/login/?next={page}"


def test_who_represents_the_alliance_finds_its_people_in_the_admin() -> None:
    marta = factories.person("Marta", "Ilves", at=factories.alliance(), roles=(Role.REPRESENTATIVE, Role.STAFF))
    assert signed_in(marta).get(HOME).status_code == 404


def test_who_no_longer_represents_is_out_at_the_next_click() -> None:
    ours = company()
    desk = ours.desk
    assert desk.get(HOME).status_code == 200
    people.withdraw_role(person=ours.representative, role=Role.REPRESENTATIVE)
    assert desk.get(HOME).status_code == 404


def test_the_account_page_leads_representatives_here_and_nobody_else() -> None:
    ours = company()
    assert f'href="{HOME}"' in ours.desk.get("/accounts/").content.decode()
    assert f'href="{HOME}"' not in signed_in(ours.colleague).get("/accounts/").content.decode()


# --- What they see -------------------------------------------------------------------------------------------------


def test_the_roster_holds_all_of_ones_own_people_and_nobody_elses() -> None:
    ours, theirs = company(), company("Findlewick")
    gone = people.suspend_person(person=factories.member(ours.organisation))
    homeless = factories.person()
    page = ours.desk.get(HOME).content.decode()
    assert emails_on(page) == {ours.representative.email, ours.colleague.email, gone.email}
    assert theirs.colleague.email not in page
    assert homeless.email not in page


def test_each_line_says_what_one_needs_to_look_after_access_and_no_more() -> None:
    ours = company()
    User.objects.filter(pk=ours.colleague.pk).update(
        job_title="Head of trust", last_login=datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
    )
    people.assign_role(person=ours.colleague, role=Role.EXPERT)
    people.suspend_person(person=ours.colleague, suspended_by=SuspendedBy.RECERTIFICATION)
    page = text_of(ours.desk.get(f"{HOME}?q=asha"))
    assert (
        f"Asha Winterlin {ours.colleague.email} Head of trust Expert Suspended: nobody confirmed them March 2026"
        in page
    )
    assert "14 March" not in page
    assert "09:26" not in page


def test_seats_and_what_waits_stand_above_the_list() -> None:
    ours = company()
    ours.organisation.seats = 5
    ours.organisation.save()
    people.suspend_person(person=factories.member(ours.organisation))
    joining.invite(organisation=ours.organisation, email="new@larkspan.example", by=ours.representative)
    JoinRequest.objects.create(organisation=ours.organisation, person=factories.person())
    page = text_of(ours.desk.get(HOME))
    assert "2 of 5 used, 1 held by invitations, 2 left" in page
    assert "Requests to join : 1 waiting" in page
    assert "Invitations : 1 open" in page


@pytest.mark.parametrize("words", ["winterlin", "ASHA winter", "head of"])
def test_people_are_found_by_name_address_and_job_title(words: str) -> None:
    ours = company()
    User.objects.filter(pk=ours.colleague.pk).update(job_title="Head of trust")
    assert emails_on(ours.desk.get(HOME, {"q": words}).content.decode()) == {ours.colleague.email}


def test_a_search_never_finds_other_peoples_people() -> None:
    ours, theirs = company(), company("Findlewick")
    assert "Nobody matches" in text_of(ours.desk.get(HOME, {"q": theirs.colleague.email}))


def test_a_long_roster_comes_in_pages() -> None:
    ours = company()
    User.objects.bulk_create(
        User(email=f"p{number:03}@larkspan.example", organisation=ours.organisation) for number in range(58)
    )
    desk = ours.desk
    shown = [emails_on(desk.get(HOME, {"page": number}).content.decode()) for number in (1, 2)]
    assert [len(page) for page in shown] == [50, 10]
    assert not shown[0] & shown[1]


def test_the_page_of_somebody_elsewhere_is_as_missing_as_one_that_never_was() -> None:
    ours, theirs = company(), company("Findlewick")
    homeless = factories.person()
    desk = ours.desk
    missing = text_of(desk.get(f"{HOME}people/999999/"))
    acts = ("suspend/", "reinstate/", "representative/", "representative/withdraw/", "hand-over/", "release/")
    for person in (theirs.colleague, theirs.representative, homeless):
        asked = [desk.get(on(person, act)) for act in ("", *acts)]
        posted = [desk.post(on(person, act), {"sure": "on"}) for act in acts]
        assert {(response.status_code, text_of(response)) for response in asked + posted} == {(404, missing)}
    assert desk.get(f"{HOME}people/{10**30}/").status_code == 404
    assert User.objects.filter(is_active=True, organisation=theirs.organisation).count() == 2


def test_more_people_take_no_more_queries() -> None:
    ours = company()
    desk = ours.desk

    def queries_with(count: int) -> int:
        while ours.organisation.people.count() < count:
            person = factories.member(ours.organisation)
            people.assign_role(person=person, role=Role.EXPERT)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(HOME)
        return len(queries)

    queries_with(2)
    assert queries_with(3) == queries_with(6)
