"""The links in mails. They are signed, and name a subscriber by number: addresses stay out of logs and histories."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from notifications.letters import absolute

CONFIRM, LEAVE = "newsletter.confirm", "newsletter.leave"
CONFIRM_WITHIN = timedelta(days=7)


def confirm_url(subscriber_id: int) -> str:
    """Lets whoever has the mail confirm this sign-up, for `CONFIRM_WITHIN`."""
    return absolute(reverse("newsletter_confirm", args=[signing.dumps(subscriber_id, salt=CONFIRM)]))


def read_confirm_token(token: str) -> int:
    """The number of the subscriber. Raises SignatureExpired, and BadSignature if we never made it."""
    return int(signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN))


def leave_url(subscriber_id: int) -> str:
    """Lets whoever has the mail end this subscription, and nothing else. Never expires."""
    return absolute(reverse("newsletter_leave", args=[signing.dumps(subscriber_id, salt=LEAVE)]))


def read_leave_token(token: str) -> int:
    """The number of the subscriber. Raises BadSignature if we never made it."""
    return int(signing.loads(token, salt=LEAVE))
