"""A correction reaches whoever has the wrong text and may still read the right one; editors see how many that are."""

import pytest
from wagtail.models import Page

from notifications.announcements import Announcement, Notice, What, announce_correction
from notifications.preferences import Subject
from shelf.services import note_download
from tests import factories
from tests.content.samples import body_with, document
from tests.notifications.portal import all_of, publish, work

from .readers import bookmark, follow, follow_topic, hide, signed_in

WORDS = "zqcorrectionqz: paragraph 2 said the opposite."


@pytest.fixture
def file():
    return document()


@pytest.fixture
def page(file, topics):
    published = publish(body=body_with(file), topics=topics)
    Announcement.objects.all().delete()
    return published


def address(page) -> str:
    return f"/admin/shelf/correction/{page.pk}/"


# --- Whom it reaches -----------------------------------------------------------------------------------------------


def test_it_reaches_whoever_downloaded_saved_or_follows_and_nobody_else(page, file, topics):
    downloader, keeper, follower, all_three = (factories.member() for _ in range(4))
    for person in (downloader, all_three):
        note_download(person_id=person.pk, document_id=file.pk)
    for person in (keeper, all_three):
        bookmark(person, page)
    for person in (follower, all_three):
        follow(person, page)
    bystander, elsewhere = factories.member(), factories.member()
    follow_topic(bystander, topics[0])
    bookmark(elsewhere, publish())
    follow(elsewhere, publish())
    note_download(person_id=elsewhere.pk, document_id=document().pk)
    Announcement.objects.all().delete()
    announce_correction(page=page, text=WORDS, by=None)
    expected = {downloader, keeper, follower, all_three}
    mails = work()
    assert sorted(mail.to[0] for mail in mails) == sorted(person.email for person in expected)
    assert all("zqcorrectionqz" in all_of(mail) for mail in mails)
    assert {notice.person for notice in Notice.objects.all()} == expected
    assert set(Notice.objects.values_list("subject", flat=True)) == {Subject.CORRECTIONS}


def test_it_does_not_reach_whoever_may_not_see_the_page_any_more(page, file, nobody):
    person = factories.member()
    bookmark(person, page)
    note_download(person_id=person.pk, document_id=file.pk)
    note_download(person_id=factories.startup_user().pk, document_id=file.pk)
    hide(page, nobody)
    announce_correction(page=page, text=WORDS, by=None)
    assert work() == []
    assert not Notice.objects.exists()


def test_it_reaches_whoever_kept_another_place_of_the_same_page(page):
    alias = page.create_alias(parent=Page.objects.get(slug="publications"))
    person = factories.member()
    bookmark(person, alias)
    announce_correction(page=page, text=WORDS, by=None)
    assert [mail.to for mail in work()] == [[person.email]]


def test_it_reaches_whoever_kept_a_place_that_repeats_another_place_of_the_page(page):
    first = page.create_alias(parent=Page.objects.get(slug="publications"))
    second = first.create_alias(parent=Page.objects.get(slug="topics"))
    third = second.create_alias(parent=Page.objects.get(slug="answers"))
    people = [factories.member() for _ in range(2)]
    bookmark(people[0], second)
    follow(people[1], third)
    Announcement.objects.all().delete()
    announce_correction(page=page, text=WORDS, by=None)
    assert sorted(mail.to[0] for mail in work()) == sorted(person.email for person in people)


# --- Sending one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sensitivity", "said"),
    [
        ("open", "its title, its summary and your text"),
        ("restricted", "says its title. Your text stays"),
        ("confidential", "only a link"),
    ],
)
def test_editors_see_how_many_will_hear_and_what_the_mail_says(page, nobody, sensitivity, said):
    page.sensitivity = sensitivity
    page.save()
    for _ in range(2):
        bookmark(factories.member(), page)
    editor = signed_in(factories.editor())
    assert address(page) in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    body = " ".join(editor.get(address(page)).content.decode().split())
    assert "<strong>2 people</strong>" in body
    assert said in body


def test_sending_announces_it_and_changes_nothing_else(page):
    for _ in range(2):
        bookmark(factories.member(), page)
    editor = factories.editor()
    bookmark(editor, page)  # whoever sends it needs no notice
    before = page.revisions.count()
    response = signed_in(editor).post(address(page), {"text": WORDS}, follow=True)
    assert "2 people hear of it" in response.content.decode()
    announcement = Announcement.objects.get()
    assert (announcement.page_id, announcement.what, announcement.text, announcement.by) == (
        page.pk,
        What.CORRECTED,
        WORDS,
        editor,
    )
    assert page.revisions.count() == before
    assert len(work()) == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_a_correction_says_something_and_is_short(page, text):
    response = signed_in(factories.editor()).post(address(page), {"text": text})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Announcement.objects.exists()


def test_it_is_refused_to_whoever_may_not_edit_the_page(page, group):
    in_group = publish(below=Page.objects.get(slug=group.slug))
    Announcement.objects.all().delete()
    cases = (
        (factories.member(), page, 302),  # not in the admin at all
        (factories.coordinator_of(group), page, 302),  # knows the page and does not edit it
        (factories.editor(), in_group, 404),  # must not know of it
        (factories.editor(), Page.objects.get(depth=1), 404),
    )
    for person, refused, status in cases:
        client = signed_in(person)
        for response in (client.get(address(refused)), client.post(address(refused), {"text": WORDS})):
            assert response.status_code == status, person
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("number", [999_999, 10**20])
def test_a_page_that_never_was_is_not_corrected(number):
    client = signed_in(factories.editor())
    for method in (client.get, client.post):
        assert method(f"/admin/shelf/correction/{number}/").status_code == 404


def test_a_draft_and_an_alias_are_not_corrected(page):
    alias = page.create_alias(parent=Page.objects.get(slug="publications"))
    page.unpublish()
    editor = signed_in(factories.editor())
    for refused in (page, alias):
        assert editor.post(address(refused), {"text": WORDS}).status_code == 302
    assert address(page) not in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert not Announcement.objects.exists()
