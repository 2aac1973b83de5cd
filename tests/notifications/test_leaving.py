"""Who wants no more mail gets none, with one click, and without learning or losing anything else."""

from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client

from notifications.preferences import (
    DEFAULTS,
    UNSUBSCRIBE,
    Frequency,
    Subject,
    choose,
    preferences_of,
    unsubscribe_token,
)
from tests import factories
from tests.signing_in import BACKEND
from workinggroups.pages import WorkingGroupPage

from .portal import publish, work

pytestmark = pytest.mark.django_db


def test_one_click_in_the_mail_ends_mails_of_that_subject_only(group):
    person = factories.member_of(group)
    choose(person=person, choices={Subject.GROUPS: Frequency.AT_ONCE})
    publish(below=WorkingGroupPage.objects.get(group=group))
    (mail,) = work()
    headers = mail.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    nobody = Client(enforce_csrf_checks=True)
    assert nobody.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert preferences_of(person) == {**DEFAULTS, Subject.GROUPS: Frequency.NONE}
    publish(below=WorkingGroupPage.objects.get(group=group))
    assert work() == []


def test_opening_the_link_changes_nothing(portal):
    person = factories.member()
    path = f"/notices/unsubscribe/{unsubscribe_token(person=person, subject=Subject.TOPICS)}/"
    assert b"No more mail about this?" in Client().get(path).content
    assert preferences_of(person) == DEFAULTS


@pytest.mark.parametrize(
    "token",
    ["x", "WzEsImdyb3VwcyJd:1:x", signing.dumps([1, "groups"], salt="another")],
    ids=["words", "a wrong signature", "signed for something else"],  # tokens differ from one second to the next
)
def test_a_token_that_we_did_not_make_is_a_page_that_is_not_there(portal, token):
    assert Client().post(f"/notices/unsubscribe/{token}/").status_code == 404


def test_a_token_of_a_person_who_is_no_more_answers_alike(portal):
    person = factories.member()
    paths = [
        f"/notices/unsubscribe/{signing.dumps([pk, 'topics'], salt=UNSUBSCRIBE)}/" for pk in (person.pk, 987654321)
    ]
    answers = [Client().post(path) for path in paths]
    assert answers[0].status_code == answers[1].status_code == 200
    assert answers[0].content == answers[1].content


def test_choices_are_kept_and_shown(portal):
    person = factories.member()
    client = Client()
    client.force_login(person, backend=BACKEND)
    given = {subject.value: Frequency.WEEKLY.value for subject in Subject}
    assert client.post("/notices/mail/", given).status_code == 302
    assert set(preferences_of(person).values()) == {Frequency.WEEKLY}
    assert client.get("/notices/mail/").content.count(b"checked") == len(Subject)


def test_a_choice_that_is_none_is_said_and_nothing_is_changed(portal):
    person = factories.member()
    client = Client()
    client.force_login(person, backend=BACKEND)
    given = {subject.value: Frequency.WEEKLY.value for subject in Subject} | {"topics": "hourly"}
    answer = client.post("/notices/mail/", given)
    assert answer.status_code == 200
    assert b"There is a problem" in answer.content
    assert preferences_of(person) == DEFAULTS


def test_notices_of_others_are_pages_that_are_not_there(group):
    person = factories.member_of(group)
    publish(below=WorkingGroupPage.objects.get(group=group))
    work()
    notice = person.notices.get()
    other = Client()
    other.force_login(factories.member_of(group), backend=BACKEND)
    missing = other.get(f"/notices/{uuid4()}/")
    hidden = other.get(f"/notices/{notice.code}/")
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    other.post("/notices/read/")
    notice.refresh_from_db()
    assert notice.read_at is None
