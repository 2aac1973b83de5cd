"""Who can harm many people needs a second factor, and sees nothing until they have shown it."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from membership import services
from membership.accounts.second_factor import need_of
from membership.models import Role
from portal.establish import establish
from tests import factories
from tests.matrix.routes import all_routes
from workinggroups.pages import ResourcePage

from .desk import (
    code_of,
    enter_code,
    factors_of,
    give_app,
    give_passkey,
    give_recovery_codes,
    is_signed_in,
    sign_in,
    signed_in,
    text_of,
)

pytestmark = pytest.mark.django_db

REQUIRED = "/accounts/2fa/required/"
ADD_APP = "/accounts/2fa/app/add/"
REMOVE_APP = "/accounts/2fa/app/remove/"
# What remains open to somebody whose role needs a factor and who has none.
OPEN = {
    REQUIRED,
    ADD_APP,
    "/accounts/2fa/passkeys/add/",
    "/accounts/reauthenticate/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/logout/",
}
NEED_ONE = [
    factories.alliance_staff,
    factories.coordinator_of,
    factories.editor,
    factories.publisher,
    factories.representative,
    factories.superuser,
]
NEED_NONE = [factories.member, factories.startup_user, factories.expert]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("who", NEED_ONE)
def test_in_such_a_role_one_gets_nowhere_without_a_factor(who):
    client = signed_in(who())
    for address in ("/", "/admin/", "/search/?q=a", "/updates.atom", "/shelf/", "/accounts/", "/never-there/"):
        response = client.get(address)
        assert (response.status_code, response.headers.get("Location")) == (302, REQUIRED), address
    assert client.post("/search/", {"q": "a"}).headers["Location"] == REQUIRED
    assert "Protect your account first" in text_of(client.get(REQUIRED))


@pytest.mark.parametrize("who", NEED_NONE)
def test_others_are_asked_for_nothing(who):
    assert signed_in(who()).get("/accounts/").status_code == 200


def test_no_address_but_those_for_setting_one_up_is_open():
    client = signed_in(factories.alliance_staff())
    opened = set()
    for route in all_routes():
        if route.arguments:
            continue
        address = route.address({})
        response = client.get(address)
        if response.headers.get("Location") != REQUIRED:
            opened.add(address)
    assert opened == OPEN


def test_the_pages_for_setting_one_up_show_what_strangers_see():
    establish()
    Page.objects.get(slug="library").add_child(
        instance=ResourcePage(title="Closed room", slug="closed-room", summary="x", kind="guidance")
    )
    client = signed_in(factories.alliance_staff())
    for address in (REQUIRED, ADD_APP):
        body = client.get(address).content.decode()
        assert 'href="/pathways/"' in body
        assert "/library/" not in body
        assert "/working-groups/" not in body
    give_app(person := factories.alliance_staff())
    shown = Client()
    sign_in(shown, person.email)
    enter_code(shown, code_of(give_secret(person)))
    assert "/library/" in shown.get("/").content.decode()


def give_secret(person) -> str:
    """The secret of the app that this person has."""
    Authenticator.objects.filter(user=person).delete()
    return give_app(person)


def test_a_role_that_was_just_given_asks_at_the_next_click():
    person = factories.member()
    client = signed_in(person)
    assert client.get("/accounts/").status_code == 200
    services.assign_role(person=person, role=Role.REPRESENTATIVE)
    assert client.get("/accounts/").headers["Location"] == REQUIRED
    services.withdraw_role(person=person, role=Role.REPRESENTATIVE)
    assert client.get("/accounts/").status_code == 200


def test_whoever_may_enter_the_admin_by_a_group_made_by_hand_needs_one_too():
    from django.contrib.auth.models import Group, Permission

    person = factories.member()
    assert not need_of(person).required
    by_hand = Group.objects.create(name="By hand")
    by_hand.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(by_hand)
    assert need_of(person).required


def test_an_app_is_set_up_and_everything_opens():
    person = factories.editor()
    client = signed_in(person)
    page = client.get(ADD_APP)
    assert page.status_code == 200
    body = page.content.decode()
    assert "<svg" in body
    assert "style=" not in body
    assert "data:image" not in body
    secret = page.context["form"].secret
    wrong = client.post(ADD_APP, {"code": "000000"})
    assert "not correct" in text_of(wrong)
    assert factors_of(person) == set()
    done = client.post(ADD_APP, {"code": code_of(secret)})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert factors_of(person) == {"totp", "recovery_codes"}
    assert client.get("/admin/").status_code == 200
    codes = text_of(client.get("/accounts/2fa/recovery-codes/"))
    assert all(code in codes for code in Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes())


def test_the_secret_of_an_app_is_not_in_the_database_in_clear():
    person = factories.editor()
    secret = give_app(person)
    codes = give_recovery_codes(person)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_sign_in_by_password_alone_gets_no_session_when_there_is_a_factor():
    person = factories.editor()
    secret = give_app(person)
    client = Client()
    assert sign_in(client, person.email).headers["Location"] == "/accounts/2fa/authenticate/"
    for address in ("/admin/", "/accounts/", "/shelf/"):
        assert "/login/" in client.get(address).headers["Location"]
    assert "not correct" in text_of(enter_code(client, "000000"))
    assert not is_signed_in(client)
    enter_code(client, code_of(secret))
    assert client.get("/admin/").status_code == 200


def test_a_member_who_chose_a_factor_is_asked_for_it_too():
    person = factories.member()
    give_app(person)
    client = Client()
    sign_in(client, person.email)
    assert not is_signed_in(client)


def test_a_code_that_was_used_does_not_sign_in_again():
    person = factories.editor()
    code = code_of(give_app(person))
    first, second = Client(), Client()
    sign_in(first, person.email)
    sign_in(second, person.email)
    enter_code(first, code)
    assert is_signed_in(first)
    assert "not correct" in text_of(enter_code(second, code))
    assert not is_signed_in(second)


def test_a_recovery_code_signs_in_once():
    person = factories.editor()
    give_app(person)
    code = give_recovery_codes(person)[3]
    first, second = Client(), Client()
    sign_in(first, person.email)
    sign_in(second, person.email)
    enter_code(first, code)
    assert is_signed_in(first)
    assert "not correct" in text_of(enter_code(second, code))
    assert not is_signed_in(second)


def test_recovery_codes_alone_are_no_factor():
    person = factories.editor()
    client = signed_in(person)
    give_recovery_codes(person)
    assert client.get("/admin/").headers["Location"] == REQUIRED


def test_a_session_that_began_without_the_factor_ends_when_one_is_added():
    person = factories.editor()
    thief, owner = signed_in(person), signed_in(person)
    owner.get(REQUIRED)
    secret = owner.get(ADD_APP).context["form"].secret
    owner.post(ADD_APP, {"code": code_of(secret)})
    assert is_signed_in(owner)
    assert not is_signed_in(thief)


def test_a_session_that_never_showed_the_factor_shows_it_or_gets_nowhere():
    """However it came to be: a factor put there by hand, a session that no list knew."""
    person = factories.editor()
    client = signed_in(person)
    secret = give_app(person)
    prove = "/accounts/2fa/reauthenticate/"
    for address in ("/admin/", "/accounts/", ADD_APP, "/accounts/2fa/passkeys/add/", "/accounts/reauthenticate/"):
        assert client.get(address).headers["Location"] == prove, address
    client.post(prove, {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_the_last_factor_stays_while_the_role_needs_it():
    person = factories.editor()
    secret = give_app(person)
    client = Client()
    sign_in(client, person.email)
    enter_code(client, code_of(secret))
    for response in (client.get(REMOVE_APP), client.post(REMOVE_APP)):
        assert "Add another one first" in text_of(response)
    assert factors_of(person) == {"totp"}
    passkey = give_passkey(person)
    client.post(REMOVE_APP)
    assert factors_of(person) == {"webauthn"}
    remove = reverse("mfa_remove_webauthn", args=[passkey.pk])
    assert "Add another one first" in text_of(client.post(remove, follow=True))
    assert factors_of(person) == {"webauthn"}


def test_a_member_may_take_the_last_factor_away():
    person = factories.member()
    secret = give_app(person)
    client = Client()
    sign_in(client, person.email)
    enter_code(client, code_of(secret))
    client.post(REMOVE_APP)
    assert factors_of(person) == set()
    assert is_signed_in(client)


def test_if_the_factor_is_gone_all_the_same_nothing_is_open():
    person = factories.editor()
    secret = give_app(person)
    client = Client()
    sign_in(client, person.email)
    enter_code(client, code_of(secret))
    Authenticator.objects.filter(user=person).delete()
    assert client.get("/admin/").headers["Location"] == REQUIRED


def test_nobody_touches_the_passkeys_of_somebody_else():
    theirs = give_passkey(factories.editor())
    person = factories.member()
    client = signed_in(person)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        for number in (theirs.pk, theirs.pk + 1000):
            address = reverse(name, args=[number])
            assert client.get(address).status_code == 404
            assert client.post(address, {"name": "mine"}).status_code == 404
    assert str(Authenticator.objects.get(pk=theirs.pk)) == "Passkey 1"


def test_it_costs_one_query_and_somebody_without_a_session_none():
    establish()
    person = factories.member()
    client = signed_in(person)

    def queries(client):
        client.get("/about/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/about/")
        return [query["sql"] for query in captured if "mfa_authenticator" in query["sql"]]

    assert len(queries(client)) == 1
    services.assign_role(person=person, role=Role.EXPERT)
    give_passkey(factories.member())
    assert len(queries(client)) == 1
    assert queries(Client()) == []


def test_signing_out_is_possible_without_a_factor():
    client = signed_in(factories.editor())
    assert client.get("/accounts/logout/").status_code == 200
    client.post("/accounts/logout/")
    assert not is_signed_in(client)
