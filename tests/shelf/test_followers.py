"""Followers hear of what is new in what they follow, once, and only while they may see it."""

import pytest
from django.core import mail as delivered

from notifications.announcements import Notice, concerned_readers, notices_for, spread_announcements, unread_count
from notifications.preferences import Frequency, Subject, choose
from tests import factories
from tests.notifications.portal import all_of, canaries_in, publish, work
from visibility.viewer import viewer_for
from workinggroups.pages import WorkingGroupPage

from .readers import follow, follow_topic, hide, signed_in


def at_once(person):
    choose(person=person, choices={Subject.TOPICS: Frequency.AT_ONCE})
    return person


def test_a_follower_of_two_topics_hears_once_and_nobody_else_does(topics):
    follower = at_once(factories.member())
    for topic in topics:
        follow_topic(follower, topic)
    follow_topic(at_once(factories.startup_user()), topics[0])  # may not open the members' library
    factories.member()
    publish(topics=topics)
    publish()
    (mail,) = work()
    assert mail.to == [follower.email]
    notice = Notice.objects.get()
    assert (notice.person, notice.subject) == (follower, Subject.TOPICS)


def test_a_follower_of_a_page_hears_of_what_is_published_below_it(group):
    page = WorkingGroupPage.objects.get(group=group)
    staff = factories.alliance_staff()  # on no roster
    follow(staff, page)
    published = publish(below=page)
    publish()
    work()
    assert list(Notice.objects.values_list("person", "announcement__page", "subject")) == [
        (staff.pk, published.pk, Subject.TOPICS)
    ]


def test_whoever_leaves_a_group_hears_no_more_of_it_though_they_follow_it(group):
    from workinggroups import services as groups

    page = WorkingGroupPage.objects.get(group=group)
    person = factories.member_of(group)
    follow(person, page)
    groups.remove_from_roster(group=group, person=person)
    publish(below=page)
    assert work() == []
    assert not Notice.objects.exists()


@pytest.mark.parametrize("when", ["announced", "noticed"])
def test_a_notice_is_lost_when_the_page_becomes_hidden(topics, nobody, when):
    follower = at_once(factories.member())
    follow_topic(follower, topics[0])
    page = publish(topics=topics)
    if when == "noticed":
        assert spread_announcements() == 1
        assert unread_count(viewer_for(follower)) == 1
    hide(page, nobody)
    assert work() == []
    assert not delivered.outbox
    viewer = viewer_for(follower)
    assert not notices_for(viewer).exists()
    assert unread_count(viewer) == 0
    assert not canaries_in(signed_in(follower).get("/notices/").content.decode())


def test_a_mail_about_a_followed_topic_says_what_the_page_allows(topics):
    follow_topic(at_once(factories.member()), topics[0])
    publish(topics=topics, sensitivity="confidential")
    (mail,) = work()
    assert not canaries_in(all_of(mail))


def test_asking_whom_it_concerns_costs_the_same_for_one_and_for_many(topics):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from notifications.announcements import Announcement

    page = publish(topics=topics)
    announcement = Announcement.objects.get(page=page)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert concerned_readers(announcement)
        return len(captured)

    def add_follower() -> None:
        person = factories.member()
        for topic in topics:
            follow_topic(person, topic)
        follow(person, page)

    add_follower()
    cost()
    one = cost()
    add_follower()
    add_follower()
    assert cost() == one
