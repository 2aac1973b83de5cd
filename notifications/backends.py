"""Where Django's own `send_mail` puts what libraries send (sign-in, review notices): into the outbox, like all mail.

So no request ever waits for a mail server, and a mail of a transaction that fails is never sent.
"""

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .letters import Letter, register_message
from .outbox import OutboxMail, post

WRITTEN = "written"


class OutboxBackend(BaseEmailBackend):
    """One mail for each recipient. Attachments have no place in a row, and nothing sends any."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise NotImplementedError("The outbox takes no attachments: send a link instead.")
            for recipient in message.recipients():
                post(message=WRITTEN, address=parseaddr(recipient)[1], context=_as_written(message), rank=0)
        return len(email_messages)


def _as_written(message: EmailMessage) -> dict[str, object]:
    alternatives = getattr(message, "alternatives", [])
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    return {
        "subject": " ".join(str(message.subject).split()),
        "text": str(message.body),
        "html": html,
        "headers": {str(name): str(value) for name, value in message.extra_headers.items()},
    }


def compose_written(mail: OutboxMail) -> Letter | None:
    return Letter(to=mail.address, **mail.context)


register_message(WRITTEN, compose_written)
