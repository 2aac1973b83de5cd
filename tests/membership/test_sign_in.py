"""Signing in, being kept out, and what a stranger can learn from the answers."""

import re
from typing import TYPE_CHECKING

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from membership import services
from membership.models import User
from membership.organisations import lifecycle
from tests import factories

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

ONLY_FOR_SIGNED_IN = "/accounts/password/change/"


def sign_in(client: Client, email: str, password: str = factories.PASSWORD) -> "Response":
    return client.post("/accounts/login/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(ONLY_FOR_SIGNED_IN).status_code == 200


def without_what_differs_each_time(response: "Response", typed: str) -> tuple[int, str, str]:
    body = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())
    return response.status_code, response.headers.get("Location", ""), body.replace(typed, "ADDRESS")


@pytest.mark.parametrize(
    "who", [factories.member, factories.startup_user, factories.editor, factories.alliance_staff, factories.superuser]
)
def test_people_sign_in_with_address_and_password(client: Client, who: factories.Who) -> None:
    response = sign_in(client, who().email.upper())
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_the_first_superuser_can_sign_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", factories.PASSWORD)
    call_command("createsuperuser", interactive=False, email="first@alliance.example", verbosity=0)
    sign_in(client, "first@alliance.example")
    assert is_signed_in(client)


def test_a_suspended_person_with_the_right_password_is_told_so_and_stays_out(client: Client) -> None:
    response = client.post(
        "/accounts/login/", {"login": factories.suspended_member().email, "password": factories.PASSWORD}, follow=True
    )
    assert response.redirect_chain == [("/accounts/inactive/", 302)]
    assert "suspended" in response.content.decode()
    assert "contact the alliance" in response.content.decode()
    assert not is_signed_in(client)


def test_a_stranger_cannot_tell_who_has_an_account_or_is_suspended() -> None:
    answers = {
        without_what_differs_each_time(sign_in(Client(), email, "wrong-password"), email)
        for email in (factories.member().email, factories.suspended_member().email, "nobody@nowhere.example")
    }
    assert len(answers) == 1
    (status, _, body) = answers.pop()
    assert status == 200
    assert "not correct" in body


def test_forgotten_password_answers_alike_and_writes_only_to_people_who_may_sign_in() -> None:
    member, suspended = factories.member(), factories.suspended_member()
    answers = {
        without_what_differs_each_time(Client().post("/accounts/password/reset/", {"email": email}), email)
        for email in (member.email, suspended.email, "nobody@nowhere.example")
    }
    assert answers == {(302, "/accounts/password/reset/done/", "")}
    assert [message.to for message in mail.outbox] == [[member.email]]


def test_someone_added_without_a_password_chooses_one_by_mail(client: Client) -> None:
    person = services.add_person(email="new@larkspan.example", organisation=factories.organisation())
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "a-long-walk-home", "password2": "a-long-walk-home"})
    sign_in(client, person.email, "a-long-walk-home")
    assert is_signed_in(client)


def test_a_reset_link_sent_before_the_address_changed_opens_nothing(client: Client) -> None:
    person = factories.member()
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    services.describe_person(person=person, email="new@larkspan.example", first_name="Asha", last_name="Winterlin")
    assert "This link no longer works" in client.get(link[1], follow=True).content.decode()


def test_an_old_address_no_longer_signs_in(client: Client) -> None:
    person = factories.member()
    old = person.email
    services.describe_person(person=person, email="new@larkspan.example", first_name="Asha", last_name="Winterlin")
    sign_in(client, old)
    assert not is_signed_in(client)
    sign_in(client, "new@larkspan.example")
    assert is_signed_in(client)


def test_a_suspended_person_is_out_at_the_next_request(client: Client) -> None:
    person = factories.member()
    sign_in(client, person.email)
    assert is_signed_in(client)
    services.suspend_person(person=person)
    assert not is_signed_in(client)
    services.reinstate_person(person=person)
    sign_in(client, person.email)
    assert is_signed_in(client)


def test_a_suspended_company_is_out_at_the_next_request(client: Client) -> None:
    person = factories.startup_user()
    sign_in(client, person.email)
    lifecycle.suspend_organisation(organisation=factories.company_of(person))
    assert not is_signed_in(client)


def test_many_wrong_passwords_close_the_account_for_a_while(client: Client) -> None:
    person = factories.member()
    for _ in range(5):
        sign_in(client, person.email, "wrong-password")
    assert "Too many failed" in sign_in(client, person.email).content.decode()
    assert not is_signed_in(client)


def test_throttles_count_in_a_cache_that_all_processes_share() -> None:
    from django.conf import settings

    assert "locmem" not in settings.CACHES["default"]["BACKEND"].lower()
    cache.set("counted", 1)
    assert cache.get("counted") == 1


def test_signing_up_opens_no_account_without_a_code_and_the_answer_never_depends_on_the_address() -> None:
    member = factories.member()
    answers = set()
    for email in (member.email, "nobody@nowhere.example"):
        form = {
            "email": email,
            "first_name": "Ruth",
            "last_name": "Abara",
            "company": "Tidewhistle",
            "stage": "starting",
            "password": "a-long-walk-home",
        }
        client = Client()
        answers.add(without_what_differs_each_time(client.post("/accounts/signup/", form), email))
        answers.add(without_what_differs_each_time(client.get("/accounts/signup/code/"), email))
        answers.add(without_what_differs_each_time(client.post("/accounts/signup/code/", {"code": "1"}), email))
    assert {status: body for status, _, body in answers}[302] == ""
    assert len(answers) == 3
    assert set(User.objects.all()) == {member}


def test_the_sign_up_of_the_library_stays_closed() -> None:
    assert not get_adapter().is_open_for_signup(RequestFactory().get("/"))


@pytest.mark.parametrize("name", ["account_set_password", "account_request_login_code"])
def test_what_the_portal_does_not_use_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_ends_the_session(client: Client) -> None:
    sign_in(client, factories.member().email)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)
