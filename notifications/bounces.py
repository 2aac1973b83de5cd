"""Mails that come back: reports of other mail servers (RFC 3464) that an address will not take mail.

A report is a mail like any other, and anybody can write one. So it counts only if it names the Message-ID of a mail of
ours, which nobody can guess, and an address to which that very mail went.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from enum import Enum

from .addresses import mails_to, note_undeliverable
from .jobs import told
from .refusals import is_dead_by_status

MOST_RECIPIENTS = 100  # of one report; ours have one


class Bounce(Enum):
    """What became of a mail that came in. Says nothing of whom it was about."""

    NOTED = "The address is undeliverable: no more mail goes there until staff clear it."
    NOT_FINAL = (
        "The mail is delayed, or was refused for a reason that says nothing about the address. Nothing is noted."
    )
    NOT_OURS = "Ignored: the report names no mail that the portal sent to that address."
    NO_REPORT = "Ignored: this is no delivery status notification (RFC 3464)."


@dataclass(frozen=True)
class Recipient:
    """One recipient of a report, with every address by which it is known."""

    addresses: frozenset[str]
    action: str
    status: str
    said: str

    @property
    def has_failed_for_good(self) -> bool:
        return self.action == "failed" and is_dead_by_status(self.status)


def receive_bounce(mail: bytes) -> Bounce:
    """Note the address of a mail of ours that came back for good."""
    try:
        report = message_from_bytes(mail)
        recipients = list(_recipients(report))[:MOST_RECIPIENTS]
        message_id = _message_id(report)
    except (RecursionError, MessageError, ValueError):  # made to break whoever reads it
        return Bounce.NO_REPORT
    if not recipients:
        return Bounce.NO_REPORT
    failed = [recipient for recipient in recipients if recipient.has_failed_for_good]
    if not failed:
        return Bounce.NOT_FINAL
    noted = [recipient for recipient in failed if _note(message_id, recipient)]
    return Bounce.NOTED if noted else Bounce.NOT_OURS


def _note(message_id: str, recipient: Recipient) -> bool:
    for address in sorted(recipient.addresses):
        if mails_to(address).filter(message_id=message_id, attempts__gt=0).exists():
            note_undeliverable(address=address, reason=told(recipient.said or recipient.status))
            return True
    return False


# --- Reading a report ----------------------------------------------------------------------------------------------


def _recipients(report: Message) -> Iterator[Recipient]:
    """Those of the part for machines. Its first block is about the mail, and each one after that about a recipient."""
    is_status = str(report.get_param("report-type", "")).lower() == "delivery-status"
    if report.get_content_type() != "multipart/report" or not is_status:
        return
    for part in _parts(report):
        if part.get_content_type() == "message/delivery-status":
            for block in _parts(part)[1:]:
                yield _recipient(block)


def _recipient(block: Message) -> Recipient:
    named = (_after_type(block, name) for name in ("Final-Recipient", "Original-Recipient"))
    return Recipient(
        addresses=frozenset(address.lower() for address in named if "@" in address),
        action=_field(block, "Action").lower(),
        status=_field(block, "Status").partition(" ")[0],
        said=_after_type(block, "Diagnostic-Code"),
    )


def _message_id(report: Message) -> str:
    """Of the mail that came back, which a report holds: all of it, or its headers."""
    for part in _parts(report)[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            return _field(message_from_bytes(headers), "Message-ID") if isinstance(headers, bytes) else ""
        if part.get_content_maintype() == "message" and part.get_content_subtype() != "delivery-status":
            return next((_field(returned, "Message-ID") for returned in _parts(part)), "")
    return ""


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _field(message: Message, name: str) -> str:
    """One line, without the NUL that PostgreSQL does not take."""
    return " ".join(str(message.get(name, "")).replace("\0", "").split())


def _after_type(message: Message, name: str) -> str:
    """`rfc822; dov@larkspan.example` and `smtp; 550 No such mailbox` say what kind of thing follows."""
    return _field(message, name).partition(";")[2].strip()
