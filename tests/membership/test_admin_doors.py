"""There is one way in. Wagtail's own are closed."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_strangers_at_the_admin_are_sent_to_sign_in_and_come_back(client: Client) -> None:
    response = client.get("/admin/reports/locked/", follow=True)
    last, status = response.redirect_chain[-1]
    assert (last, status) == ("/accounts/login/?next=/admin/reports/locked/", 302)
    person = factories.superuser()
    response = client.post(
        last, {"login": person.email, "password": factories.PASSWORD, "next": "/admin/reports/locked/"}
    )
    assert response.headers["Location"] == "/admin/reports/locked/"


def test_wagtails_own_sign_in_takes_no_password(client: Client) -> None:
    person = factories.superuser()
    response = client.post("/admin/login/", {"username": person.email, "password": factories.PASSWORD})
    assert response.headers["Location"] == "/accounts/login/?next=/admin/"
    assert "_auth_user_id" not in client.session
    assert client.post("/_util/login/", {"username": person.email, "password": factories.PASSWORD}).status_code == 404


@pytest.mark.parametrize("path", ["", "done/", "confirm/MQ/abc-123/", "complete/"])
def test_wagtails_own_password_reset_is_closed(client: Client, path: str) -> None:
    client.raise_request_exception = True
    assert client.get(f"/admin/password_reset/{path}").status_code == 404
    assert client.post(f"/admin/password_reset/{path}", {"email": factories.superuser().email}).status_code == 404


@pytest.mark.parametrize("who", [factories.member, factories.startup_user, factories.representative, factories.expert])
def test_the_signed_in_who_may_not_enter_are_told_so_and_sent_in_no_circle(client: Client, who: factories.Who) -> None:
    client.force_login(who())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert response.redirect_chain == [("/admin/login/?next=/admin/", 302)]


@pytest.mark.parametrize(
    "who", [factories.editor, factories.publisher, factories.coordinator_of, factories.alliance_staff]
)
def test_those_who_work_in_the_admin_enter(client: Client, who: factories.Who) -> None:
    client.force_login(who())
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/").headers["Location"] == "/admin/"


def test_the_door_sends_nobody_to_another_site(client: Client) -> None:
    client.force_login(factories.editor())
    assert client.get("/admin/login/?next=https://elsewhere.example/").headers["Location"] == "/admin/"
    client.logout()
    response = client.get("/admin/login/?next=https://elsewhere.example/")
    assert response.headers["Location"] == "/accounts/login/?next=/admin/"


def test_signing_out_of_the_admin_signs_out_of_the_portal(client: Client) -> None:
    client.force_login(factories.editor())
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session
