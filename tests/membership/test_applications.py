"""A Pathways company becomes a member by applying: its representatives write, a coordinator reads and answers."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail as delivered
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership import services as people
from membership.models import MembershipApplication, OrganisationChange, Role, Standing, Tier, User
from membership.organisations import applications as services
from membership.organisations import lifecycle
from membership.organisations.models import ApplicationState as State
from tests import factories
from tests.membership import applying
from tests.membership.applying import APPLICATION, arrived, founder, groups_of, said_in, text_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

KEYS = list(services.CRITERIA)


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def state_of(application: MembershipApplication) -> str:
    return MembershipApplication.objects.get(pk=application.pk).state


# --- The whole way --------------------------------------------------------------------------------------------------


def test_a_company_becomes_a_member_from_the_first_answer_to_access():
    representative, colleague = founder(), factories.startup_user()
    coordinator = factories.coordinator_of()
    company, reviewer = signed_in(representative), signed_in(coordinator)
    assert groups_of(colleague) == {"Pathways", "Tier: Pathways"}
    company.post(f"{APPLICATION}begin/")
    for key in KEYS:
        company.post(f"{APPLICATION}criteria/{key}/", {"said": f"We do {key}"})
    company.post(f"{APPLICATION}submit/", {"message": "We look forward to it"})
    application = MembershipApplication.objects.get()
    assert (application.state, application.applicant) == (State.SUBMITTED, representative)
    review = f"/admin/applications/{application.pk}/"
    assert "We do published-ban" in text_of(reviewer.get(review))
    reviewer.post(f"{review}take/")
    for key in KEYS:
        reviewer.post(f"{review}criteria/{key}/")
    assert groups_of(colleague) == {"Pathways", "Tier: Pathways"}
    reviewer.post(f"{review}accept/", {"tier": "associate", "answer": "Good to have you"})
    application.refresh_from_db()
    assert (application.state, application.decided_by) == (State.ACCEPTED, coordinator)
    assert groups_of(colleague) == {"Members", "Tier: Associate"}
    assert groups_of(representative) == {"Members", "Tier: Associate", "Role: Representative"}
    [change] = OrganisationChange.objects.exclude(kind="joined")
    assert (change.kind, change.before, change.after, change.by) == ("tier", "pathways", "associate", coordinator)
    assert "Good to have you" in text_of(signed_in(colleague).get(APPLICATION))


def test_the_applicant_hears_of_each_step_and_the_subject_names_no_company():
    representative, coordinator, staff = founder(), factories.coordinator_of(), factories.alliance_staff()
    application = applying.submitted(representative)
    waits = "An application for membership waits for a coordinator"
    assert arrived() == sorted(
        [
            (coordinator.email, waits),
            (staff.email, waits),
            (representative.email, "We have received your application for membership"),
        ]
    )
    services.take_application(application=application, coordinator=coordinator, by=coordinator)
    assert arrived() == [(representative.email, "Your application for membership is being reviewed")]
    assert "Petra Nwosu-Hale" in delivered.outbox[-1].body
    services.send_back_application(application=application, by=coordinator, answer="Which rules?")
    assert arrived() == [(representative.email, "Your application for membership needs something more")]
    services.submit_application(application=application, by=representative)
    assert arrived() == sorted(
        [(coordinator.email, waits), (representative.email, "We have received your application for membership")]
    )
    services.take_application(application=application, coordinator=coordinator, by=coordinator)
    services.decline_application(application=application, by=coordinator, answer="Publish your rules first")
    assert arrived() == [(representative.email, "The answer to your application for membership")]
    assert not [mail for mail in delivered.outbox if "Chatterfig" in mail.subject + mail.body]
    assert not [mail for mail in delivered.outbox if "Publish your rules" in mail.body]


def test_a_mail_that_nothing_is_left_to_say_for_is_not_sent():
    representative, coordinator = founder(), factories.coordinator_of()
    application = applying.submitted(representative)
    services.withdraw_application(application=application, by=representative)
    assert arrived() == []
    again = applying.in_review(representative, coordinator)
    people.move_person(person=representative, organisation=None)
    assert state_of(again) == State.IN_REVIEW
    assert arrived() == []


def test_representatives_hear_the_answer_when_whoever_applied_has_gone():
    representative, coordinator = founder(), factories.coordinator_of()
    application = applying.in_review(representative, coordinator)
    arrived()
    heir = founder()
    people.suspend_person(person=representative)
    services.decline_application(application=application, by=coordinator, answer="Not yet")
    assert arrived() == [(heir.email, "The answer to your application for membership")]


# --- Writing --------------------------------------------------------------------------------------------------------


def test_each_answer_is_kept_by_itself():
    representative = founder()
    application = applying.begun(representative)
    company = signed_in(representative)
    company.post(f"{APPLICATION}criteria/{KEYS[0]}/", {"said": "A messenger for classes"})
    company.post(f"{APPLICATION}criteria/{KEYS[1]}/", {"said": "   "})
    assert said_in(application) == dict.fromkeys(KEYS, "") | {KEYS[0]: "A messenger for classes"}
    assert "A messenger for classes" in text_of(company.get(f"{APPLICATION}criteria/{KEYS[0]}/"))
    company.post(f"{APPLICATION}criteria/{KEYS[0]}/", {"said": "x" * 2001})
    assert said_in(application)[KEYS[0]] == "A messenger for classes"


def test_nothing_is_submitted_before_all_has_been_said():
    representative = founder()
    application = applying.filled_in(representative)
    services.say_step(application=application, key=KEYS[2], said="", by=representative)
    company = signed_in(representative)
    assert company.get(f"{APPLICATION}submit/").url == APPLICATION
    assert company.post(f"{APPLICATION}submit/").url == APPLICATION
    assert "Some answers are still missing" in text_of(company.get(APPLICATION))
    assert state_of(application) == State.BEGUN
    with pytest.raises(services.StillToSay):
        services.submit_application(application=application, by=representative)
    assert state_of(application) == State.BEGUN


def test_what_was_submitted_stands_still_until_it_is_taken_back():
    representative = founder()
    application = applying.submitted(representative)
    company = signed_in(representative)
    before = said_in(application)
    assert company.post(f"{APPLICATION}criteria/{KEYS[0]}/", {"said": "Something else"}).url == APPLICATION
    assert said_in(application) == before
    company.post(f"{APPLICATION}take-back/")
    company.post(f"{APPLICATION}criteria/{KEYS[0]}/", {"said": "Something else"})
    assert said_in(application) == before | {KEYS[0]: "Something else"}


def test_nothing_is_taken_back_once_a_coordinator_reads_it():
    representative = founder()
    application = applying.in_review(representative, factories.coordinator_of())
    signed_in(representative).post(f"{APPLICATION}take-back/")
    assert state_of(application) == State.IN_REVIEW


def test_an_answer_said_anew_has_to_be_confirmed_anew():
    representative, coordinator = founder(), factories.coordinator_of()
    application = applying.confirmed(representative, coordinator)
    services.send_back_application(application=application, by=coordinator, answer="More on your rules, please")
    services.say_step(application=application, key=KEYS[2], said="They stand at /rules", by=representative)
    services.say_step(application=application, key=KEYS[3], said=f"What we say to {KEYS[3]}", by=representative)
    assert services.unconfirmed_keys(application) == [KEYS[2]]
    assert "More on your rules, please" in text_of(signed_in(representative).get(APPLICATION))


def test_what_was_said_is_kept_for_the_next_application():
    representative = founder()
    application = applying.submitted(representative)
    services.withdraw_application(application=application, by=representative)
    again = applying.begun(representative)
    assert again.pk != application.pk
    assert said_in(again) == said_in(application)


def test_a_company_has_one_open_application_however_often_it_begins():
    company = signed_in(founder())
    for _ in range(2):
        assert company.post(f"{APPLICATION}begin/").url == APPLICATION
    assert MembershipApplication.objects.count() == 1


def test_an_application_that_is_submitted_twice_is_submitted_once():
    representative, coordinator = founder(), factories.coordinator_of()
    applying.filled_in(representative)
    company = signed_in(representative)
    for _ in range(2):
        assert company.post(f"{APPLICATION}submit/", {"message": ""}).url == APPLICATION
    assert [to for to, _ in arrived()] == sorted([representative.email, coordinator.email])


def test_withdrawing_asks_first_and_ends_it():
    representative = founder()
    application = applying.submitted(representative)
    company = signed_in(representative)
    assert company.get(f"{APPLICATION}withdraw/").status_code == 200
    assert state_of(application) == State.SUBMITTED
    company.post(f"{APPLICATION}withdraw/")
    assert state_of(application) == State.WITHDRAWN
    assert company.post(f"{APPLICATION}withdraw/").status_code == 404


# --- Who ------------------------------------------------------------------------------------------------------------


def test_colleagues_read_and_do_not_write():
    application = applying.begun(founder())
    colleague = signed_in(factories.startup_user())
    page = text_of(colleague.get(APPLICATION))
    assert services.CRITERIA["published-ban"] in page
    assert "The representatives of your company write" in page
    for path in ("begin/", "submit/", "take-back/", "withdraw/", f"criteria/{KEYS[0]}/"):
        assert colleague.post(f"{APPLICATION}{path}", {"said": "Mine"}).status_code == 404, path
    assert state_of(application) == State.BEGUN
    assert said_in(application) == dict.fromkeys(KEYS, "")


def lapsed_founder() -> User:
    person = founder()
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.LAPSED)
    return person


def without_organisation() -> User:
    return factories.person()


@pytest.mark.parametrize(
    "who",
    [
        factories.member,
        factories.representative,
        factories.alliance_staff,
        factories.editor,
        without_organisation,
        lapsed_founder,
    ],
)
@pytest.mark.parametrize("path", ["", "submit/", "withdraw/", f"criteria/{KEYS[0]}/"])
def test_everybody_else_is_told_that_there_is_nothing(who: factories.Who, path: str):
    client = signed_in(who())
    assert client.get(f"{APPLICATION}{path}").status_code == 404


def test_a_company_reads_its_own_application_alone():
    said = "zqonlyoursqz"
    other = factories.representative(at=factories.organisation("Boxwren", Tier.PATHWAYS))
    services.say_step(application=applying.begun(other), key=KEYS[0], said=said, by=other)
    applying.begun(founder())
    assert said not in text_of(signed_in(factories.startup_user()).get(APPLICATION))
    assert said in text_of(signed_in(other).get(APPLICATION))


def test_nobody_signed_in_is_asked_to_sign_in():
    for path in ("", "submit/", f"criteria/{KEYS[0]}/"):
        assert Client().get(f"{APPLICATION}{path}").url.startswith("/accounts/login/")


def test_a_criterion_that_nobody_asks_is_not_there():
    representative = founder()
    applying.begun(representative)
    assert signed_in(representative).get(f"{APPLICATION}criteria/shoe-size/").status_code == 404


def test_looking_changes_nothing_and_posts_need_their_token():
    representative = founder()
    application = applying.filled_in(representative)
    client = Client(enforce_csrf_checks=True)
    signed_in(representative, client)
    for path in ("", "submit/", "withdraw/", f"criteria/{KEYS[0]}/"):
        assert client.get(f"{APPLICATION}{path}").status_code == 200
    for path in ("begin/", "take-back/"):
        assert client.get(f"{APPLICATION}{path}").status_code == 405
    for path in ("submit/", "withdraw/", f"criteria/{KEYS[0]}/"):
        assert client.post(f"{APPLICATION}{path}", {"said": "Mine"}).status_code == 403
    assert state_of(application) == State.BEGUN
    assert said_in(application)[KEYS[0]] == f"What we say to {KEYS[0]}"


def test_a_company_that_is_no_longer_current_neither_writes_nor_becomes_a_member():
    representative, coordinator = founder(), factories.coordinator_of()
    application = applying.confirmed(representative, coordinator)
    organisation = factories.company_of(representative)
    lifecycle.change_standing(organisation=organisation, to=Standing.LAPSED)
    with pytest.raises(services.OnlyPathwaysApply):
        services.accept_application(application=application, tier=Tier.BRIDGE, by=coordinator)
    organisation.refresh_from_db()
    assert (state_of(application), organisation.tier) == (State.IN_REVIEW, Tier.PATHWAYS)


# --- Reviewing ------------------------------------------------------------------------------------------------------


def test_of_two_coordinators_the_faster_one_takes_it():
    application = applying.submitted(founder())
    faster, slower = factories.coordinator_of(), factories.coordinator_of()
    services.take_application(application=application, coordinator=faster, by=faster)
    with pytest.raises(services.AlreadyTaken):
        services.take_application(application=application, coordinator=slower, by=slower)
    application.refresh_from_db()
    assert application.coordinator == faster


def test_only_coordinators_and_staff_lead():
    application = applying.submitted(founder())
    for person in (factories.editor(), factories.member()):
        with pytest.raises(services.NotACoordinator):
            services.take_application(application=application, coordinator=person, by=person)
    assert state_of(application) == State.SUBMITTED


def test_nobody_is_accepted_before_everything_is_confirmed():
    representative, coordinator = founder(), factories.coordinator_of()
    application = applying.confirmed(representative, coordinator)
    services.unconfirm_step(application=application, key=KEYS[4], by=coordinator)
    with pytest.raises(services.StillToConfirm):
        services.accept_application(application=application, tier=Tier.BRIDGE, by=coordinator)
    assert groups_of(representative) == {"Pathways", "Tier: Pathways", "Role: Representative"}
    assert state_of(application) == State.IN_REVIEW


@pytest.mark.parametrize("tier", [Tier.PATHWAYS, Tier.ALLIANCE])
def test_an_applicant_becomes_a_member_and_nothing_else(tier: Tier):
    coordinator = factories.coordinator_of()
    application = applying.confirmed(founder(), coordinator)
    with pytest.raises(services.NotAMemberTier):
        services.accept_application(application=application, tier=tier, by=coordinator)
    assert state_of(application) == State.IN_REVIEW


def test_whoever_is_refused_is_told_why():
    coordinator = factories.coordinator_of()
    application = applying.in_review(founder(), coordinator)
    for refuse in (services.decline_application, services.send_back_application):
        with pytest.raises(services.AnswerNeeded):
            refuse(application=application, by=coordinator, answer="  ")
    assert state_of(application) == State.IN_REVIEW


def test_what_is_decided_takes_no_further_step():
    representative, coordinator = founder(), factories.coordinator_of()
    application = applying.accepted(representative, coordinator)
    steps = [
        lambda: services.decline_application(application=application, by=coordinator, answer="After all not"),
        lambda: services.withdraw_application(application=application, by=representative),
        lambda: services.send_back_application(application=application, by=coordinator, answer="More"),
        lambda: services.take_application(application=application, coordinator=coordinator, by=coordinator),
        lambda: services.confirm_step(application=application, key=KEYS[0], by=coordinator),
        lambda: services.accept_application(application=application, tier=Tier.BRIDGE, by=coordinator),
    ]
    for step in steps:
        with pytest.raises(services.NoSuchStep):
            step()
    assert state_of(application) == State.ACCEPTED
    assert OrganisationChange.objects.filter(kind="tier").count() == 1


def test_the_table_names_every_state_and_ends_in_three():
    assert set(services.TRANSITIONS) == set(State)
    ends = {state for state, steps in services.TRANSITIONS.items() if not steps}
    assert ends == set(State) - set(State.open_states())


def test_a_page_takes_as_many_queries_with_all_answers_as_with_none():
    representative = founder()
    application = applying.begun(representative)
    company = signed_in(representative)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert company.get(APPLICATION).status_code == 200
        return len(captured)

    queries()
    none = queries()
    for key in KEYS:
        services.say_step(application=application, key=key, said="Yes", by=representative)
    assert queries() == none


def test_a_coordinator_who_loses_the_role_hears_nothing():
    coordinator = factories.coordinator_of()
    representative = founder()
    applying.submitted(representative)
    people.withdraw_role(person=coordinator, role=Role.COORDINATOR)
    assert [to for to, _ in arrived()] == [representative.email]


@pytest.mark.parametrize(("who", "is_there"), [(factories.startup_user, True), (factories.member, False)])
def test_the_account_page_leads_pathways_people_to_the_application(who: factories.Who, is_there: bool):
    assert (APPLICATION in text_of(signed_in(who()).get("/accounts/"))) is is_there


def test_the_drawing_shows_the_steps_of_the_table() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "membership.md").read_text().splitlines()
    arrows = {
        tuple(line.strip().partition(" : ")[0].replace("_", "-").split(" --> ")) for line in lines if " --> " in line
    }
    names = set(services.State.values)
    drawn = {arrow for arrow in arrows if set(arrow) <= names}
    assert drawn == {(before.value, after.value) for before, steps in services.TRANSITIONS.items() for after in steps}
