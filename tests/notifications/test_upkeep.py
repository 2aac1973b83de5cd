"""What was sent or read long ago is forgotten; what somebody has still to look at never is."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone

from notifications import upkeep
from notifications.announcements import Announcement, Notice, What
from notifications.outbox import OutboxMail, post
from notifications.preferences import Subject
from tests import factories

from .portal import publish

pytestmark = pytest.mark.django_db

OLD, NEW = timezone.now() - timedelta(days=91), timezone.now() - timedelta(days=89)


def mail(**fields: object) -> int:
    written = post(message="test", address="dov@larkspan.example")
    OutboxMail.objects.filter(pk=written.pk).update(written_at=OLD, **fields)
    return written.pk


def test_only_mails_that_came_to_their_end_long_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr(upkeep, "ROWS_AT_ONCE", 2)
    for _ in range(3):
        mail(sent_at=OLD)
    mail(dropped_at=OLD)
    kept = {mail(sent_at=NEW), mail(dropped_at=NEW), mail(parked_at=OLD), mail()}
    assert upkeep.forget_old_mails() == 4
    assert set(OutboxMail.objects.values_list("pk", flat=True)) == kept


def test_how_long_is_a_setting(settings):
    settings.MAIL_KEEP_DAYS = 30
    mail(sent_at=NEW)
    assert upkeep.forget_old_mails() == 1


def test_a_setting_that_would_forget_everything_is_refused(settings):
    settings.MAIL_KEEP_DAYS = 0
    mail(sent_at=OLD)
    with pytest.raises(ImproperlyConfigured):
        upkeep.forget_old_mails()
    with pytest.raises(SystemCheckError, match="MAIL_KEEP_DAYS"):
        call_command("check")


def test_notices_that_were_read_long_ago_are_forgotten(portal):
    page = publish()
    announcement = Announcement.objects.get(page=page, what=What.PUBLISHED)
    long_ago, lately = (timezone.now() - timedelta(days=days) for days in (181, 179))
    notices = [
        Notice.objects.create(
            person=factories.member(), announcement=announcement, subject=Subject.GROUPS, made_at=long_ago, read_at=read
        )
        for read in (long_ago, lately, None)
    ]
    assert upkeep.forget_old_notices() == 1
    assert set(Notice.objects.all()) == set(notices[1:])
