"""Staff see what the worker and the mail server could not do, and try again; they never read other people's mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.access import role_group
from membership.models import Role
from notifications.addresses import UndeliverableAddress, note_undeliverable
from notifications.backends import WRITTEN
from notifications.job_states import JobState
from notifications.outbox import OutboxMail, digest_of, post
from notifications.sending import clear_address
from tests import factories
from tests.signing_in import BACKEND

pytestmark = pytest.mark.django_db

JOBS, MAILS, ADDRESSES = "/admin/background-work/", "/admin/parked-mails/", "/admin/undeliverable-addresses/"
ADDRESS = "dov@larkspan.example"
CANARY = "zqletterqz"


@pytest.fixture(autouse=True)
def _portal(portal: None) -> None:
    """Everything here needs the roles of an established portal."""


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def staff() -> Client:
    return signed_in(factories.alliance_staff())


def parked(address: str = ADDRESS, **fields: object) -> OutboxMail:
    letter = {"subject": CANARY, "text": CANARY, "html": CANARY, "headers": {}}
    mail = post(message=WRITTEN, address="" if "person" in fields else address, context=letter, **fields)
    tried_with = digest_of(mail.person.email if mail.person else address)
    given_up = {
        "parked_at": timezone.now(),
        "attempts": 12,
        "trouble": "SMTPDataError: 451 Try again later",
        "sent_to": tried_with,
    }
    OutboxMail.objects.filter(pk=mail.pk).update(**given_up)
    return OutboxMail.objects.get(pk=mail.pk)


def states() -> dict[int, str]:
    return {mail.pk: mail.state for mail in OutboxMail.objects.all()}


def told(client: Client, url: str, **posted: object) -> str:
    return client.post(url, posted, follow=True).content.decode()


# --- Who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [factories.editor, factories.publisher, factories.member])
@pytest.mark.parametrize("address", [JOBS, MAILS, ADDRESSES])
def test_others_neither_look_nor_act(who, address):
    mail, noted = parked(), note_undeliverable(address=ADDRESS, reason="550")
    client = signed_in(who())
    for response in (client.get(address), client.post(address, {"all": 1, "job": "send_mail", "address": noted.pk})):
        assert response.status_code in {302, 403}
        assert ADDRESS not in response.content.decode()
    assert states()[mail.pk] == "parked"
    assert UndeliverableAddress.objects.exists()


@pytest.mark.parametrize("address", [JOBS, MAILS, ADDRESSES])
def test_who_may_only_look_finds_no_button_and_is_refused_a_post(address):
    mail, noted = parked(), note_undeliverable(address=ADDRESS, reason="550")
    person = factories.alliance_staff()
    permissions = role_group(Role.STAFF).permissions
    permissions.remove(*permissions.filter(codename__regex="^(change|delete)_(job|outbox|undeliverable)"))
    client = signed_in(person)
    page = client.get(address)
    assert page.status_code == 200
    assert "button-secondary" not in page.content.decode()
    assert client.post(address, {"all": 1, "job": "send_mail", "address": noted.pk}).status_code in {302, 403}
    assert states()[mail.pk] == "parked"
    assert UndeliverableAddress.objects.exists()


def test_the_menu_leads_there(staff):
    from wagtail.admin.menu import settings_menu

    def names(person) -> set[str]:
        request = signed_in(person).get("/admin/").wsgi_request
        request.user = person
        return {item.name for item in settings_menu.menu_items_for_request(request)}

    ours = {"background-work", "parked-mails", "undeliverable-addresses"}
    assert ours <= names(factories.alliance_staff())
    assert not ours & names(factories.editor())


def test_looking_changes_nothing(staff):
    mail = parked()
    staff.get(MAILS, {"all": 1, "only": mail.pk})
    assert states() == {mail.pk: "parked"}


# --- Background work -----------------------------------------------------------------------------------------------


def test_staff_see_how_a_job_stands_and_try_it_again(staff):
    hour = timedelta(hours=1)
    now = timezone.now()
    JobState.objects.create(
        name="send_mail", started_at=now - hour, failures=7, trouble="No answer", parked_at=now, not_before=now + hour
    )
    page = staff.get(JOBS).content.decode()
    assert "Sends the mails that wait in the outbox." in page
    assert "The worker is silent" in page
    for word in ("parked", "1 h", "No answer", "7 failures in a row"):
        assert word in page
    assert "The worker runs send_mail as soon as it is free." in told(staff, JOBS, job="send_mail")
    state = JobState.objects.get(name="send_mail")
    assert (state.failures, state.parked_at, state.not_before) == (0, None, None)


def test_a_job_that_is_not_there_is_not_found(staff):
    assert staff.post(JOBS, {"job": "no-such-job"}).status_code == 404


# --- Mail that did not arrive --------------------------------------------------------------------------------------


def test_staff_see_whose_mail_did_not_arrive_and_why_but_not_what_it_says(staff):
    person = factories.member()
    parked(person=person)
    page = staff.get(MAILS).content.decode()
    for word in ("Sign-in or review", person.email, "12", "451 Try again later"):
        assert word in page
    assert CANARY not in page


def test_one_mail_is_sent_again_whatever_boxes_are_ticked(staff):
    first, second = parked(), parked()
    assert "1 mail is on the way again." in told(staff, MAILS, only=first.pk, mail=[first.pk, second.pk])
    assert states() == {first.pk: "waiting", second.pk: "parked"}
    first.refresh_from_db()
    assert first.attempts == 0


def test_the_chosen_mails_are_sent_again(staff):
    first, second, third = (parked() for _ in range(3))
    assert "2 mails are on the way again." in told(staff, MAILS, mail=[first.pk, third.pk])
    assert states() == {first.pk: "waiting", second.pk: "parked", third.pk: "waiting"}


def test_all_mails_are_sent_again_and_none_that_was_sent(staff):
    first, second = parked(), parked()
    sent = post(message="test", address=ADDRESS)
    OutboxMail.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    told(staff, MAILS, all="all")
    assert states() == {first.pk: "waiting", second.pk: "waiting", sent.pk: "sent"}


def test_nonsense_sends_nothing(staff):
    mail = parked()
    assert "0 mails are on the way again." in told(staff, MAILS, mail=["x", "٣", "-1", ""])
    assert states() == {mail.pk: "parked"}


# --- Undeliverable addresses ---------------------------------------------------------------------------------------


def test_staff_clear_an_address_and_its_mails_leave(staff):
    person = factories.member()
    noted = note_undeliverable(address=person.email, reason="550 No such mailbox")
    theirs, by_address, other = parked(person=person), parked(person.email.upper()), parked()
    page = staff.get(ADDRESSES).content.decode()
    assert person.email in page
    assert "550 No such mailbox" in page
    assert "Parked mails that are on the way again: 2." in told(staff, ADDRESSES, address=noted.pk)
    assert not UndeliverableAddress.objects.exists()
    assert states() == {theirs.pk: "waiting", by_address.pk: "waiting", other.pk: "parked"}


@pytest.mark.parametrize("number", ["", "x", "999999"])
def test_an_address_that_is_not_there_is_not_found(staff, number):
    assert staff.post(ADDRESSES, {"address": number}).status_code == 404


def test_clearing_an_address_that_no_mail_waits_for():
    assert clear_address(noted=note_undeliverable(address=ADDRESS, reason="550")) == 0


# --- Long lists ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [JOBS, MAILS, ADDRESSES])
def test_a_longer_list_costs_no_more_queries(staff, address):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address).status_code == 200
        return len(queries)

    def more() -> None:
        person = factories.member()
        parked(person=person)
        note_undeliverable(address=person.email, reason="550")

    more()
    cost()  # what is cached for the life of a process
    one = cost()
    for _ in range(3):
        more()
    assert cost() == one


def test_long_lists_come_in_pages(staff):
    for number in range(51):
        parked(f"nobody.{number}@larkspan.example")
    pages = [staff.get(MAILS, {"p": page}).content.decode() for page in (1, 2)]
    assert [page.count("nobody.") for page in pages] == [50, 1]
    assert all("Send all 51 again" in page for page in pages)
