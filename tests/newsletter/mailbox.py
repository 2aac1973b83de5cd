"""What the tests of this room do: sign up, and read what the newest mail says to its reader."""

import re

from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from newsletter.models import Subscriber
from notifications.letters import Letter, compose
from notifications.outbox import OutboxMail
from notifications.sending import send_waiting_mails

NEWSLETTER = "/newsletter/"


def sign_up(address, client=None):
    return (client or Client()).post(NEWSLETTER, {"address": address})


def subscriber(address="reader@larkspan.example") -> Subscriber:
    return Subscriber.objects.create(address=address, confirmed_at=timezone.now())


def waiting(address="reader@larkspan.example") -> Subscriber:
    return Subscriber.objects.create(address=address)


def newest_letter() -> Letter:
    mail = OutboxMail.objects.latest("pk")
    letter = compose(mail)
    assert letter is not None
    return letter


def link_in(text: str, what: str) -> str:
    """The path of the link to `confirm` or `leave`."""
    found = re.search(rf"http://localhost:8000({NEWSLETTER}{what}/\S+/)", text)
    assert found, text
    return found[1]


def arrived() -> list[EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return delivered.outbox[before:]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def on_the_list() -> dict[str, bool]:
    """Address -> whether it is confirmed."""
    return {one.address: one.confirmed_at is not None for one in Subscriber.objects.all()}
