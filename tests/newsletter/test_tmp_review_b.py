import smtplib
from datetime import timedelta
import pytest
from django.core import mail as delivered
from django.utils import timezone
from django.test import Client
from newsletter.models import Subscriber
from newsletter.upkeep import forget_unconfirmed
from notifications.addresses import UndeliverableAddress
from notifications.bounces import receive_bounce
from notifications.outbox import OutboxMail
from notifications.sending import *
from tests import factories
from tests.notifications.test_bounces import report
from .mailbox import *
pytestmark = pytest.mark.django_db

def test_t9(monkeypatch, client):
    from django.core.mail.backends.locmem import EmailBackend
    old = EmailBackend.send_messages
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"5.1.1 zqchosenbyattacker")})
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    sign_up("stranger@victim.example"); print("T9 send", send_waiting_mails())
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=8)); forget_unconfirmed()
    print("T9 kept:", list(UndeliverableAddress.objects.values_list("address", "reason")), Subscriber.objects.count(), "parked", OutboxMail.objects.filter(parked_at__isnull=False).count())
    sign_up("stranger@victim.example")
    print(send_waiting_mails())
    monkeypatch.setattr(EmailBackend, "send_messages", old)
    print("T9 clear ->", clear_address(noted=UndeliverableAddress.objects.get()), "parked still", OutboxMail.objects.filter(parked_at__isnull=False).count())
    sign_up("other@victim.example"); send_waiting_mails(); m = OutboxMail.objects.latest("pk")
    print("T9 bounce", m.state, receive_bounce(report(m.message_id, to="other@victim.example")))
    from notifications.staff_lists import mail_line
    print("T9 line", mail_line(OutboxMail.objects.filter(parked_at__isnull=False).first())["address"] or "somebody who may not sign in")

def test_t11_amplify(settings, client):
    n = 0
    for i in range(20):
        sign_up(f"v.ictim+{i}@gmail.com", client)
    print("T11 variants", send_waiting_mails())

def test_t11_day(monkeypatch, client):
    import allauth.core.internal.ratelimit as r
    t = [1e9]
    monkeypatch.setattr(r.time, "time", lambda: t[0])
    for h in range(24):
        t[0] += 3601
        for i in range(3): sign_up("victim@larkspan.example", client)
    print("T11 in a day", OutboxMail.objects.count())
