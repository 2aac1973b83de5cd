"""Coordinators and staff read applications, each those that are theirs, and decide."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership import services as people
from membership.models import MembershipApplication, Organisation, Role, Tier, User
from membership.organisations import applications as services
from membership.organisations.models import ApplicationState as State
from tests import factories
from tests.membership import applying
from tests.membership.applying import founder, groups_of, text_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

KEY = "published-ban"
ACTS = ("take/", "hand-over/", "send-back/", "decline/", "accept/")


def review_of(application: MembershipApplication) -> str:
    return f"/admin/applications/{application.pk}/"


def state_of(application: MembershipApplication) -> str:
    return MembershipApplication.objects.get(pk=application.pk).state


def refused(response) -> bool:
    """As the admin answers whoever may not."""
    return (response.status_code, response.headers.get("Location")) == (302, "/admin/")


# --- Who reads ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [factories.editor, factories.publisher])
def test_others_in_the_admin_do_not_reach_applications(who: factories.Who):
    application = applying.submitted(founder())
    client = signed_in(who())
    assert refused(client.get(review_of(application)))
    assert refused(client.get("/admin/waiting/"))
    for act in ACTS:
        assert refused(client.get(f"{review_of(application)}{act}")), act
        assert refused(client.post(f"{review_of(application)}{act}", {"answer": "No", "tier": "bridge"})), act
    assert state_of(application) == State.SUBMITTED


def test_people_of_companies_do_not_reach_the_alliances_side():
    representative = founder()
    application = applying.submitted(representative)
    for person in (representative, factories.member()):
        response = signed_in(person).get(review_of(application))
        assert response.url.startswith("/admin/login/")


def test_a_coordinator_reads_what_waits_and_what_they_lead_and_nothing_else():
    coordinator, other = factories.coordinator_of(), factories.coordinator_of()
    application = applying.submitted(founder())
    theirs, another = signed_in(coordinator), signed_in(other)
    for client in (theirs, another):
        assert "What we say to published-ban" in text_of(client.get(review_of(application)))
    theirs.post(f"{review_of(application)}take/")
    assert "What we say to published-ban" in text_of(theirs.get(review_of(application)))
    assert refused(another.get(review_of(application)))
    missing = another.get("/admin/applications/999999/")
    assert refused(missing)
    assert refused(another.post(f"{review_of(application)}criteria/{KEY}/"))
    for act in ACTS:
        assert refused(another.post(f"{review_of(application)}{act}", {"answer": "No", "tier": "bridge"})), act
    application.refresh_from_db()
    assert (application.state, application.coordinator) == (State.IN_REVIEW, coordinator)
    assert application.steps.filter(confirmed_at=None).count() == len(services.CRITERIA)


def test_a_coordinator_who_has_not_taken_it_decides_nothing():
    application = applying.submitted(founder())
    client = signed_in(factories.coordinator_of())
    assert refused(client.post(f"{review_of(application)}decline/", {"answer": "No"}))
    assert refused(client.post(f"{review_of(application)}criteria/{KEY}/"))
    assert state_of(application) == State.SUBMITTED


def test_what_was_never_submitted_is_read_by_nobody_of_the_alliance():
    application = applying.filled_in(founder())
    assert signed_in(factories.alliance_staff()).get(review_of(application)).status_code == 404
    assert refused(signed_in(factories.coordinator_of()).get(review_of(application)))


def test_while_the_company_changes_its_answers_nobody_else_reads_them():
    coordinator = factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    services.send_back_application(application=application, by=coordinator, answer="More, please")
    for person in (coordinator, factories.alliance_staff()):
        page = text_of(signed_in(person).get(review_of(application)))
        assert "What we say to" not in page
        assert "The company is changing its answers" in page


def test_a_former_coordinator_reads_it_no_more():
    coordinator = factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    people.withdraw_role(person=coordinator, role=Role.COORDINATOR)
    people.assign_role(person=coordinator, role=Role.EDITOR)
    assert refused(signed_in(coordinator).get(review_of(application)))


# --- What they do ---------------------------------------------------------------------------------------------------


def test_of_two_who_take_it_the_second_is_told():
    application = applying.submitted(founder())
    staff, coordinator = signed_in(factories.alliance_staff()), factories.coordinator_of()
    services.take_application(application=application, coordinator=coordinator, by=coordinator)
    response = staff.post(f"{review_of(application)}take/", follow=True)
    assert "Another coordinator was faster" in text_of(response)
    application.refresh_from_db()
    assert application.coordinator == coordinator


def test_a_coordinator_hands_over_and_is_out():
    coordinator, heir = factories.coordinator_of(), factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    client = signed_in(coordinator)
    client.post(f"{review_of(application)}hand-over/", {"coordinator": factories.editor().pk})
    application.refresh_from_db()
    assert application.coordinator == coordinator
    client.post(f"{review_of(application)}hand-over/", {"coordinator": heir.pk})
    assert refused(client.get(review_of(application)))
    assert signed_in(heir).get(review_of(application)).status_code == 200


def test_confirming_can_be_undone_and_a_second_click_keeps_the_first():
    coordinator, staff = factories.coordinator_of(), factories.alliance_staff()
    application = applying.in_review(founder(), coordinator)
    step = application.steps.get(key=KEY)
    for person in (coordinator, staff):
        signed_in(person).post(f"{review_of(application)}criteria/{KEY}/")
    step.refresh_from_db()
    assert step.confirmed_by == coordinator
    signed_in(staff).post(f"{review_of(application)}criteria/{KEY}/", {"not": "not"})
    step.refresh_from_db()
    assert not step.confirmed_at
    assert services.unconfirmed_keys(application) == list(services.CRITERIA)
    assert signed_in(staff).post(f"{review_of(application)}criteria/shoe-size/").status_code == 404


def test_accepting_says_how_many_people_it_concerns_and_asks_for_a_tier():
    coordinator, representative = factories.coordinator_of(), founder()
    factories.startup_user()
    application = applying.confirmed(representative, coordinator)
    client = signed_in(coordinator)
    assert "2 people have what members of this tier have" in text_of(client.get(f"{review_of(application)}accept/"))
    client.post(f"{review_of(application)}accept/", {"tier": "", "answer": "Welcome"})
    client.post(f"{review_of(application)}accept/", {"tier": "alliance", "answer": "Welcome"})
    assert state_of(application) == State.IN_REVIEW
    assert "Members" not in groups_of(representative)


def test_accepting_twice_accepts_once():
    coordinator, representative = factories.coordinator_of(), founder()
    application = applying.confirmed(representative, coordinator)
    client = signed_in(coordinator)
    for tier in ("bridge", "foundational"):
        client.post(f"{review_of(application)}accept/", {"tier": tier, "answer": ""})
    organisation = Organisation.objects.get(slug="chatterfig")
    assert organisation.tier == Tier.BRIDGE
    assert organisation.changes.filter(kind="tier").count() == 1


def test_nobody_reaches_the_page_to_accept_before_everything_is_confirmed():
    coordinator = factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    response = signed_in(coordinator).get(f"{review_of(application)}accept/", follow=True)
    assert "Confirm everything that membership asks first" in text_of(response)


def test_sending_back_and_declining_need_an_answer():
    coordinator = factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    client = signed_in(coordinator)
    for act in ("send-back/", "decline/"):
        assert "Write what the applicant is told" in text_of(client.post(f"{review_of(application)}{act}"))
    assert state_of(application) == State.IN_REVIEW
    client.post(f"{review_of(application)}decline/", {"answer": "Publish your rules, then apply again"})
    application.refresh_from_db()
    assert (application.state, application.answer) == (State.DECLINED, "Publish your rules, then apply again")


def test_looking_decides_nothing_and_posts_need_their_token():
    coordinator = factories.coordinator_of()
    application = applying.confirmed(founder(), coordinator)
    client = Client(enforce_csrf_checks=True)
    signed_in(coordinator, client)
    for act in ("hand-over/", "send-back/", "decline/", "accept/"):
        assert client.get(f"{review_of(application)}{act}").status_code == 200, act
        assert client.post(f"{review_of(application)}{act}", {"answer": "No", "tier": "bridge"}).status_code == 403
    assert client.get(f"{review_of(application)}criteria/{KEY}/").status_code == 405
    assert state_of(application) == State.IN_REVIEW


@pytest.mark.parametrize("who", [factories.alliance_staff, factories.superuser])
def test_staff_work_on_every_application(who: factories.Who):
    person: User = who()
    application = applying.confirmed(founder(), factories.coordinator_of())
    signed_in(person).post(f"{review_of(application)}accept/", {"tier": "bridge", "answer": ""})
    application.refresh_from_db()
    assert (application.state, application.decided_by) == (State.ACCEPTED, person)


def test_reading_takes_as_many_queries_when_all_is_confirmed():
    coordinator = factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    client = signed_in(coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(review_of(application)).status_code == 200
        return len(captured)

    queries()
    none = queries()
    for key in services.CRITERIA:
        services.confirm_step(application=application, key=key, by=coordinator)
    assert queries() == none
