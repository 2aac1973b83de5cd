"""One invitation at a time: sent, renewed, revoked; and requests to join, answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.joining import services as joining
from membership.joining.models import Invitation, JoinRequest, JoinState
from membership.models import Standing, User
from membership.organisations import lifecycle, services
from tests import factories
from tests.signing_in import signed_in

from .desk import HOME, arrived, company, fresh, readers, text_of

pytestmark = pytest.mark.django_db

INVITATIONS = f"{HOME}invitations/"
NEW = f"{INVITATIONS}new/"
ADDRESS = "new@larkspan.example"


def waiting_at(organisation) -> JoinRequest:
    return JoinRequest.objects.create(organisation=organisation, person=factories.person())


# --- Invitations ---------------------------------------------------------------------------------------------------


def test_who_is_invited_gets_a_mail_and_stands_on_the_list() -> None:
    ours = company()
    arrived()
    form = {"email": " New@Larkspan.Example", "first_name": "Nia", "last_name": "Okello", "as_representative": "on"}
    response = ours.desk.post(NEW, form, follow=True)
    assert f"{ADDRESS} Nia Okello Representative Open until" in text_of(response)
    assert readers(arrived()) == {ADDRESS}
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.invited_by) == (ours.organisation, ours.representative)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the email address of whoever you invite"),
        ("nobody", "Enter an email address in the correct format"),
        ("nïa@larkspan.example", "Before the @ we can use plain letters"),
    ],
)
def test_a_bad_address_gets_a_sentence_and_no_mail(typed: str, said: str) -> None:
    assert said in text_of(company().desk.post(NEW, {"email": typed}))
    assert not Invitation.objects.exists()


def test_what_stands_in_the_way_is_said() -> None:
    ours = company()
    desk = ours.desk
    assert "Somebody at your organisation has this address" in text_of(desk.post(NEW, {"email": ours.colleague.email}))
    desk.post(NEW, {"email": ADDRESS})
    assert "This address has an invitation already" in text_of(desk.post(NEW, {"email": ADDRESS}))
    ours.organisation.seats = 3
    ours.organisation.save()
    assert "No seat is left" in text_of(desk.post(NEW, {"email": "one.more@larkspan.example"}))
    lifecycle.change_standing(organisation=ours.organisation, to=Standing.LAPSED)
    assert "nobody new can come in" in text_of(desk.post(NEW, {"email": "another@larkspan.example"}))
    assert Invitation.objects.count() == 1


def test_an_address_with_an_account_elsewhere_is_invited_like_an_unknown_one() -> None:
    ours, theirs = company(), company("Findlewick")
    answers = []
    for address in (theirs.colleague.email, "unknown@findlewick.example"):
        page = text_of(ours.desk.post(NEW, {"email": address}, follow=True))
        answers.append(page.replace(address, "ADDRESS"))
        Invitation.objects.all().delete()
    assert answers[0] == answers[1]


def test_a_renewed_invitation_has_a_new_link_and_a_new_mail() -> None:
    ours = company()
    invitation = joining.invite(organisation=ours.organisation, email=ADDRESS, by=ours.representative)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    arrived()
    assert "Ended on" in text_of(ours.desk.get(INVITATIONS))
    ours.desk.post(f"{INVITATIONS}{invitation.pk}/renew/")
    renewed = Invitation.objects.get()
    assert renewed.expires_at > timezone.now()
    assert renewed.nonce != invitation.nonce
    assert readers(arrived()) == {ADDRESS}


def test_a_revoked_invitation_is_gone_from_the_list_and_cannot_be_renewed() -> None:
    ours = company()
    invitation = joining.invite(organisation=ours.organisation, email=ADDRESS, by=ours.representative)
    desk = ours.desk
    desk.post(f"{INVITATIONS}{invitation.pk}/revoke/", follow=True)
    assert ADDRESS not in text_of(desk.get(INVITATIONS))
    assert desk.post(f"{INVITATIONS}{invitation.pk}/renew/").status_code == 404
    assert Invitation.objects.get().revoked_at is not None


def test_invitations_and_requests_of_others_are_as_missing_as_those_that_never_were() -> None:
    ours, theirs = company(), company("Findlewick")
    invitation = joining.invite(organisation=theirs.organisation, email=ADDRESS, by=theirs.representative)
    request = waiting_at(theirs.organisation)
    desk = ours.desk
    assert ADDRESS not in text_of(desk.get(INVITATIONS))
    assert request.person.email not in text_of(desk.get(f"{HOME}requests/"))
    for address in (
        f"{INVITATIONS}{invitation.pk}/renew/",
        f"{INVITATIONS}{invitation.pk}/revoke/",
        f"{HOME}requests/{request.pk}/accept/",
        f"{HOME}requests/{request.pk}/decline/",
        f"{HOME}requests/{10**30}/accept/",
    ):
        assert desk.get(address).status_code == desk.post(address).status_code == 404
    assert Invitation.objects.get().revoked_at is None
    assert JoinRequest.objects.get().state == JoinState.WAITING


def test_nobody_is_written_to_again_and_again() -> None:
    ours = company()
    invitation = joining.invite(organisation=ours.organisation, email=ADDRESS, by=ours.representative)
    renew = f"{INVITATIONS}{invitation.pk}/renew/"
    assert [ours.desk.post(renew).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_more_invitations_take_no_more_queries() -> None:
    ours = company()
    desk = ours.desk

    def queries_with(count: int) -> int:
        while Invitation.objects.count() < count:
            email = f"n{Invitation.objects.count()}@larkspan.example"
            joining.invite(organisation=ours.organisation, email=email, by=ours.representative)
        with CaptureQueriesContext(connection) as queries:
            desk.get(INVITATIONS)
        return len(queries)

    assert queries_with(1) == queries_with(3)


# --- Requests to join ----------------------------------------------------------------------------------------------


def test_who_is_let_in_is_in_and_hears_of_it() -> None:
    ours = company()
    request = waiting_at(ours.organisation)
    arrived()
    desk = ours.desk
    assert f"{request.person} {request.person.email}" in text_of(desk.get(f"{HOME}requests/"))
    desk.post(f"{HOME}requests/{request.pk}/accept/")
    assert fresh(request.person).organisation == ours.organisation
    assert readers(arrived()) == {request.person.email}
    assert "0 waiting" in text_of(desk.get(f"{HOME}requests/"))


def test_who_is_declined_stays_out_and_hears_of_it() -> None:
    ours = company()
    request = waiting_at(ours.organisation)
    arrived()
    ours.desk.post(f"{HOME}requests/{request.pk}/decline/")
    assert fresh(request.person).organisation is None
    assert readers(arrived()) == {request.person.email}
    assert JoinRequest.objects.get().state == JoinState.DECLINED


def test_nobody_is_let_in_without_a_seat() -> None:
    ours = company()
    request = waiting_at(ours.organisation)
    ours.organisation.seats = 2
    ours.organisation.save()
    response = ours.desk.post(f"{HOME}requests/{request.pk}/accept/")
    assert response.status_code == 409
    assert "No seat is left" in text_of(response)
    assert fresh(request.person).organisation is None


def test_a_seat_that_a_suspension_frees_lets_the_next_one_in() -> None:
    ours = company()
    request = waiting_at(ours.organisation)
    ours.organisation.seats = 2
    ours.organisation.save()
    services.suspend_colleague(person=ours.colleague, by=ours.representative)
    ours.desk.post(f"{HOME}requests/{request.pk}/accept/")
    assert set(User.objects.filter(organisation=ours.organisation, is_active=True)) == {
        ours.representative,
        request.person,
    }


def test_a_suspended_representative_answers_nobody() -> None:
    ours = company()
    request = waiting_at(ours.organisation)
    desk = signed_in(ours.representative)
    people.suspend_person(person=ours.representative)
    response = desk.post(f"{HOME}requests/{request.pk}/accept/")
    assert response.headers["Location"].startswith("/accounts/login/")
    assert JoinRequest.objects.get().state == JoinState.WAITING
