import smtplib
from datetime import timedelta
import pytest
from django.core import mail as delivered
from django.utils import timezone
from django.test import Client
from wagtail.models import Page
from notifications import announcements, sending, outbox
from notifications.addresses import UndeliverableAddress
from notifications.announcements import *
from notifications.mailing import settle_notices
from notifications.outbox import OutboxMail, post
from notifications.preferences import *
from notifications.sending import send_waiting_mails
from notifications.jobs import run_job
from notifications.job_states import JobState
from tests import factories
from tests.matrix.conftest import BACKEND
from tests.shelf.readers import follow, bookmark, hide, signed_in
from workinggroups.pages import *
from visibility.models import Audience
from .portal import publish, work, all_of, canaries_in
from .test_bounces import report
from notifications.bounces import receive_bounce

pytestmark = pytest.mark.django_db

def at_once(person, subject=Subject.GROUPS):
    choose(person=person, choices={subject: Frequency.AT_ONCE})

def test_t1_unsubscribed_while_waiting(group):
    p = factories.member_of(group); at_once(p)
    publish(below=WorkingGroupPage.objects.get(group=group))
    spread_announcements(); settle_notices()
    unsubscribe(person_id=p.pk, subject=Subject.GROUPS)
    n = len(delivered.outbox); send_waiting_mails()
    print("T1 mails after unsubscribing:", len(delivered.outbox) - n)

def test_t2_confidential_correction_later_open(group):
    p = factories.member_of(group)
    choose(person=p, choices={Subject.CORRECTIONS: Frequency.DAILY})
    page = publish(below=WorkingGroupPage.objects.get(group=group), sensitivity="confidential")
    work()
    bookmark(p, page)
    announce_correction(page=page, text="zqsecretcorrectionqz", by=factories.superuser())
    spread_announcements(); settle_notices()
    Notice.objects.filter(announcement__what="corrected").update(made_at=timezone.now() - timedelta(days=2))
    page.sensitivity = "open"; page.save_revision().publish()
    mails = work()
    print("T2", [("zqsecretcorrectionqz" in all_of(m), m.subject) for m in mails])

def test_t5_unpublished_before_spread(group):
    p = factories.member_of(group); at_once(p)
    page = publish(below=WorkingGroupPage.objects.get(group=group))
    page.unpublish()
    spread_announcements()
    page = type(page).objects.get(pk=page.pk)
    page.save_revision().publish()
    print("T5a live", Page.objects.get(pk=page.pk).live, "mails", len(work()), "notices", Notice.objects.count())

def test_t5_hidden_then_widened(group):
    p = factories.member_of(group); at_once(p)
    nobody = Audience.objects.create(name="Nobody", slug="nobody")
    page = publish(below=WorkingGroupPage.objects.get(group=group), audience=nobody)
    spread_announcements()
    page.audience = None; page.save_revision().publish()
    print("T5b mails", len(work()), "notices", Notice.objects.count())

def test_t6_poison_announcement(group, monkeypatch):
    p = factories.member_of(group); at_once(p)
    first = publish(below=WorkingGroupPage.objects.get(group=group))
    second = publish(below=WorkingGroupPage.objects.get(group=group))
    def source(a):
        if a.page_id == first.pk: raise ValueError("x")
        return []
    monkeypatch.setitem(announcements._sources, "bad", source)
    for _ in range(8):
        JobState.objects.update(not_before=None)
        run_job("spread_announcements")
    print("T6 spread of second:", Announcement.objects.get(page=second).spread_at, "notices", Notice.objects.count())

def test_t7_bounce_after_change_of_address(portal):
    p = factories.member()
    mail = post(message="test", person=p)
    OutboxMail.objects.filter(pk=mail.pk).update(attempts=1, sent_at=timezone.now())
    p.email = "successor@larkspan.example"; p.save()
    print("T7", receive_bounce(report(mail.message_id, to="successor@larkspan.example")), list(UndeliverableAddress.objects.values_list("address", flat=True)))

@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.3.4", "5.4.1"])
def test_t8_bounce_statuses(portal, status):
    p = factories.member()
    mail = post(message="test", person=p)
    OutboxMail.objects.filter(pk=mail.pk).update(attempts=1, sent_at=timezone.now())
    print("T8", status, receive_bounce(report(mail.message_id, to=p.email, status=status)))

def test_t8_relay_denied(portal, monkeypatch):
    people = [factories.member() for _ in range(5)]
    for p in people: post(message="written", address=p.email, context={"subject": "s", "text": "code"})
    from django.core.mail.backends.locmem import EmailBackend
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (554, b"5.7.1 Relay access denied")})
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    print("T8b", send_waiting_mails(), UndeliverableAddress.objects.count(), "health failing:", JobState.objects.filter(name="send_mail", failures__gt=0).exists())

def test_t12_never_parked(portal, monkeypatch):
    from django_q.exceptions import TimeoutException
    post(message="written", address="a@b.example", context={"subject": "s", "text": "x"})
    def hang(mail): raise TimeoutException("x")
    monkeypatch.setattr(sending, "compose", hang)
    for _ in range(40):
        try: send_waiting_mails()
        except BaseException as e: pass
        OutboxMail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    m = OutboxMail.objects.get(); print("T12", m.state, m.attempts)

def test_t13_bookmark_oracle(portal):
    p = factories.member(); nobody = Audience.objects.create(name="Nobody", slug="nobody")
    page = publish(); bookmark(p, page); hide(page, nobody)
    other = publish(); bookmark(p, other); pk = other.pk; other.delete()
    c = signed_in(p)
    print("T13", [c.post(f"/shelf/bookmarks/{n}/", {"action": "remove"}).status_code for n in (page.pk, pk)])

def test_t15_numbers(portal):
    c = signed_in(factories.superuser()); c.raise_request_exception = False
    big = 10**20
    print("T15", c.get(f"/notices/{big}/").status_code, c.get(f"/admin/shelf/correction/{big}/").status_code,
      c.post("/admin/parked-mails/", {"mail": str(big)}).status_code, c.post("/admin/undeliverable-addresses/", {"address": str(big)}).status_code,
      c.get(f"/admin/reports/audit-log/?object_id={big}").status_code, c.get(f"/admin/reports/audit-log/?person={big}").status_code,
      c.get(f"/admin/reports/audit-log/?person=%00").status_code, c.post(f"/shelf/bookmarks/{big}/", {"action":"add","at":str(big)}).status_code)

def test_t16_alias_of_alias(portal):
    p = factories.member()
    page = publish()
    a = page.create_alias(parent=Page.objects.get(slug="resources"), update_slug="al1")
    b = a.create_alias(parent=Page.objects.get(slug="resources"), update_slug="al2")
    bookmark(p, type(page).objects.get(pk=b.pk))
    announce_correction(page=page, text="x", by=factories.superuser())
    spread_announcements()
    print("T16 alias_of", b.alias_of_id, a.pk, "notices", Notice.objects.filter(person=p).count())

def test_t18_double_post(portal):
    p = factories.member(); page = publish(); bookmark(p, page)
    c = signed_in(factories.editor())
    for _ in range(3):
        r = c.post(f"/admin/shelf/correction/{page.pk}/", {"text": "Dear all: click http://evil.example"})
    print("T18", r.status_code, len(work()))

def test_t14_daily(portal):
    from notifications import jobs
    from django_q.models import Schedule, OrmQ
    jobs.register_job(jobs.Job("zqdaily", "x", lambda: 1/0, minutes=1440))
    jobs.ensure_schedules()
    OrmQ.objects.all().delete()
    Schedule.objects.filter(name="zqdaily").update(next_run=timezone.now()+timedelta(days=1))
    jobs.run_job("zqdaily")
    print("T14", JobState.objects.get(name="zqdaily").not_before, Schedule.objects.get(name="zqdaily").next_run, OrmQ.objects.count())
    del jobs._jobs["zqdaily"]
