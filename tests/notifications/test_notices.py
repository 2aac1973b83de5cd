"""Whoever it concerns hears of what was published, as often as they chose, and never of what they may not see."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as delivered
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from membership import services as people
from membership.organisations import lifecycle
from notifications import announcements
from notifications.announcements import (
    Announcement,
    Notice,
    What,
    announce_correction,
    concerned,
    notices_for,
    spread,
    spread_announcements,
    unread_count,
)
from notifications.jobs import SomeFailed
from notifications.mailing import settle_notices
from notifications.outbox import OutboxMail
from notifications.preferences import Frequency, Subject, choose, last_digest
from shelf.services import follow_page
from tests import factories
from tests.signing_in import BACKEND
from visibility.models import Audience
from visibility.viewer import viewer_for
from workinggroups import services as groups
from workinggroups.models import WorkingGroup
from workinggroups.pages import BriefingPage, WorkingGroupPage

from .portal import all_of, canaries_in, furnished, publish, work

pytestmark = pytest.mark.django_db


def wants(person, subject: Subject, frequency: Frequency):
    choose(person=person, choices={subject: frequency})
    return person


def group_page(group: WorkingGroup) -> Page:
    return WorkingGroupPage.objects.get(group=group)


def recipients(mails) -> set[str]:
    return {address for mail in mails for address in mail.to}


# --- Who hears of it -----------------------------------------------------------------------------------------------


def test_people_on_the_roster_hear_of_a_new_page_and_nobody_else(group):
    on_roster = [wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE) for _ in range(2)]
    factories.member()
    factories.startup_user()
    publish(below=group_page(group))
    assert recipients(work()) == {person.email for person in on_roster}
    assert set(Notice.objects.values_list("person", flat=True)) == {person.pk for person in on_roster}


def test_members_hear_of_briefings_that_they_may_see(group):
    member = wants(factories.member(), Subject.BRIEFINGS, Frequency.AT_ONCE)
    wants(factories.startup_user(), Subject.BRIEFINGS, Frequency.AT_ONCE)
    publish(BriefingPage, below="policy-briefings")
    publish(BriefingPage, below=group_page(group))  # a briefing for one group only
    assert [mail.to for mail in work()] == [[member.email]]


def test_one_person_hears_once_for_the_weightiest_reason(group):
    both = factories.member_of(group)
    for subject in (Subject.GROUPS, Subject.BRIEFINGS):
        wants(both, subject, Frequency.AT_ONCE)
    publish(BriefingPage, below=group_page(group))
    assert len(work()) == 1
    assert Notice.objects.get().subject == Subject.GROUPS


def test_a_page_is_announced_once_however_often_it_is_published(group):
    wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    page = publish(below=group_page(group))
    assert len(work()) == 1
    page.title = "Another title"
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()
    assert work() == []
    assert Announcement.objects.count() == 1


def test_a_draft_an_old_page_an_alias_and_a_section_are_no_news(portal):
    announced = set(Announcement.objects.values_list("page", flat=True))
    page = publish()
    old = publish()
    Announcement.objects.filter(page=old).delete()
    Page.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=2))
    old.refresh_from_db()
    old.save()
    page.create_alias(update_slug="another-place")
    draft = publish()
    Announcement.objects.filter(page=draft).delete()
    draft.unpublish()
    assert set(Announcement.objects.values_list("page", flat=True)) - announced == {page.pk}


# --- What a mail may say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sensitivity", "said"),
    [("open", {"zqtitleqz", "zqsummaryqz"}), ("restricted", {"zqtitleqz"}), ("confidential", set())],
)
@pytest.mark.parametrize("frequency", [Frequency.AT_ONCE, Frequency.DAILY])
def test_sensitivity_decides_what_leaves_the_portal(group, sensitivity, said, frequency):
    wants(factories.member_of(group), Subject.GROUPS, frequency)
    page = publish(below=group_page(group), sensitivity=sensitivity)
    work()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        work()
    (mail,) = delivered.outbox
    assert canaries_in(all_of(mail)) == said
    notice = Notice.objects.get()
    assert f"/notices/{notice.code}/" in mail.body
    assert page.slug not in all_of(mail), "the address of the page is in its title's words"


def test_no_row_that_waits_holds_a_word_of_the_page(group):
    wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    publish(below=group_page(group))
    work()
    assert not canaries_in(str(list(OutboxMail.objects.values())))


def test_a_title_with_a_line_break_cannot_add_a_header(group):
    wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    publish(below=group_page(group), title="One\r\nBcc: everybody@example.org")
    (mail,) = work()
    assert "Bcc" not in mail.message()
    assert mail.subject == "New: One Bcc: everybody@example.org"


# --- What changes between the cause and the mail -------------------------------------------------------------------


def restricted(page, group, person):
    page.audience = Audience.objects.create(name="Nobody", slug="nobody")
    page.save()


def unpublished(page, group, person):
    page.unpublish()


def moved(page, group, person):
    other = factories.working_group("Appeals")
    page.move(furnished(other), pos="last-child")


def off_the_roster(page, group, person):
    groups.remove_from_roster(group=group, person=person)


def suspended(page, group, person):
    people.suspend_person(person=person)


def company_suspended(page, group, person):
    lifecycle.suspend_organisation(organisation=person.organisation)


def deleted(page, group, person):
    page.delete()


def the_way_there_restricted(page, group, person):
    above = page.get_parent().specific
    above.audience = Audience.objects.create(name="Nobody", slug="nobody")
    above.save()


CHANGES = (
    restricted,
    unpublished,
    moved,
    off_the_roster,
    suspended,
    company_suspended,
    deleted,
    the_way_there_restricted,
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["announced", "noticed", "in the outbox"])
def test_what_is_no_longer_theirs_is_in_no_mail_and_no_notice(group, change, when):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    page = publish(below=group_page(group))
    if when != "announced":
        assert spread_announcements() == 1
    if when == "in the outbox":
        assert settle_notices() == 1
    change(page, group, person)
    assert work() == []
    person.refresh_from_db()
    viewer = viewer_for(person)
    assert not notices_for(viewer).exists()
    assert unread_count(viewer) == 0
    client = Client()
    client.force_login(person, backend=BACKEND)
    assert not canaries_in(client.get("/notices/", follow=True).content.decode())
    assert not OutboxMail.objects.filter(sent_at__isnull=False).exists()


def in_an_instant(page):
    page.unpublish()


def for_nobody(page):
    page.audience = Audience.objects.get_or_create(name="Nobody", slug="nobody")[0]
    page.save_revision().publish()


def back(page):
    page.audience = None
    page.save_revision().publish()


@pytest.mark.parametrize("hide", [in_an_instant, for_nobody])
@pytest.mark.parametrize("when", ["announced", "noticed", "in the outbox"])
def test_news_of_a_page_that_was_hidden_for_a_moment_is_not_lost(group, hide, when):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    page = publish(below=group_page(group))
    if when != "announced":
        spread_announcements()
    if when == "in the outbox":
        settle_notices()
    hide(page)
    assert work() == []
    back(page)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert [mail.to for mail in work()] == [[person.email]]
        assert work() == []


def test_a_correction_waits_for_its_page(group):
    author, reader = factories.member_of(group), factories.member_of(group)
    page = publish(below=group_page(group))
    follow_page(viewer=viewer_for(reader), page_id=page.pk)
    announce_correction(page=page, text="It was the other way round.", by=author)
    page.unpublish()
    work()
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        back(page)
        mails = work()
    assert [(mail.to, mail.subject) for mail in mails] == [([reader.email], "Correction: zqtitleqz")]


def test_a_correction_is_sent_once_however_often_the_button_is_pressed(group):
    page = publish(below=group_page(group))
    for _ in range(3):
        announce_correction(page=page, text="The same.", by=None)
    assert Announcement.objects.filter(what=What.CORRECTED).count() == 1


@pytest.mark.parametrize(("then", "now"), [("confidential", "open"), ("open", "confidential")])
def test_what_was_confidential_then_or_is_now_leaves_by_no_mail(group, then, now):
    reader = wants(factories.member_of(group), Subject.CORRECTIONS, Frequency.DAILY)
    page = publish(below=group_page(group), sensitivity=then)
    follow_page(viewer=viewer_for(reader), page_id=page.pk)
    announce_correction(page=page, text="It says zqbodyqz.", by=None)
    page.sensitivity = now
    page.save_revision().publish()
    work()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        mails = [mail for mail in work() if "Corrections" in mail.subject]
    assert len(mails) == 1
    assert not canaries_in(all_of(mails[0]))


def test_whoever_leaves_a_subject_gets_no_mail_that_waited(group):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    publish(below=group_page(group))
    spread_announcements()
    assert settle_notices() == 1
    wants(person, Subject.GROUPS, Frequency.NONE)
    assert work() == []


def test_an_announcement_that_cannot_be_spread_keeps_no_other(group, monkeypatch):
    wants(factories.member_of(group), Subject.GROUPS, Frequency.AT_ONCE)
    broken, fine = publish(below=group_page(group)), publish(below=group_page(group))

    def source(announcement):
        if announcement.page_id == broken.pk:
            raise ValueError
        return []

    monkeypatch.setitem(announcements._sources, "broken", source)
    with pytest.raises(SomeFailed):
        spread_announcements()
    assert set(Notice.objects.values_list("announcement__page", flat=True)) == {fine.pk}


def test_a_digest_tells_what_is_still_theirs_and_drops_the_rest(group):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.DAILY)
    kept = publish(below=group_page(group), title="Kept")
    publish(below=group_page(group)).unpublish()
    hidden = publish(below=group_page(group))
    assert work() == []
    hidden.audience = Audience.objects.create(name="Nobody", slug="nobody")
    hidden.save()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        (mail,) = work()
    assert mail.to == [person.email]
    assert mail.subject == "My working groups: 1 new today"
    assert kept.title in mail.body
    assert "zqtitleqz" not in all_of(mail)


# --- How often -----------------------------------------------------------------------------------------------------


def test_nobody_who_wants_no_mail_gets_one_but_the_portal_lists_it(group):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.NONE)
    publish(below=group_page(group))
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert work() == []
        assert work() == []
    assert unread_count(viewer_for(person)) == 1


def test_what_was_read_on_the_portal_is_not_mailed_afterwards(group):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.DAILY)
    publish(below=group_page(group))
    work()
    client = Client()
    client.force_login(person, backend=BACKEND)
    assert client.get(f"/notices/{Notice.objects.get().code}/").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert work() == []


def test_a_choice_made_later_holds_for_what_waits(group):
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.WEEKLY)
    publish(below=group_page(group))
    assert work() == []
    wants(person, Subject.GROUPS, Frequency.AT_ONCE)
    assert len(work()) == 1
    wants(person, Subject.GROUPS, Frequency.DAILY)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert work() == []


def test_a_new_choice_of_digest_loses_nothing(group):
    """Even if today's digest of the other kind has gone already."""
    person = wants(factories.member_of(group), Subject.GROUPS, Frequency.DAILY)
    start = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday, before the hour of digests
    with time_machine.travel(start, tick=False):
        publish(below=group_page(group), title="First")
        work()
    with time_machine.travel(start + timedelta(hours=2), tick=False):
        assert [mail.subject for mail in work()] == ["My working groups: 1 new today"]
        wants(person, Subject.GROUPS, Frequency.WEEKLY)
        publish(below=group_page(group), title="Second")
        assert work() == []
    with time_machine.travel(start + timedelta(days=1, hours=2), tick=False):
        wants(person, Subject.GROUPS, Frequency.DAILY)
        (mail,) = work()
        assert "Second" in mail.body
        assert "First" not in mail.body


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        (Frequency.DAILY, "2026-03-04T06:59", "2026-03-03T07:00"),
        (Frequency.DAILY, "2026-03-04T07:00", "2026-03-04T07:00"),
        (Frequency.WEEKLY, "2026-03-02T06:59", "2026-02-23T07:00"),
        (Frequency.WEEKLY, "2026-03-02T07:01", "2026-03-02T07:00"),
        (Frequency.WEEKLY, "2026-03-08T23:00", "2026-03-02T07:00"),
    ],
)
def test_digests_are_due_at_seven_weekly_ones_on_mondays(frequency, now, due):
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert last_digest(frequency, at) == datetime.fromisoformat(due).replace(tzinfo=UTC)


# --- Corrections ---------------------------------------------------------------------------------------------------


def test_whoever_announces_is_not_told(group):
    author = factories.member_of(group)
    page = publish(below=group_page(group))
    announcement = announce_correction(page=page, text="Paragraph 2 said the opposite.", by=author)
    assert announcement.what == What.CORRECTED
    assert author.pk not in concerned(announcement)


# --- Queries -------------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_one_notice_and_for_many(group):
    person = factories.member_of(group)
    client = Client()
    client.force_login(person, backend=BACKEND)

    def cost() -> int:
        client.get("/notices/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/notices/")
        return len(captured)

    publish(below=group_page(group))
    work()
    one = cost()
    for _ in range(3):
        publish(below=group_page(group))
    work()
    assert cost() == one


def test_spreading_asks_once_for_people_who_are_alike(group):
    def cost() -> int:
        page = publish(below=group_page(group))
        with CaptureQueriesContext(connection) as captured:
            assert spread(announcement_id=Announcement.objects.get(page=page).pk)
        return len(captured)

    factories.member_of(group)
    cost()
    one = cost()
    for _ in range(5):
        factories.member_of(group)
    assert cost() == one
