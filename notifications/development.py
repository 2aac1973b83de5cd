"""Mail in development: a folder of files instead of a mail server. `development_views.py` shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

NAME = re.compile(r"\d{8}-\d{6}-\d{6}-[0-9a-f]{16}")  # when, and a digest of the Message-ID
SUFFIX = ".eml"


class FolderBackend(BaseEmailBackend):
    """Writes each mail into MAIL_FOLDER. The same mail sent twice is one file, as mail programs show it once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _write(message)
        return len(email_messages)


def _write(message: EmailMessage) -> None:
    folder = Path(settings.MAIL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    mail = message.message()
    digest = sha256(str(mail["Message-ID"]).encode()).hexdigest()[:16]
    name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{digest}{SUFFIX}"
    path = next(folder.glob(f"*-{digest}{SUFFIX}"), folder / name)
    with NamedTemporaryFile(dir=folder, delete=False) as file:  # nobody finds half a mail
        file.write(mail.as_bytes())
    Path(file.name).replace(path)


# --- Reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A mail of the folder. `name` is its file's, without the suffix."""

    name: str
    mail: ParsedMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"] or "(no subject)")

    @property
    def to(self) -> str:
        return str(self.mail["To"] or "")

    @property
    def date(self) -> str:
        return str(self.mail["Date"] or "")

    @property
    def headers(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.mail.items())

    @property
    def text(self) -> str:
        return self._content_of("plain")

    @property
    def html(self) -> str:
        return self._content_of("html")

    def _content_of(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def mail_names() -> list[str]:
    """The newest first."""
    return sorted((path.stem for path in Path(settings.MAIL_FOLDER).glob(f"*{SUFFIX}")), reverse=True)


def mail_named(name: str) -> Found | None:
    """None for what is no name of a mail, wherever else in the file system it would lead."""
    path = Path(settings.MAIL_FOLDER, f"{name}{SUFFIX}")
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    return Found(name, message_from_bytes(path.read_bytes(), policy=policy.default))
