"""Somebody with an address at a member's domain is let in by its rules, and nobody else learns who is a member."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership import services as people
from membership.joining import services
from membership.joining.queries import waiting_requests
from membership.models import JoinPolicy, JoinRequest, Organisation, Role, Standing, Tier, User
from membership.organisations import domains, lifecycle
from membership.organisations.services import release_colleague
from notifications.outbox import OutboxMail
from tests import factories
from tests.signing_in import signed_in

from .door import JOIN, alike, arrived, open_account, text_of, with_domain

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DOMAIN = "larkspan-mail.example"
ADDRESS = f"ruth@{DOMAIN}"


def larkspan(policy: str = JoinPolicy.ASK, *, verified: bool = True) -> Organisation:
    return with_domain(factories.organisation(), DOMAIN, verified=verified, policy=policy)


def asking(email: str = ADDRESS) -> User:
    return people.add_person(email=email, first_name="Ruth", last_name="Abara")


def companies() -> set[str]:
    return {organisation.name for organisation in Organisation.objects.all()}


# --- At sign-up ----------------------------------------------------------------------------------------------------


def test_where_people_join_at_once_a_proven_address_is_enough(client: Client) -> None:
    larkspan(JoinPolicy.AUTOMATIC)
    assert open_account(client, ADDRESS).headers["Location"] == "/"
    person = User.objects.get()
    assert str(person.organisation) == "Larkspan"
    assert {group.name for group in person.groups.all()} == {"Members", "Tier: Foundational"}
    assert not person.role_assignments.exists()


def test_where_representatives_decide_they_are_asked_by_mail(client: Client) -> None:
    organisation = larkspan()
    ines, out = factories.representative(organisation), factories.representative(organisation)
    people.suspend_person(person=out)
    factories.member(organisation)
    assert open_account(client, ADDRESS).headers["Location"] == JOIN
    person = User.objects.get(email=ADDRESS)
    assert person.organisation is None
    assert list(person.groups.all()) == []
    assert [request.person for request in waiting_requests(organisation)] == [person]
    assert "Your request waits" in text_of(client.get(JOIN))

    mails = {mail.to[0]: mail for mail in arrived() if "asks to join" in mail.subject}
    assert set(mails) == {ines.email}
    assert f"Ruth Abara ({ADDRESS})" in str(mails[ines.email].body)
    assert "http://localhost:8000/organisation/requests/" in str(mails[ines.email].body)
    assert companies() == {"Larkspan"}


def test_where_people_come_by_invitation_only_they_are_told_to_ask_a_colleague(client: Client) -> None:
    larkspan(JoinPolicy.OFF)
    assert open_account(client, ADDRESS).headers["Location"] == JOIN
    page = text_of(client.get(JOIN))
    assert "for an invitation" in page
    assert "Larkspan" not in page
    assert User.objects.get().organisation is None
    assert not JoinRequest.objects.exists()
    assert companies() == {"Larkspan"}


def test_a_domain_that_a_member_only_claims_leads_nobody_to_it(client: Client) -> None:
    organisation = larkspan(JoinPolicy.AUTOMATIC, verified=False)
    open_account(client, ADDRESS)
    assert factories.company_of(User.objects.get()).tier == Tier.PATHWAYS
    assert not organisation.people.exists()


def test_a_pathways_company_catches_nobody_by_claiming_a_domain_that_is_not_its_own(client: Client) -> None:
    startup = factories.startup()
    by = factories.representative(startup)
    domains.ask_for_domain(organisation=startup, domain="victim.example", by=by)
    open_account(client, "ruth@victim.example")
    person = User.objects.get(email="ruth@victim.example")
    assert person.organisation not in {None, startup}


@pytest.mark.parametrize("verified", [True, False])
def test_colleagues_at_a_pathways_company_are_peers(client: Client, verified: bool) -> None:
    startup = with_domain(factories.startup(), "chatterfig.example", verified=verified, policy=JoinPolicy.AUTOMATIC)
    people.add_person(email="first@chatterfig.example", organisation=startup)
    open_account(client, "ruth@chatterfig.example")
    assert User.objects.get(email="ruth@chatterfig.example").organisation == startup
    assert not JoinRequest.objects.exists()


def test_a_startup_whose_representative_wants_to_be_asked_is_asked(client: Client) -> None:
    open_account(client, "ada@tidewhistle.example")
    startup = Organisation.objects.get(domains__domain="tidewhistle.example")
    Organisation.objects.filter(pk=startup.pk).update(join_policy=JoinPolicy.ASK)
    open_account(Client(), "ben@tidewhistle.example")
    assert [str(one.person.email) for one in waiting_requests(startup)] == ["ben@tidewhistle.example"]
    assert User.objects.get(email="ben@tidewhistle.example").organisation is None


@pytest.mark.parametrize("out", ["suspended", "left", "the founder alone"])
def test_a_company_that_is_shut_out_does_not_begin_anew_by_another_address(client: Client, out: str) -> None:
    open_account(client, "ada@tidewhistle.example")
    startup = Organisation.objects.get(domains__domain="tidewhistle.example")
    if out == "suspended":
        lifecycle.suspend_organisation(organisation=startup)
    elif out == "left":
        lifecycle.change_standing(organisation=startup, to=Standing.LEFT)
    else:
        people.suspend_person(person=User.objects.get(email="ada@tidewhistle.example"))
    open_account(Client(), "ben@tidewhistle.example")
    ben = User.objects.get(email="ben@tidewhistle.example")
    assert ben.organisation == (startup if out == "the founder alone" else None)
    assert not ben.role_assignments.exists()
    assert Organisation.objects.filter(name__startswith="Tidewhistle").count() == 1


def test_a_startup_that_everybody_has_left_is_looked_after_by_whoever_comes_next(client: Client) -> None:
    open_account(client, "ada@tidewhistle.example")
    ada = User.objects.get(email="ada@tidewhistle.example")
    startup = factories.company_of(ada)
    people.move_person(person=ada, organisation=None)
    open_account(Client(), "ben@tidewhistle.example")
    ben = User.objects.get(email="ben@tidewhistle.example")
    assert ben.organisation == startup
    assert [one.role for one in ben.role_assignments.all()] == ["representative"]


@pytest.mark.parametrize("policy", [JoinPolicy.AUTOMATIC, JoinPolicy.ASK])
def test_whoever_was_let_go_does_not_let_themselves_in_again(policy: JoinPolicy) -> None:
    company = with_domain(factories.organisation(), "larkspan.example", policy=policy)
    eve, by = factories.member(company), factories.representative(company)
    release_colleague(person=eve, by=by)
    eve.refresh_from_db()
    client = signed_in(eve)
    assert "You can join them at once" not in client.get("/accounts/join/").content.decode()
    client.post("/accounts/join/")
    eve.refresh_from_db()
    assert eve.organisation is None
    [request] = waiting_requests(company)
    services.accept_request(request=request, by=by)
    eve.refresh_from_db()
    assert eve.organisation == company


def test_an_address_at_the_alliance_opens_no_door_to_it(client: Client) -> None:
    with_domain(factories.alliance(), "alliance.example", policy=JoinPolicy.AUTOMATIC)
    factories.alliance_staff()
    open_account(client, "ruth@alliance.example")
    person = User.objects.get(email="ruth@alliance.example")
    assert person.organisation is None
    assert not JoinRequest.objects.exists()
    assert list(person.groups.all()) == []


def test_without_a_seat_left_representatives_decide(client: Client) -> None:
    organisation = larkspan(JoinPolicy.AUTOMATIC)
    factories.representative(organisation)
    Organisation.objects.update(seats=1)
    open_account(client, ADDRESS)
    assert User.objects.get(email=ADDRESS).organisation is None
    assert waiting_requests(organisation).count() == 1


@pytest.mark.parametrize("state", ["lapsed", "left", "applicant", "suspended"])
@pytest.mark.parametrize("tier", [Tier.FOUNDATIONAL, Tier.PATHWAYS])
def test_a_company_that_is_not_current_takes_nobody_in_and_gets_no_double(client: Client, state, tier) -> None:
    organisation = larkspan(JoinPolicy.AUTOMATIC)
    if state == "suspended":
        lifecycle.suspend_organisation(organisation=organisation)
    else:
        Organisation.objects.filter(pk=organisation.pk).update(standing=Standing(state), tier=tier)
    assert open_account(client, ADDRESS).headers["Location"] == JOIN
    page = text_of(client.get(JOIN))
    assert "Larkspan" not in page
    assert "for an invitation" in page
    assert User.objects.get().organisation is None
    assert companies() == {"Larkspan"}


# --- Later ---------------------------------------------------------------------------------------------------------


def test_somebody_without_an_organisation_asks_once_and_is_accepted() -> None:
    organisation = larkspan()
    ines = factories.representative(organisation)
    person = asking()
    client = signed_in(person)
    assert "Larkspan" in text_of(client.get(JOIN))
    assert not JoinRequest.objects.exists()
    for _ in range(2):
        assert client.post(JOIN).headers["Location"] == JOIN
    (request,) = waiting_requests(organisation)
    assert len(arrived()) == 1

    services.accept_request(request=request, by=ines)
    person.refresh_from_db()
    assert person.organisation == organisation
    assert {group.name for group in person.groups.all()} == {"Members", "Tier: Foundational"}
    (mail,) = arrived()
    assert (mail.to, mail.subject) == ([ADDRESS], "You are in: Larkspan on Alliance portal")
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("accepted", ines)
    for decide in (services.accept_request, services.decline_request):
        with pytest.raises(services.RequestDecided):
            decide(request=request, by=ines)
    assert "You belong to <strong>Larkspan</strong>" in text_of(client.get(JOIN))
    assert client.post(JOIN).status_code == 302
    assert JoinRequest.objects.count() == 1


def test_whoever_is_declined_is_told_and_keeps_the_account() -> None:
    organisation = larkspan()
    ines, person = factories.representative(organisation), asking()
    services.ask_to_join(person=person)
    arrived()
    services.decline_request(request=waiting_requests(organisation).get(), by=ines)
    (mail,) = arrived()
    assert mail.to == [ADDRESS]
    assert "was declined" in mail.subject
    assert "Ines" not in f"{mail.body}"
    person.refresh_from_db()
    assert (person.organisation, person.is_active) == (None, True)
    assert not waiting_requests(organisation).exists()


def test_a_request_that_was_decided_before_its_mail_left_is_not_mailed() -> None:
    organisation = larkspan()
    ines = factories.representative(organisation)
    services.ask_to_join(person=asking())
    services.decline_request(request=waiting_requests(organisation).get(), by=ines)
    assert [mail.to for mail in arrived()] == [[ADDRESS]]


def test_somebody_who_represents_no_longer_is_not_told_who_asks() -> None:
    organisation = larkspan()
    ines = factories.representative(organisation)
    services.ask_to_join(person=asking())
    people.withdraw_role(person=ines, role=Role.REPRESENTATIVE)
    assert arrived() == []


def test_a_request_is_accepted_only_while_there_is_room_and_the_company_takes_people_in() -> None:
    organisation = larkspan()
    ines, person = factories.representative(organisation), asking()
    services.ask_to_join(person=person)
    request = waiting_requests(organisation).get()
    Organisation.objects.update(seats=1)
    with pytest.raises(services.NoSeatLeft):
        services.accept_request(request=request, by=ines)
    Organisation.objects.update(seats=None)
    lifecycle.change_standing(organisation=organisation, to=Standing.LAPSED)
    with pytest.raises(services.TakesNobodyIn):
        services.accept_request(request=request, by=ines)
    person.refresh_from_db()
    assert person.organisation is None
    lifecycle.change_standing(organisation=organisation, to=Standing.CURRENT)
    people.move_person(person=person, organisation=factories.startup())
    with pytest.raises(services.RequestDecided):
        services.accept_request(request=request, by=ines)
    person.refresh_from_db()
    assert person.organisation == factories.startup()


def test_asking_too_often_is_refused_with_a_sentence() -> None:
    organisation = larkspan()
    ines = factories.representative(organisation)
    client = signed_in(asking())
    for _ in range(5):
        client.post(JOIN)
        services.decline_request(request=waiting_requests(organisation).get(), by=ines)
    assert "You have asked often today" in text_of(client.post(JOIN, follow=True))
    assert not waiting_requests(organisation).exists()


# --- What a stranger learns ----------------------------------------------------------------------------------------


def test_domains_that_open_no_door_answer_alike() -> None:
    with_domain(factories.organisation("Off", Tier.BRIDGE), "off.example", policy=JoinPolicy.OFF)
    with_domain(factories.organisation("Claimed", Tier.BRIDGE), "claimed.example", verified=False)
    lapsed = with_domain(factories.organisation("Lapsed", Tier.BRIDGE), "lapsed.example")
    lifecycle.change_standing(organisation=lapsed, to=Standing.LAPSED)
    suspended = with_domain(factories.organisation("Suspended", Tier.BRIDGE), "suspended.example")
    lifecycle.suspend_organisation(organisation=suspended)
    with_domain(factories.organisation("Open", Tier.BRIDGE), "open.example")
    answers, mails = set(), OutboxMail.objects.count()
    for domain in ("off.example", "claimed.example", "lapsed.example", "suspended.example", "unknown.example"):
        client = signed_in(asking(f"ruth@{domain}"))
        answers.add(tuple(alike(step, domain) for step in (client.get(JOIN), client.post(JOIN), client.get(JOIN))))
    assert len(answers) == 1
    assert OutboxMail.objects.count() == mails
    for near in ("ruth@sub.open.example", "ruth@notopen.example", "open.example@unknown.example"):
        assert "Open" not in text_of(signed_in(asking(near)).get(JOIN)).replace("open.example", "")
    assert "Open" in text_of(signed_in(asking("ruth@open.example")).get(JOIN))


def test_the_page_asks_as_often_for_three_invitations_as_for_one() -> None:
    person = asking()
    client = signed_in(person)
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            at = factories.organisation(name, Tier.BRIDGE)
            services.invite(organisation=at, email=ADDRESS, by=factories.alliance_staff())
        client.get(JOIN)
        with CaptureQueriesContext(connection) as captured:
            client.get(JOIN)
        counts.append(len(captured))
    assert counts[0] == counts[1]
