"""An invitation brings one person into one organisation, once; and whoever else holds its mail learns nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.joining import services
from membership.joining.codes import invitation_token
from membership.joining.queries import open_invitations
from membership.models import Invitation, Organisation, Role, Standing, Tier, User
from membership.organisations import lifecycle
from notifications.outbox import OutboxMail
from tests import factories
from tests.signing_in import signed_in

from .door import PASSWORD, alike, arrived, link_of, text_of

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "ruth@tidewhistle.example"
NEWCOMER = {"first_name": "Ruth", "last_name": "Abara", "job_title": "Analyst", "password": PASSWORD}


def larkspan(**changes) -> Organisation:
    organisation = factories.organisation()
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save()
    return organisation


def invited(email: str = ADDRESS, at: Organisation | None = None, *, as_representative: bool = False) -> Invitation:
    organisation = at or factories.organisation()
    by = factories.representative(organisation)
    return services.invite(organisation=organisation, email=email, by=by, as_representative=as_representative)


# --- Accepting -----------------------------------------------------------------------------------------------------


def test_somebody_new_opens_an_account_by_the_link_in_the_mail(client: Client) -> None:
    invitation = invited(ADDRESS.upper())
    (mail,) = arrived()
    assert mail.to == [ADDRESS]
    assert "Larkspan" in str(mail.body)
    link = link_of(invitation)
    assert f"http://localhost:8000{link}" in str(mail.body)
    page = text_of(client.get(link))
    assert "Join Larkspan" in page
    assert ADDRESS in page
    assert not User.objects.filter(email=ADDRESS).exists()

    response = client.post(link, NEWCOMER)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/accounts/").status_code == 200
    person = User.objects.get(email=ADDRESS)
    assert (str(person), person.job_title, str(person.organisation)) == ("Ruth Abara", "Analyst", "Larkspan")
    assert {group.name for group in person.groups.all()} == {"Members", "Tier: Foundational"}
    assert person.emailaddress_set.get().verified
    invitation.refresh_from_db()
    assert invitation.accepted_by == person
    assert not open_invitations(factories.organisation()).exists()


def test_a_representative_is_invited_as_one(client: Client) -> None:
    client.post(link_of(invited(as_representative=True)), NEWCOMER)
    person = User.objects.get(email=ADDRESS)
    assert list(person.role_assignments.values_list("role", flat=True)) == [Role.REPRESENTATIVE]


def test_the_names_that_the_inviter_typed_are_offered_and_not_mailed(client: Client) -> None:
    by = factories.representative()
    invitation = services.invite(
        organisation=factories.company_of(by), email=ADDRESS, by=by, first_name="Winner <b>", last_name="Prize"
    )
    (mail,) = arrived()
    assert not any(word in f"{mail.subject} {mail.body} {mail.alternatives}" for word in ("Winner", "Prize"))
    page = client.get(link_of(invitation)).content.decode()
    assert 'value="Winner &lt;b&gt;"' in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("first_name", "", "Enter your first name."),
        ("last_name", "A" * 101, "Use 100 characters at most."),
        ("password", "short", "too short"),
        ("password", "ruth@tidewhistle", "too similar"),
        ("password", "\x00" * 12, "Null characters"),
    ],
)
def test_mistakes_get_a_sentence_and_use_up_nothing(client: Client, field, typed, sentence) -> None:
    invitation = invited()
    assert sentence in text_of(client.post(link_of(invitation), NEWCOMER | {field: typed}))
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email=ADDRESS).exists()


def test_whoever_has_an_account_signs_in_and_presses_one_button(client: Client) -> None:
    person = people.add_person(email=ADDRESS, password=PASSWORD)
    link = link_of(invited())
    page = client.get(link).content.decode()
    assert f"/accounts/login/?next={link.replace(':', '%3A')}" in page
    assert "first_name" not in page
    client.post(link, NEWCOMER)
    assert SESSION_KEY not in client.session
    person.refresh_from_db()
    assert person.organisation is None
    assert person.check_password(PASSWORD)

    response = client.post(f"/accounts/login/?next={link}", {"login": ADDRESS, "password": PASSWORD})
    assert response.headers["Location"] == link
    assert "Join Larkspan" in text_of(client.get(link))
    person.refresh_from_db()
    assert person.organisation is None
    assert client.post(link).status_code == 302
    person.refresh_from_db()
    assert str(person.organisation) == "Larkspan"
    assert "You have accepted this invitation" in text_of(client.get(link))


def test_nobody_is_moved_who_does_not_name_what_they_leave() -> None:
    startup = factories.startup()
    person = people.add_person(email=ADDRESS, organisation=startup)
    link, client = link_of(invited()), signed_in(person)
    page = text_of(client.get(link))
    assert "You belong to <strong>Chatterfig</strong> now" in page
    assert "Leave Chatterfig and join Larkspan" in page
    for said in ({}, {"leaves": str(factories.organisation().pk)}, {"leaves": "x"}):
        client.post(link, said)
        person.refresh_from_db()
        assert person.organisation == startup
    client.post(link, {"leaves": str(startup.pk)})
    person.refresh_from_db()
    assert str(person.organisation) == "Larkspan"
    assert {group.name for group in person.groups.all()} == {"Members", "Tier: Foundational"}


def test_the_last_representative_leaves_nobody_behind() -> None:
    startup = factories.startup()
    last, colleague = factories.representative(startup), factories.person(at=startup)
    link, client = link_of(invited(last.email)), signed_in(last)
    assert "last representative" in text_of(client.post(link, {"leaves": str(startup.pk)}))
    last.refresh_from_db()
    assert last.organisation == startup

    people.assign_role(person=colleague, role=Role.REPRESENTATIVE)
    assert client.post(link, {"leaves": str(startup.pk)}).status_code == 302
    last.refresh_from_db()
    assert str(last.organisation) == "Larkspan"
    assert not last.role_assignments.exists()


def test_a_representative_who_is_alone_may_leave() -> None:
    startup = factories.startup()
    alone = factories.representative(startup)
    signed_in(alone).post(link_of(invited(alone.email)), {"leaves": str(startup.pk)})
    alone.refresh_from_db()
    assert str(alone.organisation) == "Larkspan"


# --- Who may not ---------------------------------------------------------------------------------------------------


def used() -> str:
    link = link_of(invited("used@tidewhistle.example"))
    Client().post(link, NEWCOMER)
    return link


def revoked() -> str:
    invitation = invited("revoked@tidewhistle.example")
    link = link_of(invitation)
    services.revoke_invitation(invitation=invitation, by=factories.alliance_staff())
    return link


def renewed() -> str:
    invitation = invited("renewed@tidewhistle.example")
    link = link_of(invitation)
    services.renew_invitation(invitation=invitation, by=factories.alliance_staff())
    return link


def expired() -> str:
    invitation = invited("expired@tidewhistle.example")
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    return link_of(invitation)


def forged() -> str:
    token = signing.Signer(key="another").sign_object([invited("forged@tidewhistle.example").pk, "nonce"])
    return f"/accounts/invitation/{token}/"


def never_given() -> str:
    return "/accounts/invitation/never-given/"


def of_another_room() -> str:
    return f"/accounts/invitation/{signing.dumps(1, salt='newsletter.confirm')}/"


ENDED = [used, revoked, renewed, expired, forged, never_given, of_another_room]


def forwarded() -> str:
    return link_of(invited("forwarded@tidewhistle.example"))


def test_links_that_have_ended_and_links_that_never_were_answer_alike_to_a_stranger() -> None:
    links = [kind() for kind in ENDED]
    people_before = User.objects.count()
    answers = set()
    for link in links:
        client = Client()
        answers |= {alike(client.get(link), link), alike(client.post(link, NEWCOMER), link)}
    assert len(answers) == 1
    status, _, body, _ = answers.pop()
    assert status == 410
    assert "Larkspan" not in body
    assert User.objects.count() == people_before


def test_a_mail_that_was_passed_on_tells_somebody_else_nothing() -> None:
    links = [kind() for kind in (forwarded, *ENDED)]
    stranger = factories.startup_user()
    client = signed_in(stranger)
    answers = set()
    for link in links:
        answers |= {alike(client.get(link), link), alike(client.post(link, NEWCOMER), link)}
    assert len(answers) == 1
    status, _, body, _ = answers.pop()
    assert status == 410
    assert "Larkspan" not in body
    assert "tidewhistle" not in body
    stranger.refresh_from_db()
    assert stranger.organisation == factories.startup()
    assert "Join Larkspan" in text_of(Client().get(links[0]))


def test_links_that_we_made_ask_the_database_alike() -> None:
    Client().get(never_given())
    asked = set()
    for kind in (used, revoked, renewed, expired):
        link = kind()
        with CaptureQueriesContext(connection) as captured:
            Client().get(link)
        asked.add(len(captured.captured_queries))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [("revoke", "was withdrawn"), ("expire", "could be accepted until"), ("use", "works only once")],
)
def test_the_invited_person_is_told_why_a_link_has_ended(ends: str, sentence: str) -> None:
    person = people.add_person(email=ADDRESS)
    invitation = invited()
    link, client = link_of(invitation), signed_in(person)
    if ends == "revoke":
        services.revoke_invitation(invitation=invitation, by=factories.alliance_staff())
    elif ends == "expire":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    else:
        client.post(link)
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 200
        assert sentence in text_of(page)
        assert "Larkspan" in text_of(page)


def test_a_link_works_for_two_weeks(client: Client) -> None:
    link = link_of(invited())
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
        assert client.post(link, NEWCOMER).status_code == 410
    assert not User.objects.filter(email=ADDRESS).exists()


def test_an_invitation_follows_nobody_to_a_new_address() -> None:
    person = people.add_person(email=ADDRESS)
    link = link_of(invited())
    people.describe_person(person=person, email="ruth@elsewhere.example", first_name="", last_name="")
    assert signed_in(person).post(link).status_code == 410
    person.refresh_from_db()
    assert person.organisation is None


# --- Inviting ------------------------------------------------------------------------------------------------------


def test_an_inviter_is_refused_what_cannot_be_and_learns_of_no_account_elsewhere() -> None:
    organisation = factories.organisation()
    by = factories.representative(organisation)
    elsewhere, suspended = factories.startup_user(), factories.member(organisation)
    people.suspend_person(person=suspended)
    for address in (by.email, suspended.email, by.email.upper()):
        with pytest.raises(services.AlreadyAMember):
            services.invite(organisation=organisation, email=address, by=by)
    for address in ("ruth", "ruth@\u0430pple.example"):
        with pytest.raises(services.AddressNotUsable):
            services.invite(organisation=organisation, email=address, by=by)
    with CaptureQueriesContext(connection) as unknown:
        services.invite(organisation=organisation, email=ADDRESS, by=by)
    with CaptureQueriesContext(connection) as known:
        services.invite(organisation=organisation, email=elsewhere.email, by=by)
    assert len(unknown) == len(known)
    with pytest.raises(services.AlreadyInvited):
        services.invite(organisation=organisation, email=ADDRESS, by=by)
    assert {mail.to[0] for mail in arrived()} == {ADDRESS, elsewhere.email}


@pytest.mark.parametrize("state", ["lapsed", "left", "applicant", "suspended"])
def test_an_organisation_that_is_not_current_takes_nobody_in(client: Client, state: str) -> None:
    invitation = invited()
    organisation = factories.organisation()
    if state == "suspended":
        lifecycle.suspend_organisation(organisation=organisation)
    else:
        Organisation.objects.filter(pk=organisation.pk).update(standing=Standing(state))
    with pytest.raises(services.TakesNobodyIn):
        services.invite(organisation=organisation, email="imo@tidewhistle.example", by=factories.alliance_staff())
    with pytest.raises(services.TakesNobodyIn):
        services.renew_invitation(invitation=invitation, by=factories.alliance_staff())
    assert not {ADDRESS, "imo@tidewhistle.example"} & {mail.to[0] for mail in arrived()}
    assert client.post(link_of(invitation), NEWCOMER).status_code == 410
    assert not User.objects.filter(email=ADDRESS).exists()


def test_people_and_open_invitations_hold_seats_and_the_suspended_do_not(client: Client) -> None:
    organisation = larkspan(seats=3)
    by, out = factories.representative(organisation), factories.member(organisation)
    people.suspend_person(person=out)
    assert services.seats_left(organisation) == 2
    first = services.invite(organisation=organisation, email="a@tidewhistle.example", by=by)
    second = services.invite(organisation=organisation, email="b@tidewhistle.example", by=by)
    assert services.seats_left(organisation) == 0
    with pytest.raises(services.NoSeatLeft):
        services.invite(organisation=organisation, email="c@tidewhistle.example", by=by)
    services.revoke_invitation(invitation=first, by=by)
    assert services.seats_left(organisation) == 1
    client.post(link_of(second), NEWCOMER)
    assert User.objects.get(email="b@tidewhistle.example").organisation == organisation
    assert services.seats_left(organisation) == 1
    assert services.seats_left(factories.startup()) is None


def test_seats_are_counted_again_when_somebody_accepts(client: Client) -> None:
    invitation = invited()
    organisation = larkspan(seats=1)
    assert "no seat left" in text_of(client.post(link_of(invitation), NEWCOMER))
    person = people.add_person(email=ADDRESS)
    assert "no seat left" in text_of(signed_in(person).post(link_of(invitation)))
    person.refresh_from_db()
    assert person.organisation is None
    larkspan(seats=2)
    signed_in(person).post(link_of(invitation))
    person.refresh_from_db()
    assert person.organisation == organisation


def test_an_invitation_that_is_too_old_holds_no_seat_and_may_be_sent_anew() -> None:
    organisation = larkspan(seats=2)
    by = factories.representative(organisation)
    old = services.invite(organisation=organisation, email=ADDRESS, by=by)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert services.seats_left(organisation) == 1
    services.invite(organisation=organisation, email="imo@tidewhistle.example", by=by)
    with pytest.raises(services.NoSeatLeft):
        services.renew_invitation(invitation=old, by=by)
    larkspan(seats=3)
    new = services.invite(organisation=organisation, email=ADDRESS, by=by)
    assert set(open_invitations(organisation).values_list("email", flat=True)) == {ADDRESS, "imo@tidewhistle.example"}
    with pytest.raises(services.InvitationEnded):
        services.renew_invitation(invitation=old, by=by)
    with pytest.raises(services.InvitationEnded):
        services.revoke_invitation(invitation=old, by=by)
    assert new.pk != old.pk


def test_a_renewed_invitation_has_a_new_link_and_ends_the_one_before(client: Client) -> None:
    invitation = invited()
    old = link_of(invitation)
    arrived()
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        invitation = services.renew_invitation(invitation=invitation, by=factories.alliance_staff())
        (mail,) = arrived()
        assert link_of(invitation) in str(mail.body)
        assert client.get(old).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=26)):
        client.post(f"/accounts/invitation/{invitation_token(invitation)}/", NEWCOMER)
    assert User.objects.filter(email=ADDRESS).exists()


def test_an_invitation_that_was_revoked_before_its_mail_left_is_not_mailed() -> None:
    invitation = invited()
    services.revoke_invitation(invitation=invitation, by=factories.alliance_staff())
    assert arrived() == []
    assert OutboxMail.objects.get().state == "dropped"


def test_the_outbox_and_the_link_hold_no_address() -> None:
    invitation = invited()
    mail = OutboxMail.objects.get()
    assert (mail.address, mail.person, mail.context) == ("", None, {"invitation": invitation.pk})
    payload = signing.Signer(salt="membership.invitation").unsign_object(invitation_token(invitation))
    assert payload == [invitation.pk, invitation.nonce]


def test_an_invited_person_who_accepts_no_longer_asks_elsewhere(client: Client) -> None:
    from membership.models import JoinRequest

    person = people.add_person(email=ADDRESS)
    JoinRequest.objects.create(person=person, organisation=factories.organisation("Findlewick", Tier.CORNERSTONE))
    signed_in(person).post(link_of(invited()))
    assert not JoinRequest.objects.exists()
