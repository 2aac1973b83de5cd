"""Nobody gets the newsletter who did not confirm it, and nobody learns from a form who does."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter import services
from newsletter.links import CONFIRM, CONFIRM_WITHIN, LEAVE
from newsletter.models import Subscriber
from newsletter.upkeep import forget_unconfirmed
from notifications.jobs import job_named, run_job
from notifications.outbox import OutboxMail
from tests import factories

from .mailbox import NEWSLETTER, arrived, link_in, newest_letter, on_the_list, sign_up, subscriber, text_of, waiting

pytestmark = pytest.mark.django_db

ADDRESS = "reader@larkspan.example"


def confirm_link(address: str = ADDRESS) -> str:
    sign_up(address)
    return link_in(newest_letter().text, "confirm")


# --- Double opt-in -------------------------------------------------------------------------------------------------


def test_only_the_button_behind_the_link_subscribes(client: Client) -> None:
    sign_up(ADDRESS)
    assert on_the_list() == {ADDRESS: False}
    (mail,) = arrived()
    assert mail.to == [ADDRESS]
    link = link_in(mail.body, "confirm")
    assert link in str(mail.alternatives[0][0])

    client.head(link)
    assert "Yes, subscribe me" in text_of(client.get(link))
    assert on_the_list() == {ADDRESS: False}

    assert "You are subscribed" in text_of(client.post(link))
    assert on_the_list() == {ADDRESS: True}
    assert arrived() == []


def test_the_mail_says_that_nothing_follows_without_a_click() -> None:
    sign_up(ADDRESS)
    letter = newest_letter()
    assert letter.subject == "Confirm that you want the newsletter of Alliance portal"
    for text in (letter.text, letter.html):
        assert "Without your confirmation nothing will follow" in text
        assert "7 days" in text
    assert letter.headers == {}


def test_a_link_that_was_used_says_kindly_that_all_is_well(client: Client) -> None:
    link = confirm_link()
    client.post(link)
    before = Subscriber.objects.get().confirmed_at
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 200
        assert "You are subscribed" in text_of(response)
    assert Subscriber.objects.get().confirmed_at == before


def test_a_link_that_is_too_old_confirms_nothing_and_says_what_to_do(client: Client) -> None:
    link = confirm_link()
    with time_machine.travel(timezone.now() + CONFIRM_WITHIN + timedelta(seconds=2)):
        for response in (client.get(link), client.post(link)):
            assert response.status_code == 410
            assert "sign up again" in text_of(response)
    assert on_the_list() == {ADDRESS: False}


def test_a_link_of_somebody_who_left_since_does_not_bring_them_back(client: Client) -> None:
    link = confirm_link()
    client.post(link)
    services.leave(subscriber_id=Subscriber.objects.get().pk)
    sign_up("another@larkspan.example")
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
        assert "sign up again" in text_of(response)
    assert on_the_list() == {"another@larkspan.example": False}


@pytest.mark.parametrize("forge", [lambda pk: f"{pk}", lambda pk: signing.dumps(pk, salt=LEAVE), lambda pk: "é:ü:1"])
def test_a_forged_link_is_an_address_that_never_was(client: Client, forge: Callable[[int], str]) -> None:
    token = forge(waiting().pk)
    for answer in (client.get, client.post):
        assert answer(f"{NEWSLETTER}confirm/{token}/").status_code == 404
    assert on_the_list() == {ADDRESS: False}


def test_a_link_to_confirm_is_none_to_leave(client: Client) -> None:
    token = signing.dumps(subscriber().pk, salt=CONFIRM)
    assert client.post(f"{NEWSLETTER}leave/{token}/").status_code == 404
    assert on_the_list() == {ADDRESS: True}


def test_who_confirmed_meanwhile_is_not_asked_again() -> None:
    sign_up(ADDRESS)
    services.confirm(subscriber_id=Subscriber.objects.get().pk)
    (mail,) = arrived()
    assert "already" in mail.subject


def test_a_mail_to_somebody_who_is_no_more_is_not_sent() -> None:
    sign_up(ADDRESS)
    Subscriber.objects.all().delete()
    assert arrived() == []


# --- What a stranger learns ----------------------------------------------------------------------------------------


def unknown() -> str:
    return "unknown@larkspan.example"


def waiting_for_confirmation() -> str:
    return waiting("waiting@larkspan.example").address


def confirmed() -> str:
    return subscriber("confirmed@larkspan.example").address


def left() -> str:
    gone = subscriber("left@larkspan.example")
    services.leave(subscriber_id=gone.pk)
    return gone.address


def with_an_account() -> str:
    return factories.member().email


def suspended() -> str:
    return factories.suspended_member().email


KINDS = [unknown, waiting_for_confirmation, confirmed, left, with_an_account, suspended]


def without_what_differs_each_time(response, typed: str) -> tuple[int, str]:
    body = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())
    return response.status_code, body.replace(typed, "ADDRESS")


def statements(queries) -> list[str]:
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]


def test_every_kind_of_address_gets_the_same_answer_by_the_same_statements_and_one_mail() -> None:
    sign_up("first@larkspan.example")  # content types and the like are asked for once a process
    answers, asked = set(), []
    for number, kind in enumerate(KINDS):
        address = kind()
        mails = OutboxMail.objects.count()
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        with CaptureQueriesContext(connection) as captured:
            response = sign_up(address, client)
        answers.add(without_what_differs_each_time(response, address))
        asked.append(statements(captured.captured_queries))
        assert OutboxMail.objects.count() == mails + 1, kind
        assert newest_letter().to == address, kind
    assert len(answers) == 1
    status, body = answers.pop()
    assert status == 200
    assert "Look in your inbox" in body
    assert any('INSERT INTO "newsletter_subscriber"' in statement for statement in asked[0])
    assert all(statement == asked[0] for statement in asked)


def test_each_kind_of_address_gets_the_mail_that_helps() -> None:
    says = {}
    for kind in KINDS:
        sign_up(kind())
        says[kind] = "confirm" if "/newsletter/confirm/" in newest_letter().text else "already"
    assert says == {kind: "already" if kind is confirmed else "confirm" for kind in KINDS}


def test_who_is_subscribed_already_is_told_so_by_mail_with_the_way_out(client: Client) -> None:
    sign_up(confirmed())
    (mail,) = arrived()
    assert mail.subject == "You are subscribed to the newsletter of Alliance portal already"
    link = link_in(mail.body, "leave")
    assert mail.extra_headers["List-Unsubscribe"] == f"<http://localhost:8000{link}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert on_the_list() == {"confirmed@larkspan.example": True}
    client.post(link)
    assert on_the_list() == {}


def test_the_outbox_holds_no_address() -> None:
    sign_up(ADDRESS)
    mail = OutboxMail.objects.get()
    assert (mail.address, mail.person, mail.context) == ("", None, {"subscriber": Subscriber.objects.get().pk})
    arrived()
    assert "larkspan" not in str(OutboxMail.objects.values().get())


def test_links_hold_no_address() -> None:
    sign_up(confirmed())
    sign_up(ADDRESS)
    payload = link_in(newest_letter().text, "confirm").split("/")[-2].split(":")[0]
    assert signing.b64_decode(payload.encode()) == str(Subscriber.objects.get(address=ADDRESS).pk).encode()


# --- Limits --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [unknown, confirmed])
def test_one_address_gets_three_mails_an_hour_and_whoever_asks_sees_no_difference(kind: Callable[[], str]) -> None:
    address = kind()
    answers = set()
    for number in range(5):  # the spelling and the client make no difference
        response = sign_up(address.upper(), Client(REMOTE_ADDR=f"192.0.2.{number}"))
        answers.add(without_what_differs_each_time(response, address))
    assert len(answers) == 1
    assert OutboxMail.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        sign_up(address)
    assert OutboxMail.objects.count() == 4


def test_one_client_signs_up_twenty_addresses_an_hour_and_is_then_told_to_wait() -> None:
    for number in range(20):
        assert sign_up(f"reader-{number}@larkspan.example").status_code == 200
    refused = sign_up(ADDRESS)
    assert refused.status_code == 429
    assert "Wait an hour and try again" in text_of(refused)
    assert f'value="{ADDRESS}"' in text_of(refused)
    assert ADDRESS not in on_the_list()
    assert OutboxMail.objects.count() == 20
    assert Client().get(NEWSLETTER).status_code == 200
    assert sign_up(ADDRESS, Client(REMOTE_ADDR="192.0.2.1")).status_code == 200


HOUR, DAY = timedelta(hours=1, seconds=1), timedelta(days=1, seconds=1)


def test_one_address_gets_five_mails_a_day() -> None:
    begun = timezone.now()
    for number in range(5):
        with time_machine.travel(begun + number * HOUR):
            for client in range(3):
                assert sign_up(ADDRESS, Client(REMOTE_ADDR=f"192.0.2.{client}")).status_code == 200
    assert OutboxMail.objects.count() == 5
    with time_machine.travel(begun + DAY + HOUR):
        sign_up(ADDRESS)
    assert OutboxMail.objects.count() == 6


def test_spellings_that_may_be_one_mailbox_are_written_to_as_one_and_kept_as_typed() -> None:
    spellings = ["v.ictim+1@larkspan.example", "victim+2@larkspan.example", "vic.tim@larkspan.example"]
    for number, spelling in enumerate([*spellings, "victim@larkspan.example", "v.i.c.t.i.m+3+4@larkspan.example"]):
        sign_up(spelling, Client(REMOTE_ADDR=f"192.0.2.{number}"))
    assert OutboxMail.objects.count() == 3
    assert on_the_list() == dict.fromkeys(spellings, False)
    for other in ("victims@larkspan.example", "victim@lark.span.example", "victim@larkspan+1.example"):
        sign_up(other)
    assert OutboxMail.objects.count() == 5  # the last is no address


def test_one_client_signs_up_sixty_addresses_a_day() -> None:
    begun = timezone.now()
    for number in range(60):
        with time_machine.travel(begun + number // 20 * HOUR):
            assert sign_up(f"reader-{number}@larkspan.example").status_code == 200
    with time_machine.travel(begun + 4 * HOUR):
        refused = sign_up(ADDRESS)
    assert refused.status_code == 429
    assert "wait until tomorrow" in text_of(refused)
    assert OutboxMail.objects.count() == 60
    with time_machine.travel(begun + DAY + HOUR):
        assert sign_up(ADDRESS).status_code == 200


def test_mistakes_do_not_count() -> None:
    for _ in range(25):
        assert sign_up("no address").status_code == 200
    assert sign_up(ADDRESS).status_code == 200
    assert on_the_list() == {ADDRESS: False}


# --- Addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Reader@Larkspan.Example ", "reader@larkspan.example"),
        ("reader+news@larkspan.example", "reader+news@larkspan.example"),
        ("o'neil!#$%&*/=?^_`{|}~@larkspan.example", "o'neil!#$%&*/=?^_`{|}~@larkspan.example"),
        ("reader@MÜNCHEN.example", "reader@xn--mnchen-3ya.example"),
        ("reader@mu\u0308nchen.example", "reader@xn--mnchen-3ya.example"),  # the accent as a letter of its own
        ("reader@xn--mnchen-3ya.example", "reader@xn--mnchen-3ya.example"),
        ("reader@straße.example", "reader@xn--strae-oqa.example"),  # not strasse.example, which is somebody else's
        ("reader@例え.example", "reader@xn--r8jz45g.example"),
    ],
)
def test_one_mailbox_is_one_address_and_mail_reaches_it(typed: str, kept: str) -> None:
    for spelling in (typed, kept):
        sign_up(spelling)
    assert on_the_list() == {kept: False}
    assert [mail.message()["To"] for mail in arrived()] == [kept, kept]


@pytest.mark.parametrize(
    "typed",
    [
        "reader",
        "reader@",
        "@larkspan.example",
        "reader@larkspan",
        "reader@localhost",
        "reader@[127.0.0.1]",
        "reader@larkspan.example, another@larkspan.example",
        "Reader <reader@larkspan.example>",
        "reader@larkspan.example\nBcc: another@larkspan.example",
        "reader@larkspan.example\r\nBcc: another@larkspan.example",
        '"reader\x0bBcc: another"@larkspan.example',
        '"a reader"@larkspan.example',
        "réader@larkspan.example",
        "\u212aelly@larkspan.example",  # the sign for Kelvin, which becomes a k
        f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example",
        f"reader@{'ü' * 46}.{'ä' * 46}.{'ö' * 46}.{'é' * 46}.{'è' * 46}.example",  # too long once it is written as xn--
        f"reader@{'ü' * 60}.example",
    ],
)
def test_what_is_no_address_is_refused_in_words_that_help(typed: str) -> None:
    response = sign_up(typed)
    assert response.status_code == 200
    body = text_of(response)
    assert "There is a problem" in body
    assert '<a href="#id_address">' in body
    assert "like name@example.com" in body or "254 characters at most" in body
    assert on_the_list() == {}
    assert not OutboxMail.objects.exists()


def test_an_empty_form_asks_for_the_address() -> None:
    assert "Enter your email address." in text_of(sign_up(""))


def test_the_form_needs_the_token_of_its_page() -> None:
    assert sign_up(ADDRESS, Client(enforce_csrf_checks=True)).status_code == 403
    assert on_the_list() == {}


def test_the_database_itself_refuses_a_second_spelling() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting("Reader@larkspan.example")


def test_every_page_leads_to_the_newsletter(client: Client) -> None:
    assert f'<a href="{NEWSLETTER}">Newsletter</a>' in text_of(client.get(NEWSLETTER))


# --- Upkeep --------------------------------------------------------------------------------------------------------


def test_sign_ups_that_nobody_confirmed_are_forgotten_after_a_week() -> None:
    now = timezone.now()
    for address, days, is_confirmed in (
        ("old@larkspan.example", 8, False),
        ("new@larkspan.example", 6, False),
        ("reader@larkspan.example", 800, True),
    ):
        asked_at = now - timedelta(days=days)
        Subscriber.objects.create(address=address, asked_at=asked_at, confirmed_at=asked_at if is_confirmed else None)
    assert forget_unconfirmed() == 1
    assert on_the_list() == {"new@larkspan.example": False, "reader@larkspan.example": True}
    assert forget_unconfirmed() == 0


def test_whoever_asks_again_has_a_week_from_then() -> None:
    Subscriber.objects.create(address=ADDRESS, asked_at=timezone.now() - timedelta(days=8))
    sign_up(ADDRESS)
    assert forget_unconfirmed() == 0


def test_the_worker_forgets_by_the_clock() -> None:
    Subscriber.objects.create(address=ADDRESS, asked_at=timezone.now() - timedelta(days=8))
    assert job_named("forget_unconfirmed_subscribers").minutes == 24 * 60
    assert run_job("forget_unconfirmed_subscribers")
    assert on_the_list() == {}
