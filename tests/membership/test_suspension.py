"""Whoever is kept out is out at their very next request, of whatever kind, and nothing more is sent to them.

Before they are, each of these requests shows them something of theirs: what could leak is there.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail as delivered
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from membership import services as people
from membership.joining.models import JoinRequest
from membership.models import RoleAssignment, Standing, SuspendedBy, User
from membership.organisations import lifecycle, services
from membership.organisations.services import release_colleague, suspend_colleague
from notifications.announcements import Notice
from notifications.mailing import settle_notices
from notifications.outbox import OutboxMail
from notifications.preferences import Frequency, Subject, choose
from notifications.sending import send_waiting_mails
from shelf.models import Bookmark
from tests import factories
from tests.matrix import world
from tests.membership.accounts.desk import signed_in as by_the_sign_in_page
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

SECRETS = ("zqtitlebetaqz", "zqsummarybetaqz", "zqbodybetaqz", "zqfiletitlebetaqz", "zqgroupbetaqz")


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[world.Portal]:
    """Gone again after the module: it stands in a transaction of its own, and each test in a savepoint of that."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        cache.clear()
        transaction.set_rollback(True)


# --- What keeps somebody out ---------------------------------------------------------------------------------------


def by_staff(person: User) -> None:
    people.suspend_person(person=person)


def by_a_representative(person: User) -> None:
    suspend_colleague(person=person, by=factories.representative(factories.company_of(person)))


def by_the_yearly_confirmation(person: User) -> None:
    people.suspend_person(person=person, suspended_by=SuspendedBy.RECERTIFICATION)


def with_their_company(person: User) -> None:
    lifecycle.suspend_organisation(organisation=factories.company_of(person))


def when_their_company_leaves(person: User) -> None:
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.LEFT)


KEPT_OUT = [by_staff, by_a_representative, by_the_yearly_confirmation, with_their_company, when_their_company_leaves]


# --- Every kind of request -----------------------------------------------------------------------------------------


def the_page(portal: world.Portal) -> str:
    return portal.pages["beta"].url


def the_file(portal: world.Portal) -> str:
    document = portal.documents["beta"]
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


def the_picture(portal: world.Portal) -> str:
    rendition = portal.images["beta"].get_rendition("width-32")
    return reverse("image", args=[rendition.pk, rendition.file.name.rsplit("/")[-1]])


def the_search(portal: world.Portal) -> str:
    return "/search/?q=hashing"


def the_search_in_files(portal: world.Portal) -> str:
    return "/search/?q=zqfiletextbetaqz"  # a word of the file's text alone


def the_suggestions(portal: world.Portal) -> str:
    return "/search/suggest/?q=zqtitle"


def a_notice(portal: world.Portal) -> str:
    notice = Notice.objects.get(person=portal.people["member of beta"], announcement__page=portal.pages["beta"])
    return reverse("notice", args=[notice.code])


def the_notices(portal: world.Portal) -> str:
    return "/notices/"


def the_shelf(portal: world.Portal) -> str:
    return "/shelf/"


def the_account(portal: world.Portal) -> str:
    return "/accounts/"


def the_choice_of_mail(portal: world.Portal) -> str:
    return "/notices/mail/"


def the_feed(portal: world.Portal) -> str:
    return "/updates.atom"


def home(portal: world.Portal) -> str:
    return "/"


REQUESTS = [
    the_page,
    the_file,
    the_picture,
    the_search,
    the_search_in_files,
    the_suggestions,
    a_notice,
    the_notices,
    the_shelf,
    the_account,
    the_choice_of_mail,
    the_feed,
    home,
]


def answer_to(client: Client, address: str) -> tuple[int, str, bytes]:
    """All of it, apart from what differs with every request."""
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    steady = re.sub(rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', b"", content)
    return response.status_code, response.headers.get("Location", ""), steady


@pytest.mark.parametrize("kept_out", KEPT_OUT)
def test_the_next_request_of_every_kind_is_answered_as_to_a_stranger(
    portal: world.Portal, kept_out: Callable[[User], None]
) -> None:
    person = portal.people["member of beta"]
    addresses = {request.__name__: request(portal) for request in REQUESTS}
    browsers = {name: signed_in(person) for name in addresses}
    before = {name: answer_to(browser, addresses[name]) for name, browser in browsers.items()}
    strangers = {name: answer_to(Client(), address) for name, address in addresses.items()}
    assert {name for name, answer in before.items() if answer == strangers[name]} == set()
    kept_out(person)
    after = {name: answer_to(browser, addresses[name]) for name, browser in browsers.items()}
    strangers = {name: answer_to(Client(), address) for name, address in addresses.items()}
    assert after == strangers
    told = b"".join(body for _, _, body in after.values()).decode(errors="replace")
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("kept_out", KEPT_OUT)
def test_what_they_press_does_nothing(portal: world.Portal, kept_out: Callable[[User], None]) -> None:
    person, page = portal.people["member of beta"], portal.pages["beta"]
    browser = signed_in(person)
    kept_out(person)
    response = browser.post(f"/shelf/bookmarks/{page.pk}/", {"action": "remove"})
    assert response.headers["Location"].startswith("/accounts/login/")
    assert Bookmark.objects.filter(person=person, page=page).exists()


@pytest.mark.parametrize("kept_out", KEPT_OUT)
def test_all_their_sessions_are_over_and_the_right_password_opens_none(
    portal: world.Portal, kept_out: Callable[[User], None]
) -> None:
    person = portal.people["member of beta"]
    browsers = [signed_in(person) for _ in range(3)]
    kept_out(person)
    for browser in browsers:
        assert not browser.get("/").wsgi_request.user.is_authenticated
    again = Client()
    response = again.post("/accounts/login/", {"login": person.email, "password": factories.PASSWORD})
    assert response.headers["Location"] == "/accounts/inactive/"
    assert again.get("/accounts/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["editor", "publisher", "coordinator of alpha", "staff"])
def test_the_admin_is_shut_to_whoever_is_suspended(portal: world.Portal, who: str) -> None:
    person = portal.people[who]
    addresses = ["/admin/", "/admin/pages/", f"/admin/pages/{portal.pages['public'].pk}/edit/", "/admin/account/"]
    browser = signed_in(person)
    assert {browser.get(address).status_code for address in addresses} <= {200, 302}
    assert browser.get("/admin/").status_code == 200
    people.suspend_person(person=person)
    for address in addresses:
        assert answer_to(browser, address) == answer_to(Client(), address)


def test_a_suspended_representative_acts_for_nobody(portal: world.Portal) -> None:
    person = portal.people["representative"]
    colleague = factories.member(factories.company_of(person))
    browser = signed_in(person)
    assert browser.get("/organisation/").status_code == 200
    people.suspend_person(person=person)
    assert browser.get("/organisation/").headers["Location"].startswith("/accounts/login/")
    browser.post(f"/organisation/people/{colleague.pk}/suspend/", {"sure": "on"})
    assert User.objects.get(pk=colleague.pk).is_active
    with pytest.raises(services.NotYours):
        suspend_colleague(person=colleague, by=User.objects.get(pk=person.pk))


# --- Mail ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept_out", KEPT_OUT)
@pytest.mark.parametrize("frequency", [Frequency.AT_ONCE, Frequency.DAILY])
@pytest.mark.parametrize("when", ["before it is written", "before it is sent"])
def test_mail_that_was_about_to_leave_is_not_sent(
    portal: world.Portal, settings: object, kept_out: Callable[[User], None], frequency: Frequency, when: str
) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    person = portal.people["member of beta"]
    OutboxMail.objects.all().delete()
    Notice.objects.exclude(person=person).delete()
    Notice.objects.update(made_at="2026-01-01T00:00:00Z", settled_at=None, mail=None)
    choose(person=person, choices=dict.fromkeys(Subject, frequency))
    if when == "before it is sent":
        settle_notices()
        assert OutboxMail.objects.filter(person=person).exists()
    kept_out(person)
    settle_notices()
    send_waiting_mails()
    assert [mail for mail in delivered.outbox if person.email in mail.to and "zq" in str(mail.message())] == []


def test_the_same_mail_does_leave_for_whoever_is_not_kept_out(portal: world.Portal, settings: object) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    person = portal.people["member of beta"]
    OutboxMail.objects.all().delete()
    Notice.objects.exclude(person=person).delete()
    Notice.objects.update(made_at="2026-01-01T00:00:00Z", settled_at=None, mail=None)
    choose(person=person, choices=dict.fromkeys(Subject, Frequency.DAILY))
    settle_notices()
    send_waiting_mails()
    assert any("zqsummarybetaqz" in str(mail.body) for mail in delivered.outbox if mail.to == [person.email])


# --- Leaving a company ---------------------------------------------------------------------------------------------


def test_who_is_released_keeps_an_account_and_nothing_of_the_company(portal: world.Portal) -> None:
    person = portal.people["member of beta"]
    browser = signed_in(person)
    own = {"the_notices": "/notices/", "the_shelf": "/shelf/"}
    closed = {request.__name__: request(portal) for request in (the_page, the_file, the_picture, a_notice)}
    searches = [request(portal) for request in (the_search, the_search_in_files, the_suggestions)]
    release_colleague(person=person, by=factories.representative(factories.company_of(person)))
    assert {name: browser.get(address).status_code for name, address in closed.items()} == dict.fromkeys(closed, 404)
    assert {browser.get(address).status_code for address in own.values()} == {200}
    told = "".join(browser.get(address).content.decode() for address in [*own.values(), *searches, "/"])
    assert not re.findall(r"zq(?:title|summary|body)(?:beta|members|alpha)qz", told)
    assert not RoleAssignment.objects.filter(person=person).exists()
    assert [request.state for request in JoinRequest.objects.filter(person=person)] == ["left"]


def test_whom_staff_let_in_again_sees_all_as_before(portal: world.Portal) -> None:
    person = portal.people["member of beta"]
    addresses = [request(portal) for request in REQUESTS]
    for _ in range(2):  # the first time, notices become read
        before = [answer_to(signed_in(person), address) for address in addresses]
    by_staff(person)
    people.reinstate_person(person=person)
    assert [answer_to(signed_in(person), address) for address in addresses] == before


def test_who_is_let_in_again_signs_in_again() -> None:
    person = factories.member()
    client = by_the_sign_in_page(person)
    assert client.get("/accounts/").status_code == 200
    people.suspend_person(person=person)
    people.reinstate_person(person=person)
    assert client.get("/accounts/").headers["Location"].startswith("/accounts/login/")
