"""One takes one's data along, and goes: nothing of others comes along, and nothing of theirs goes with one."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from wagtail.models import Page

from audit.kinds import PERSON
from audit.models import Action, AuditEntry
from content.models import Topic
from content.pages import ContentPage
from membership import services
from membership.accounts import farewell, personal_data
from membership.models import Role, User
from notifications.outbox import OutboxMail
from notifications.preferences import Frequency, Subject, choose
from portal.establish import establish
from shelf.models import Bookmark, Download, PageFollow, TopicFollow
from tests import factories
from tests.signing_in import BACKEND
from visibility.models import Audience
from workinggroups.pages import ResourcePage

from .desk import arrived, give_app, give_passkey, give_recovery_codes, is_signed_in, sign_in, signed_in, text_of

pytestmark = pytest.mark.django_db

EXPORT, DELETE = "/accounts/export/", "/accounts/delete/"


def export_of(client) -> dict:
    response = client.post(EXPORT)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    return json.loads(response.content)


def delete(client, typed):
    return client.post(DELETE, {"typed": typed})


def resource(title, **fields) -> ContentPage:
    page = ResourcePage(title=title, slug=title.lower(), summary="About it.", kind="guidance", **fields)
    Page.objects.get(slug="publications").add_child(instance=page)
    return page


# --- Taking one's data along --------------------------------------------------------------------------------------


def test_the_file_holds_what_the_portal_knows():
    establish()
    group = factories.working_group("Hashing")
    person = factories.member_of(group)
    page, topic = resource("Readable"), Topic.objects.create(name="Grooming", slug="grooming")
    Bookmark.objects.create(person=person, page=page)
    PageFollow.objects.create(person=person, page=page)
    TopicFollow.objects.create(person=person, topic=topic)
    choose(person=person, choices={Subject.EVENTS: Frequency.NONE})
    found = export_of(signed_in(person))
    assert found["you"][0]["email address"] == person.email
    assert [row["page"] for row in found["bookmarks"] + found["followed pages"]] == ["Readable"] * 2
    assert [row["topic"] for row in found["followed topics"]] == ["Grooming"]
    assert found["mail choices"] == [{"about": "Events", "how often": "No mail"}]
    assert [row["group"] for row in found["working groups"]] == ["Hashing"]
    assert [row["browser"] for row in found["sessions"]] == ["A browser"]
    assert found["roles"] == []


def test_the_file_names_no_page_that_is_hidden_now():
    establish()
    person = factories.member()
    hidden = resource("Zqhidden")
    Bookmark.objects.create(person=person, page=hidden)
    PageFollow.objects.create(person=person, page=hidden)
    assert "Zqhidden" in json.dumps(export_of(signed_in(person)))
    hidden.audience = Audience.objects.create(name="Nobody", slug="nobody")
    hidden.save()
    found = export_of(signed_in(person))
    assert "zqhidden" not in json.dumps(found).lower()
    assert [row["page"] for row in found["bookmarks"]] == ["a page that you cannot open any more"]


def test_the_file_holds_nothing_of_others_and_no_secret():
    establish()
    person, other = factories.member(), factories.startup_user()
    for someone in (person, other):
        Bookmark.objects.create(person=someone, page=resource(f"Page-{someone.pk}"))
        services.assign_role(person=someone, role=Role.EXPERT)
    client = signed_in(person)
    secret, codes = give_app(person), give_recovery_codes(person)
    text = json.dumps(export_of(client))
    assert other.email not in text
    assert f"Page-{other.pk}" not in text
    assert f"Page-{person.pk}" in text
    for hidden in (secret, person.password, client.session.session_key, *codes):
        assert hidden not in text


def test_that_somebody_took_it_is_in_the_audit_log():
    person = factories.member()
    client = signed_in(person)
    client.get(EXPORT)
    assert not AuditEntry.objects.filter(action=Action.EXPORTED).exists()
    export_of(client)
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (person.pk, PERSON, person.pk)


def test_a_room_above_adds_what_it_keeps(monkeypatch):
    monkeypatch.setattr(personal_data, "_sources", dict(personal_data._sources))
    personal_data.register_personal_data("questions", lambda person: [{"asked by": person.pk}])
    person = factories.member()
    assert export_of(signed_in(person))["questions"] == [{"asked by": person.pk}]


# --- Going --------------------------------------------------------------------------------------------------------


def test_nothing_goes_without_the_address_typed():
    person = factories.member()
    client = signed_in(person)
    for typed, sentence in (("", "Type your email address"), ("other@larkspan.example", "Nothing has been deleted")):
        assert sentence in text_of(delete(client, typed))
    assert User.objects.filter(pk=person.pk).exists()


def test_with_the_account_goes_what_is_the_persons_and_they_are_out_everywhere():
    establish()
    group = factories.working_group()
    person, other = factories.member_of(group), factories.member_of(group)
    for someone in (person, other):
        Bookmark.objects.create(person=someone, page=resource(f"Page-{someone.pk}"))
        give_passkey(someone)
    there = Client()
    there.force_login(person, backend=BACKEND)
    here = signed_in_before_the_passkey(person)
    address = person.email
    response = delete(here, f" {address.upper()} ")
    assert "Your account is deleted" in text_of(response)
    assert set(User.objects.values_list("pk", flat=True)) == {other.pk}
    assert [one.person_id for one in Bookmark.objects.all()] == [other.pk]
    assert [entry.person_id for entry in group.roster.all()] == [other.pk]
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert not Download.objects.exists()
    (told,) = arrived()
    assert (told.to, "is deleted" in told.subject) == ([address], True)
    deleted = AuditEntry.objects.filter(object_id=person.pk).latest("pk")
    assert deleted.details == {"deleted": True}


def signed_in_before_the_passkey(person) -> Client:
    Authenticator.objects.filter(user=person).delete()
    client = signed_in(person)
    give_passkey(person)
    return client


def test_what_a_person_worked_on_stays():
    establish()
    person = factories.editor()
    page = resource("Lasting", content_owner=person, owner=person)
    page.save_revision(user=person).publish()
    address = person.email
    delete(signed_in(person), address)
    assert not User.objects.filter(email=address).exists()
    page.refresh_from_db()
    assert (page.live, page.title, page.content_owner_id, page.owner_id) == (True, "Lasting", None, None)


def test_the_last_superuser_stays():
    person = factories.superuser()
    client = signed_in(person)
    assert "You are the only superuser" in text_of(client.get(DELETE))
    assert "You are the only superuser" in text_of(delete(client, person.email))
    second = factories.superuser()
    services.suspend_person(person=second)
    assert "You are the only superuser" in text_of(delete(client, person.email))
    services.reinstate_person(person=second)
    delete(client, person.email)
    assert set(User.objects.all()) == {second}


def test_the_last_representative_of_others_stays():
    company = factories.organisation()
    person, colleague = factories.representative(company), factories.member(company)
    client = signed_in(person)
    assert "only representative" in text_of(delete(client, person.email))
    assert User.objects.filter(pk=person.pk).exists()
    services.assign_role(person=colleague, role=Role.REPRESENTATIVE)
    delete(client, person.email)
    assert set(User.objects.all()) == {colleague}


def test_a_representative_of_nobody_else_may_go():
    person = factories.representative()
    factories.startup_user()
    delete(signed_in(person), person.email)
    assert not User.objects.filter(pk=person.pk).exists()


def test_what_must_not_die_is_handed_on_first_and_if_that_fails_all_stays(monkeypatch):
    monkeypatch.setattr(farewell, "_farewells", {})
    heir = factories.member()
    person = factories.member()

    def hand_on(leaving: User) -> None:
        User.objects.filter(pk=heir.pk).update(last_name=f"heir of {leaving.pk}")

    farewell.register_farewell("a", hand_on)
    client = signed_in(person)

    def fail(leaving: User) -> None:
        raise RuntimeError

    farewell.register_farewell("b", fail)
    with pytest.raises(RuntimeError):
        delete(client, person.email)
    assert User.objects.filter(pk=person.pk).exists()
    assert User.objects.get(pk=heir.pk).last_name == "Winterlin"
    assert is_signed_in(client)
    assert not OutboxMail.objects.filter(message="account-deleted").exists()
    del farewell._farewells["b"]
    delete(client, person.email)
    assert User.objects.get(pk=heir.pk).last_name == f"heir of {person.pk}"


def test_whoever_has_gone_signs_in_no_more():
    person = factories.member()
    address = person.email
    delete(signed_in(person), address)
    client = Client()
    assert "not correct" in text_of(sign_in(client, address))
