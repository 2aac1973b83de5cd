"""What somebody gets who asks for the newsletter: a link to confirm, or word that they are subscribed already.

The mail's row holds the subscriber's number alone. The address is read when the mail is sent, so that nothing of an
address stays in the outbox after its owner has left.
"""

from notifications.letters import Letter, letter, register_message
from notifications.outbox import OutboxMail

from .links import CONFIRM_WITHIN, confirm_url, leave_url
from .models import Subscriber

SIGN_UP = "newsletter-sign-up"


def compose_sign_up(mail: OutboxMail) -> Letter | None:
    subscriber = Subscriber.objects.filter(pk=mail.context["subscriber"]).first()
    if subscriber is None:
        return None
    return _already(subscriber) if subscriber.confirmed_at else _confirm(subscriber)


def _confirm(subscriber: Subscriber) -> Letter:
    context = {"confirm_url": confirm_url(subscriber.pk), "days": CONFIRM_WITHIN.days}
    return letter("newsletter_confirm", context, to=subscriber.address)


def _already(subscriber: Subscriber) -> Letter:
    way_out = leave_url(subscriber.pk)
    headers = {
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
    }
    return letter("newsletter_already", {"leave_url": way_out}, to=subscriber.address, headers=headers)


register_message(SIGN_UP, compose_sign_up)
