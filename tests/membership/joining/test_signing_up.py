"""Whoever proves a work address has an account, in their own company; and nobody learns who has one already."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Topic
from membership import services as people
from membership.joining import services, signing_up
from membership.joining.codes import code_of
from membership.joining.models import Invitation, SignUp
from membership.joining.upkeep import ENDED_FOR, KEPT_FOR, forget_old_sign_ups
from membership.models import Organisation, Role, Standing, Tier, User
from notifications.jobs import run_job
from notifications.outbox import OutboxMail
from tests import factories

from .door import CODE, PASSWORD, SIGN_UP, alike, arrived, code_in, form, open_account, sign_up, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "ruth@tidewhistle.example"


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


# --- The way in ----------------------------------------------------------------------------------------------------


def test_somebody_opens_an_account_with_the_code_that_was_mailed_to_them(client: Client) -> None:
    Topic.objects.create(name="Detection", slug="detection")
    sign_up(client, ADDRESS.upper(), needs=["detection"])
    assert not User.objects.exists()
    (mail,) = arrived()
    assert mail.to == [ADDRESS]
    response = client.post(CODE, {"code": code_in(mail)})
    assert (response.status_code, response.headers["Location"]) == (302, "/welcome/")
    assert client.get("/welcome/").status_code == 200

    person = User.objects.get()
    assert (person.email, str(person), person.job_title) == (ADDRESS, "Ruth Abara", "Trust and safety lead")
    assert (person.company_stage, person.needs) == ("starting", ["detection"])
    assert list(EmailAddress.objects.values_list("user", "email", "verified")) == [(person.pk, ADDRESS, True)]
    company = factories.company_of(person)
    assert (company.name, company.tier, company.standing) == (
        "Tidewhistle (tidewhistle.example)",
        Tier.PATHWAYS,
        Standing.CURRENT,
    )
    assert list(company.domains.values_list("domain", "verified_at")) == [("tidewhistle.example", None)]
    assert list(person.role_assignments.values_list("role", flat=True)) == [Role.REPRESENTATIVE]
    assert {group.name for group in person.groups.all()} == {"Pathways", "Tier: Pathways", "Role: Representative"}

    somewhere_else = Client()
    somewhere_else.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert is_signed_in(somewhere_else)


def test_what_was_typed_is_not_kept_twice(client: Client) -> None:
    open_account(client, ADDRESS)
    row = SignUp.objects.get()
    assert (row.given, row.password) == ({}, "")


def test_digits_may_be_grouped_as_anybody_likes(client: Client) -> None:
    digits = code_of(sign_up(client, ADDRESS)).replace(" ", "")
    client.post(CODE, {"code": f" {digits[:3]}-{digits[3:]} "})
    assert is_signed_in(client)


def test_the_code_works_in_the_browser_that_began_and_nowhere_else(client: Client) -> None:
    code = code_of(sign_up(client, ADDRESS))
    stranger = Client()
    response = stranger.post(CODE, {"code": code})
    assert (response.status_code, response.headers["Location"]) == (302, SIGN_UP)
    sign_up(stranger, ADDRESS, password="an-attackers-word")
    assert "This is not the code" in text_of(stranger.post(CODE, {"code": code}))
    client.post(CODE, {"code": code})
    assert User.objects.get().check_password(PASSWORD)


def test_a_mail_holds_no_word_that_a_stranger_typed(client: Client) -> None:
    sign_up(client, ADDRESS, company="Buy now", first_name="Winner", last_name="Prize", job_title="Click")
    (mail,) = arrived()
    both = f"{mail.subject} {mail.body} {mail.alternatives!r}"
    assert not any(word in both for word in ("Buy", "Winner", "Prize", "Click"))


def test_no_code_stands_in_the_database(client: Client) -> None:
    code = code_of(sign_up(client, ADDRESS))
    rows = f"{list(SignUp.objects.values())} {list(OutboxMail.objects.values())}"
    assert code not in rows
    assert code.replace(" ", "") not in rows
    assert PASSWORD not in rows


# --- Wrong codes ---------------------------------------------------------------------------------------------------


def test_a_wrong_code_opens_nothing_and_may_be_tried_again(client: Client) -> None:
    right = code_of(sign_up(client, ADDRESS))
    wrong = "0000 0000" if right != "0000 0000" else "1111 1111"
    for typed in (wrong, "", "abc", "１２３４", right[:-1], right + "1", "\x00"):
        assert client.post(CODE, {"code": typed}).status_code == 200
    assert not User.objects.exists()
    assert not is_signed_in(client)


def test_after_six_wrong_codes_the_right_one_is_worth_nothing(client: Client) -> None:
    right = code_of(sign_up(client, ADDRESS))
    for _ in range(signing_up.MOST_TRIES):
        assert "This is not the code" in text_of(client.post(CODE, {"code": "12"}))
    for answer in (client.post(CODE, {"code": right}), client.post(CODE, {"action": "again"})):
        assert answer.status_code == 410
        assert "no longer works" in text_of(answer)
    assert not User.objects.exists()


def test_a_new_code_gives_no_new_tries(client: Client) -> None:
    begun = sign_up(client, ADDRESS)
    for _ in range(signing_up.MOST_TRIES - 1):
        client.post(CODE, {"code": "12"})
    client.post(CODE, {"action": "again"})
    client.post(CODE, {"code": "12"})
    begun.refresh_from_db()
    assert client.post(CODE, {"code": code_of(begun)}).status_code == 410
    assert not User.objects.exists()


def test_a_code_ends_after_half_an_hour(client: Client) -> None:
    code = code_of(sign_up(client, ADDRESS))
    with time_machine.travel(timezone.now() + signing_up.WORKS_FOR + timedelta(seconds=1)):
        response = client.post(CODE, {"code": code})
        assert response.status_code == 410
        assert "Begin again" in text_of(response)
    assert not User.objects.exists()


def test_another_mail_brings_a_code_of_its_own_and_ends_the_one_before(client: Client) -> None:
    begun = sign_up(client, ADDRESS)
    old = code_of(begun)
    assert "A new mail is on its way" in text_of(client.post(CODE, {"action": "again"}))
    begun.refresh_from_db()
    new = code_of(begun)
    assert {code_in(mail) for mail in arrived()} == {new} != {old}
    client.post(CODE, {"code": old})
    assert not is_signed_in(client)
    client.post(CODE, {"code": new})
    assert is_signed_in(client)


def test_one_address_gets_three_mails_an_hour_whoever_asks(client: Client) -> None:
    sign_up(client, ADDRESS)
    answers = set()
    for number in range(5):
        client.post(CODE, {"action": "again"}, REMOTE_ADDR=f"192.0.2.{number}")
        answers.add(alike(client.post(CODE, {"action": "again"}, REMOTE_ADDR=f"192.0.2.{number}")))
    assert len(answers) == 1
    assert OutboxMail.objects.count() == 3
    sign_up(Client(), "R.uth+1@tidewhistle.example")
    assert OutboxMail.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        sign_up(Client(), ADDRESS)
    assert OutboxMail.objects.count() == 4


def test_one_network_asks_for_twenty_accounts_an_hour() -> None:
    for number in range(20):
        sign_up(Client(), f"ruth{number}@tidewhistle.example")
    refused = Client().post(SIGN_UP, form(ADDRESS))
    assert refused.status_code == 429
    assert "Wait an hour" in text_of(refused)
    assert PASSWORD not in text_of(refused)
    assert SignUp.objects.count() == 20


def test_one_network_tries_sixty_codes_an_hour() -> None:
    for number in range(10):
        client = Client()
        sign_up(client, f"ruth{number}@tidewhistle.example")
        for _ in range(6):
            assert client.post(CODE, {"code": "12"}).status_code == 200
    client = Client()
    begun = sign_up(client, ADDRESS)
    assert client.post(CODE, {"code": code_of(begun)}).status_code == 429
    assert client.post(CODE, {"code": code_of(begun)}, REMOTE_ADDR="192.0.2.9").status_code == 302


# --- What a stranger learns ----------------------------------------------------------------------------------------


def unknown() -> str:
    return "unknown@larkspan.example"


def with_an_account() -> str:
    return factories.member().email


def suspended() -> str:
    return factories.suspended_member().email


def invited() -> str:
    inviter = factories.representative()
    services.invite(organisation=factories.company_of(inviter), email="invited@larkspan.example", by=inviter)
    return "invited@larkspan.example"


def signing_up_already() -> str:
    sign_up(Client(), "waiting@larkspan.example")
    return "waiting@larkspan.example"


KINDS = [unknown, with_an_account, suspended, invited, signing_up_already]


def statements(queries) -> list[str]:
    """Without literals; the cache counts clients and addresses in rows of its own."""
    told = (re.sub(r"'[^']*'|\d+(\.\d+)?", "?", query["sql"]) for query in queries)
    return [statement for statement in told if "portal_cache" not in statement]


def test_every_kind_of_address_gets_the_same_answers_by_the_same_statements_and_one_mail() -> None:
    sign_up(Client(), "first@larkspan.example")  # content types and the like are asked for once a process
    addresses = [kind() for kind in KINDS]
    arrived()
    answers, asked, mails = set(), set(), set()
    for number, address in enumerate(addresses):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        before = OutboxMail.objects.count()
        with CaptureQueriesContext(connection) as captured:
            steps = [
                client.post(SIGN_UP, form(address)),
                client.get(CODE),
                client.post(CODE, {"code": "12"}),
                client.post(CODE, {"action": "again"}),
                client.get(SIGN_UP),
            ]
        answers.add(tuple(alike(step, address) for step in steps))
        asked.add(tuple(statements(captured.captured_queries)))
        mails.add(OutboxMail.objects.count() - before)
        assert [mail.to for mail in arrived()] == [[address], [address]]
    assert mails == {2}
    assert len(answers) == 1
    assert [status for status, *_ in answers.pop()] == [302, 200, 200, 200, 200]
    assert len(asked) == 1
    assert any('INSERT INTO "membership_signup"' in statement for statement in asked.pop())


def test_the_password_is_hashed_for_every_address(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    addresses = [kind() for kind in KINDS]
    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for address in addresses:
        sign_up(Client(), address)
    assert hashed == [PASSWORD] * len(KINDS)


def test_each_kind_of_address_gets_the_mail_that_helps() -> None:
    says = {}
    for kind in KINDS:
        address = kind()
        arrived()
        sign_up(Client(), address)
        (mail,) = arrived()
        says[kind] = "already" if "already" in mail.subject else "code"
        assert ("There is one already" in str(mail.body)) == (says[kind] == "already")
    already = {with_an_account, suspended}
    assert says == {kind: "already" if kind in already else "code" for kind in KINDS}


@pytest.mark.parametrize("kind", [with_an_account, suspended])
def test_nobody_takes_over_an_account_by_signing_up_again(client: Client, kind) -> None:
    address = kind()
    before = User.objects.values().get(email=address)
    begun = sign_up(client, address, password="an-attackers-word")
    response = client.post(CODE, {"code": code_of(begun)})  # which no mail has told
    assert "There is an account with your address" in text_of(response)
    assert not is_signed_in(client)
    assert User.objects.values().get(email=address) == before
    assert User.objects.count() == 1


def test_whoever_posts_the_code_twice_has_one_account_and_is_told_well(client: Client) -> None:
    begun = sign_up(client, ADDRESS)
    other_tab = Client()
    other_tab.cookies["sessionid"] = client.cookies["sessionid"].value
    code = code_of(begun)
    client.post(CODE, {"code": code})
    with pytest.raises(signing_up.AccountOpened):
        signing_up.open_account(sign_up=begun, code=code)
    assert client.post(CODE, {"code": code}).headers["Location"] == "/welcome/"
    assert other_tab.post(CODE, {"code": code}).headers["Location"] == SIGN_UP
    assert User.objects.count() == 1


def test_two_sign_ups_for_one_address_open_one_account() -> None:
    first, second = Client(), Client()
    codes = [code_of(sign_up(client, ADDRESS)) for client in (first, second)]
    first.post(CODE, {"code": codes[0]})
    assert "Your account is open" in text_of(second.post(CODE, {"code": codes[1]}))
    assert User.objects.count() == 1
    assert is_signed_in(first)
    assert not is_signed_in(second)


# --- Bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "", "Enter your work email address."),
        ("email", "ruth", "correct format"),
        ("email", "ruth@localhost", "correct format"),
        ("email", "ruth@gmail.com", "Use the address that you have at work"),
        ("email", "ruth@MAILINATOR.com", "Use the address that you have at work"),
        ("email", "ruth@sub.yopmail.com", "Use the address that you have at work"),
        ("email", "ruth@tidewhistl\u0435.example", "letters that look like others"),  # a Cyrillic e
        ("email", "ruth@\u0430\u0440\u0440\u04cf\u0435.example", "letters that look like others"),
        ("email", "ruth@xn--80ak6aa92e.example", "letters that look like others"),  # the same, as mail servers know it
        ("email", "r\u0443th@tidewhistle.example", "plain letters"),
        ("email", "ruth\x00@tidewhistle.example", "Null characters"),
        ("email", f"{'r' * 250}@tidewhistle.example", "254 characters at most"),
        ("email", "ruth@tidewhistle.example\nBcc: x@larkspan.example", "correct format"),
        ("first_name", "", "Enter your first name."),
        ("first_name", "<b>Ruth</b>", "Leave out signs"),
        ("last_name", "A" * 101, "Use 100 characters at most."),
        ("last_name", "Abara\x00", "Null characters"),
        ("last_name", "Abara\u202egnp", "Leave out signs"),
        ("company", "", "Enter the name of your company."),
        ("company", "Win at https://prize.example", "Leave out signs"),
        ("company", "T" * 81, "Use 80 characters at most."),
        ("job_title", "www.prize.example", "Leave out signs"),
        ("stage", "", "Choose the answer that comes nearest."),
        ("stage", "expert", "Select a valid choice"),
        ("needs", ["never-made"], "Select a valid choice"),
        ("password", "", "Choose a password."),
        ("password", "short", "too short"),
        ("password", "password123", "too common"),
        ("password", "8203674519", "entirely numeric"),
        ("password", "ruth@tidewhistle.example", "too similar"),
        ("password", "p" * 257, "Use 256 characters at most."),
    ],
)
def test_each_mistake_gets_a_sentence_and_nothing_is_sent(client: Client, field, typed, sentence) -> None:
    response = client.post(SIGN_UP, form(ADDRESS, **{field: typed}))
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert "<b>Ruth" not in response.content.decode()
    assert PASSWORD not in response.content.decode()
    assert not SignUp.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ruth+Portal@Tidewhistle.Example", "ruth+portal@tidewhistle.example"),
        ("\uff52uth@tidewhistle.example", "ruth@tidewhistle.example"),  # a wide r
        ("ruth@m\u00fcnchen.example", "ruth@xn--mnchen-3ya.example"),
        ("ruth@\u4f8b\u3048.example", "ruth@xn--r8jz45g.example"),
    ],
)
def test_one_mailbox_is_one_address(client: Client, typed: str, kept: str) -> None:
    open_account(client, typed)
    assert [person.email for person in User.objects.all()] == [kept]


def test_names_of_every_language_are_names(client: Client) -> None:
    open_account(client, ADDRESS, first_name="Nguyễn Thị", last_name="O’Brien-Łukasz", company="株式会社 潮笛 & Söhne")
    person = User.objects.get()
    assert str(person) == "Nguyễn Thị O’Brien-Łukasz"
    assert str(person.organisation) == "株式会社 潮笛 & Söhne (tidewhistle.example)"


# --- Which company -------------------------------------------------------------------------------------------------


def test_enrolment_under_review_founds_a_company_that_waits(client: Client, settings) -> None:
    settings.PATHWAYS_ENROLMENT = "review"
    assert open_account(client, ADDRESS).headers["Location"] == "/welcome/"
    person = User.objects.get()
    assert factories.company_of(person).standing == Standing.APPLICANT
    assert {group.name for group in person.groups.all()} == {"Role: Representative"}
    assert "Your company waits for review" in text_of(client.get("/welcome/"))


def test_closed_enrolment_says_that_accounts_are_by_invitation(client: Client, settings) -> None:
    begun = sign_up(client, ADDRESS)
    settings.PATHWAYS_ENROLMENT = "closed"
    for address in (ADDRESS, with_an_account()):
        assert "by invitation" in text_of(client.post(SIGN_UP, form(address)))
    client.post(CODE, {"code": code_of(begun)})
    assert not User.objects.filter(email=ADDRESS).exists()
    assert "Create an account" not in text_of(client.get("/accounts/login/"))
    settings.PATHWAYS_ENROLMENT = "open"
    assert "Create an account" in text_of(client.get("/accounts/login/"))


def test_a_second_colleague_joins_the_company_of_the_first_whatever_they_call_it() -> None:
    open_account(Client(), ADDRESS)
    second = Client()
    assert open_account(second, "imo@tidewhistle.example", company="TW Ltd").headers["Location"] == "/welcome/"
    company = Organisation.objects.get()
    assert {person.email for person in company.people.all()} == {ADDRESS, "imo@tidewhistle.example"}
    imo = User.objects.get(email="imo@tidewhistle.example")
    assert not imo.role_assignments.exists()


def test_nobody_is_merged_by_the_name_of_a_company_or_learns_that_it_is_here() -> None:
    member = factories.organisation("Larkspan")
    names = []
    for number, said in enumerate(("Larkspan", "larkspan", "Neverhere")):
        open_account(Client(), f"ruth@elsewhere{number}.example", company=said)
        person = User.objects.get(email=f"ruth@elsewhere{number}.example")
        names.append(factories.company_of(person).name)
        assert not person.groups.filter(name="Members").exists()
    assert names == [
        "Larkspan (elsewhere0.example)",
        "larkspan (elsewhere1.example)",
        "Neverhere (elsewhere2.example)",
    ]
    assert not member.people.exists()


def test_whoever_is_invited_and_signs_up_is_led_to_the_invitation_and_founds_nothing(client: Client) -> None:
    inviter = factories.representative()
    company = factories.company_of(inviter)
    services.invite(organisation=company, email=ADDRESS, by=inviter)
    assert open_account(client, ADDRESS).headers["Location"] == "/accounts/join/"
    assert set(Organisation.objects.all()) == {company}
    assert User.objects.get(email=ADDRESS).organisation is None
    page = client.get("/accounts/join/").content.decode()
    link = re.search(r"/accounts/invitation/[^/\"]+/", page)
    assert link
    client.post(link[0])
    assert User.objects.get(email=ADDRESS).organisation == company


def test_whoever_is_signed_in_has_an_account(client: Client) -> None:
    client.force_login(factories.member(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(SIGN_UP).status_code == 302
    assert client.post(SIGN_UP, form(ADDRESS)).status_code == 302
    assert not SignUp.objects.exists()


# --- Upkeep --------------------------------------------------------------------------------------------------------


def test_sign_ups_are_forgotten_after_some_days_and_old_invitations_closed() -> None:
    inviter = factories.representative()
    invitation = services.invite(organisation=factories.company_of(inviter), email=ADDRESS, by=inviter)
    sign_up(Client(), "first@tidewhistle.example")
    with time_machine.travel(timezone.now() + KEPT_FOR + timedelta(minutes=20)):
        sign_up(Client(), "second@tidewhistle.example")
        assert forget_old_sign_ups() == "0 sign-ups and 0 invitations deleted, 0 invitations closed"
    with time_machine.travel(timezone.now() + KEPT_FOR + timedelta(minutes=31)):
        assert run_job("forget_old_sign_ups")
    assert set(SignUp.objects.values_list("email", flat=True)) == {"second@tidewhistle.example"}
    with time_machine.travel(timezone.now() + services.INVITED_FOR + KEPT_FOR + timedelta(minutes=1)):
        forget_old_sign_ups()
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    with time_machine.travel(invitation.revoked_at + ENDED_FOR + timedelta(minutes=1)):
        forget_old_sign_ups()
    assert not Invitation.objects.exists()
    assert people.email_in_use(inviter.email)
