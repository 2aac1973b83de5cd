"""A real SMTP server that takes mail, and at times refuses it, is slow, or hangs up: before it took a mail or after."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from random import Random
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 Message accepted"
LATER, NEVER = "451 Try again later", "550 No such mailbox"
SECONDS_OF_SILENCE = 1.5  # longer than the tests' senders wait


@dataclass(frozen=True)
class Arrived:
    message_id: str
    to: str
    subject: str
    body: str


@dataclass
class Moods:
    """How often, of a hundred mails, the server does what."""

    later: int = 0
    silent: int = 0
    hangs_up_before: int = 0
    hangs_up_after: int = 0
    refused: frozenset[str] = frozenset()
    random: Random = field(default_factory=lambda: Random(1))

    def choose(self) -> str:
        names = ("later", "silent", "hangs_up_before", "hangs_up_after")
        weights = [getattr(self, name) for name in names]
        return self.random.choices([*names, "takes"], [*weights, 100 - sum(weights)])[0]


@dataclass
class PostOffice:
    """Use as a context. `arrived` holds every mail that the server took, also those that it never said so of."""

    moods: Moods = field(default_factory=Moods)
    arrived: list[Arrived] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    answers: dict[str, str] = field(default_factory=dict)  # to "rcpt" or "data", instead of what it would say

    def __enter__(self) -> Self:
        self._controller = _Controller(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    # aiosmtpd calls these by their names.

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        if address in self.moods.refused:
            self.did["refused"] += 1
            return NEVER
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "data" in self.answers:
            return self.answers["data"]
        mood = self.moods.choose()
        self.did[mood] += 1
        if mood == "later":
            return LATER
        if mood == "silent":
            await asyncio.sleep(SECONDS_OF_SILENCE)
            return LATER
        if mood == "hangs_up_before":
            server.transport.abort()
            return LATER
        message = message_from_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            body = next((part for part in message.walk() if part.get_content_type() == "text/plain"), message)
            text = body.get_payload(decode=True).decode()
            self.arrived.append(Arrived(message["Message-ID"], address, str(message["Subject"]), text))
        if mood == "hangs_up_after":
            server.transport.abort()
        return TAKEN


class _Controller(Controller):
    def __init__(self, handler: PostOffice, **options: Any) -> None:
        super().__init__(handler, **options)

    def _trigger_server(self) -> None:
        """aiosmtpd looks whether it answers at the port that was asked for, which is 0 here: any that is free."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
