"""What a mail says, put together at the moment it is sent.

A room registers a *composer* for each of its messages: a function that reads the mail's row, asks what its reader may
still see, and returns the letter; or None, and the mail is dropped. The texts stand in `templates/mail/`, a pair for
each message: `NAME.txt`, whose first line is the subject, and `NAME.html`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from .jobs import TellsStaff
from .outbox import OutboxMail


@dataclass(frozen=True)
class Attachment:
    """`content_type` with its parameters, but without a charset: the text goes out as UTF-8."""

    name: str
    content: str
    content_type: str


@dataclass(frozen=True)
class Letter:
    """`headers` in addition to From, To, Date and Message-ID."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


Composer = Callable[[OutboxMail], Letter | None]

_composers: dict[str, Composer] = {}


class NoSuchMessage(TellsStaff):
    """No room composes a message of this name."""


class NotNow(Exception):
    """There is nothing to say now, and may be again soon: the page is hidden for a moment."""


def register_message(name: str, composer: Composer) -> None:
    _composers[name] = composer


def compose(mail: OutboxMail) -> Letter | None:
    """The letter, as its reader may read it now; None if nothing is left to say. Raises NotNow and NoSuchMessage."""
    if mail.message not in _composers:
        raise NoSuchMessage(mail.message)
    return _composers[mail.message](mail)


def letter(template: str, context: Mapping[str, Any], *, to: str, headers: Mapping[str, str] | None = None) -> Letter:
    """The pair of templates `mail/<template>.txt` and `.html` as a letter."""
    given = {**context, "portal_name": settings.PORTAL_NAME, "base_url": settings.BASE_URL}
    subject, _, text = render_to_string(f"mail/{template}.txt", given).strip().partition("\n")
    return Letter(
        to=to,
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
        html=render_to_string(f"mail/{template}.html", given),
        headers=headers or {},
    )


def address_of(mail: OutboxMail) -> str:
    """Where this mail goes now; empty if its person may not sign in any more."""
    if mail.person is None:
        return mail.address
    return str(mail.person.email) if mail.person.is_active else ""


def absolute(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
