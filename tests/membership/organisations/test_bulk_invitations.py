"""A whole list at once: every row says what becomes of it, and then exactly that happens, or nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.joining import services as joining
from membership.joining.models import Invitation
from membership.models import OrganisationDomain, Standing, Tier
from membership.organisations import bulk, lifecycle
from membership.organisations.sheets import MOST_BYTES, Row, UnreadableSheet, read_sheet
from notifications.outbox import OutboxMail
from tests import factories

from .desk import HOME, Company, arrived, company, readers, text_of

pytestmark = pytest.mark.django_db

SEVERAL = f"{HOME}invitations/several/"
CONFIRM = f"{SEVERAL}confirm/"
HEAD = "email,first name,last name,role\n"


def listed(*addresses: str) -> str:
    return HEAD + "".join(f"{address},Nia,Okello,\n" for address in addresses)


def checked(ours: Company, text: str):
    return ours.desk.post(SEVERAL, {"text": text})


def confirmed(ours: Company, preview):
    return ours.desk.post(CONFIRM, {"list": preview.context["sealed"]}, follow=True)


def outcomes(preview) -> dict[str, str]:
    return {planned.row.email: planned.said for planned in preview.context["planned"]}


def invited() -> set[str]:
    return set(Invitation.objects.filter(revoked_at=None).values_list("email", flat=True))


# --- Reading -------------------------------------------------------------------------------------------------------


NIA = Row(2, "nia@larkspan.example", "Nia", "Okello", "", has_surplus=False)


@pytest.mark.parametrize(
    "content",
    [
        b"email,first name,last name\nnia@larkspan.example,Nia,Okello\n",
        b"email;first name;last name\r\nnia@larkspan.example;Nia;Okello\r\n",
        b"email\tfirst name\tlast name\nnia@larkspan.example\tNia\tOkello",
        b"\xef\xbb\xbfEmail,First Name,Last Name\nnia@larkspan.example,Nia,Okello\n",
        b"Last-Name, FIRST_NAME ,E-mail address,\nOkello,Nia, nia@larkspan.example ,\n,,,\n\n",
        b'email,first name,last name\n"nia@larkspan.example","Nia","Okello"\n',
    ],
)
def test_whatever_a_spreadsheet_saves_is_read(content: bytes) -> None:
    assert read_sheet(content) == [NIA]


def test_rows_count_as_in_the_spreadsheet() -> None:
    rows = read_sheet(b"email,first name,last name\n\nnia@larkspan.example,Nia,Okello\n,,\nz@larkspan.example,Z,Z\n")
    assert [row.number for row in rows] == [3, 5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The list is empty"),
        (b"  \n;;\n", "The list is empty"),
        (b"email,first name,last name\n", "nobody below them"),
        (b"email,first name\nnia@larkspan.example,Nia", "A heading is missing"),
        (b"nia@larkspan.example,Nia,Okello\n", "We do not know the heading “nia@larkspan.example”"),
        (b"email,first name,last name,salary\n", "We do not know the heading “salary”"),
        (b"email,email,first name,last name\n", "A heading stands there twice"),
        (b'email,first name,last name\n"nia@larkspan.example,Nia,Okello', "quotation marks come in pairs"),
        ("email,first name,last name\nx@y.example,José,Núñez".encode("latin-1"), "Save it as “CSV UTF-8”"),
        ("email,first name,last name\nx@y.example,A,B".encode("utf-16"), "Save it as “CSV UTF-8”"),
        (b"PK\x03\x04\xff\xfe\x00", "Save it as “CSV UTF-8”"),
        (b"x" * (MOST_BYTES + 1), "larger than 256 kB"),
        (b"email,first name,last name\n" + b"a@b.io,N,O\n" * 10_000, "10,000 rows"),
    ],
)
def test_a_list_that_cannot_be_read_gets_a_sentence_that_helps(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableSheet, match=said):
        read_sheet(content)
    response = company().desk.post(SEVERAL, {"file": SimpleUploadedFile("people.csv", content)})
    assert said in text_of(response)
    assert response.status_code == 200


def test_a_list_is_brought_in_one_way_and_not_in_both_or_none() -> None:
    desk = company().desk
    assert "Choose a file, or paste the rows" in text_of(desk.post(SEVERAL))
    file = SimpleUploadedFile("people.csv", listed("nia@larkspan.example").encode())
    both = desk.post(SEVERAL, {"file": file, "text": listed("nia@larkspan.example")})
    assert "not both" in text_of(both)


# --- What would happen ---------------------------------------------------------------------------------------------


def test_every_row_says_what_becomes_of_it_and_nothing_is_done() -> None:
    ours = company()
    joining.invite(organisation=ours.organisation, email="asked@larkspan.example", by=ours.representative)
    before = OutboxMail.objects.count()
    preview = checked(
        ours,
        HEAD
        + "nia@larkspan.example,Nia,Okello,\n"
        + "boss@larkspan.example,Bo,Ss,Representative\n"
        + f"{ours.colleague.email.upper()},Asha,Winterlin,\n"
        + "asked@larkspan.example,A,B,\n"
        + "NIA@larkspan.example,Nia,Again,\n"
        + "no-address,N,A,\n"
        + ",No,Address,\n"
        + "king@larkspan.example,K,G,king\n"
        + "more@larkspan.example,M,O,,too much\n"
        + f"long@larkspan.example,{'n' * 101},L,\n"
        + "link@larkspan.example,See www.example,L,\n",
    )
    assert outcomes(preview) == {
        "nia@larkspan.example": "Will be invited.",
        "boss@larkspan.example": "Will be invited as a representative.",
        ours.colleague.email.upper(): "Already at Larkspan.",
        "asked@larkspan.example": "Already invited.",
        "NIA@larkspan.example": "The same address as in row 2.",
        "no-address": "Enter an email address in the correct format, like name@company.com.",
        "": "The email address is missing.",
        "king@larkspan.example": "The role can be representative, or empty.",
        "more@larkspan.example": "This row has more cells than there are headings.",
        "long@larkspan.example": "A name has 100 characters at most.",
        "link@larkspan.example": "A name has signs that no name has.",
    }
    assert "2 of 11 rows will be invited" in text_of(preview)
    assert invited() == {"asked@larkspan.example"}
    assert OutboxMail.objects.count() == before


def test_seats_are_given_in_the_order_of_the_list_to_those_who_can_be_invited() -> None:
    ours = company()
    ours.organisation.seats = 4
    ours.organisation.save()
    preview = checked(ours, listed("no-address", ours.colleague.email, *(f"{n}@larkspan.example" for n in "abc")))
    assert [planned.said for planned in preview.context["planned"]][2:] == [
        "Will be invited.",
        "Will be invited.",
        "No seat is left.",
    ]


def test_an_account_elsewhere_does_not_show() -> None:
    ours, theirs = company(), company("Findlewick")
    invited_there = "asked@findlewick.example"
    joining.invite(organisation=theirs.organisation, email=invited_there, by=theirs.representative)
    preview = checked(ours, listed(theirs.colleague.email, invited_there, "unknown@findlewick.example"))
    assert set(outcomes(preview).values()) == {"Will be invited."}


def test_what_a_list_says_is_shown_as_text() -> None:
    page = checked(company(), HEAD + "nia@larkspan.example,<script>,=cmd(),\n").content.decode()
    assert "&lt;script&gt; =cmd()" in page


# --- What happens --------------------------------------------------------------------------------------------------


def test_confirming_invites_exactly_those_who_were_shown() -> None:
    ours = company()
    arrived()
    preview = checked(ours, HEAD + "nia@larkspan.example,Nia,Okello,\nboss@larkspan.example,,,representative\nx,,,\n")
    page = text_of(confirmed(ours, preview))
    assert "We have written to 2 people" in page
    assert readers(arrived()) == {"nia@larkspan.example", "boss@larkspan.example"}
    made = Invitation.objects.order_by("email").values_list("email", "first_name", "as_representative", "organisation")
    assert list(made) == [
        ("boss@larkspan.example", "", True, ours.organisation.pk),
        ("nia@larkspan.example", "Nia", False, ours.organisation.pk),
    ]


def test_an_invitation_that_is_too_old_is_replaced() -> None:
    ours = company()
    old = joining.invite(organisation=ours.organisation, email="nia@larkspan.example", by=ours.representative)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    confirmed(ours, checked(ours, listed("nia@larkspan.example")))
    assert Invitation.objects.get(revoked_at=None).pk != old.pk


def test_if_something_has_changed_since_nobody_is_invited_and_the_new_outcome_is_shown() -> None:
    ours = company()
    preview = checked(ours, listed("a@larkspan.example", "b@larkspan.example"))
    ours.organisation.seats = 3
    ours.organisation.save()
    again = confirmed(ours, preview)
    assert "nobody was invited" in text_of(again)
    assert outcomes(again) == {"a@larkspan.example": "Will be invited.", "b@larkspan.example": "No seat is left."}
    assert invited() == set()
    confirmed(ours, again)
    assert invited() == {"a@larkspan.example"}


def test_confirming_twice_writes_once() -> None:
    ours = company()
    preview = checked(ours, listed("a@larkspan.example"))
    confirmed(ours, preview)
    arrived()
    assert "nobody was invited" in text_of(confirmed(ours, preview))
    assert Invitation.objects.count() == 1
    assert arrived() == []


def test_a_crash_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = company()
    rows = read_sheet(listed("a@larkspan.example", "b@larkspan.example").encode())
    before = OutboxMail.objects.count()

    def crash(**of: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(bulk, "post_to_many", crash)
    expected = bulk.addresses_to_invite(bulk.plan(ours.organisation, rows))
    with pytest.raises(RuntimeError):
        bulk.invite_all(organisation=ours.organisation, rows=rows, expected=expected, by=ours.representative)
    assert not Invitation.objects.exists()
    assert OutboxMail.objects.count() == before


def test_a_list_that_was_looked_at_for_hours_has_to_be_brought_again() -> None:
    ours = company()
    preview = checked(ours, listed("a@larkspan.example"))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert "Bring it again" in text_of(confirmed(ours, preview))
    assert invited() == set()


def test_nobody_confirms_what_somebody_else_saw_or_what_they_changed() -> None:
    ours, theirs = company(), company("Findlewick")
    sealed = checked(ours, listed("a@larkspan.example")).context["sealed"]
    other = factories.representative(ours.organisation)
    for person, given in (
        (theirs, sealed),
        (ours, sealed[:-1] + "x"),
        (ours, ""),
        (Company(ours.organisation, other, other), sealed),
    ):
        assert person.desk.post(CONFIRM, {"list": given}).status_code == 404
    assert invited() == set()


def test_an_organisation_that_has_lapsed_meanwhile_invites_nobody() -> None:
    ours = company()
    preview = checked(ours, listed("a@larkspan.example"))
    lifecycle.change_standing(organisation=ours.organisation, to=Standing.LAPSED)
    assert "nobody new can come in" in text_of(confirmed(ours, preview))
    assert invited() == set()


def test_lists_are_limited_like_mails() -> None:
    ours = company()
    answers = []
    for number in range(11):
        preview = checked(ours, listed(f"n{number}@larkspan.example"))
        answers.append(ours.desk.post(CONFIRM, {"list": preview.context["sealed"]}).status_code)
    assert answers == [302] * 10 + [429]
    assert len(invited()) == 10


def test_a_startup_has_few_strangers_written_to_and_only_under_its_domain() -> None:
    startup = factories.organisation("Claim your prize at evil.example", Tier.PATHWAYS)
    OrganisationDomain.objects.create(organisation=startup, domain="tidewhistle.example")
    ours = Company(startup, factories.representative(startup), factories.member(startup))
    confirmed(ours, checked(ours, listed(*(f"n{number}@larkspan.example" for number in range(30)))))
    assert len(invited()) == 30
    assert "many people today" in text_of(confirmed(ours, checked(ours, listed("one@larkspan.example"))))
    for one in Invitation.objects.all():
        joining.revoke_invitation(invitation=one, by=ours.representative)
    with pytest.raises(joining.TooManyToday):
        joining.invite(organisation=startup, email="two@larkspan.example", by=ours.representative)
    assert Invitation.objects.count() == 30
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        joining.invite(organisation=startup, email="two@larkspan.example", by=ours.representative)
        [mail] = arrived()
    assert "the company at tidewhistle.example" in mail.body
    assert "prize" not in mail.body + mail.subject


def test_longer_lists_take_no_more_queries() -> None:
    ours = company()
    desk = ours.desk

    def queries_for(count: int) -> tuple[int, int]:
        text = listed(ours.colleague.email, *(f"n{count}.{number}@larkspan.example" for number in range(count)))
        with CaptureQueriesContext(connection) as looking:
            preview = desk.post(SEVERAL, {"text": text})
        with CaptureQueriesContext(connection) as confirming:
            desk.post(CONFIRM, {"list": preview.context["sealed"]})
        assert Invitation.objects.filter(email__startswith=f"n{count}.").count() == count
        return len(looking), len(confirming)

    queries_for(2)
    assert queries_for(1) == queries_for(3) == queries_for(30)


def test_the_longest_list_is_invited_at_once() -> None:
    ours = company()
    preview = checked(ours, listed(*(f"n{number}@larkspan.example" for number in range(500))))
    confirmed(ours, preview)
    assert Invitation.objects.count() == 500
