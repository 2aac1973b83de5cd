"""The guard looks at every text that goes to others: no material, nothing that leads to it, nobody's personal data.

A finding says what kind of thing it is and never holds the thing. Findings that hold are never sent on; of the others
the writer is warned. It asks once too often rather than once too little: whoever writes can change the text at once.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import Pattern
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from . import guard_patterns as patterns
from .where_to_report import HOSTS


class Kind(models.TextChoices):
    MATERIAL_LINK = "material-link", "Links to files, and to places where files are shared"
    HIDDEN_LINK = "hidden-link", "Addresses of hidden services"
    FINGERPRINT = "fingerprint", "Hashes and other fingerprints of files"
    MINOR = "minor", "What tells who a child is"
    EMAIL = "email", "Email addresses"
    PHONE = "phone", "Telephone numbers"
    NETWORK = "network", "IP addresses"
    BIRTH = "birth", "Dates of birth"
    HANDLE = "handle", "User names"
    LINK = "link", "Links"

    @property
    def holds(self) -> bool:
        return self not in {Kind.HANDLE, Kind.LINK}


SENTENCES: dict[Kind, str] = {
    Kind.MATERIAL_LINK: "Take out links to files, names of files and places where files are shared. "
    "You can say in general words what happened.",
    Kind.HIDDEN_LINK: "Take out addresses of hidden services. Report them instead: nobody here may open them.",
    Kind.FINGERPRINT: "Take out hashes and other fingerprints of files. Your question can be answered without them.",
    Kind.MINOR: "Take out whatever tells who a child is, such as a name with an age, or a school.",
    Kind.EMAIL: "Take out email addresses. We reach you through your account.",
    Kind.PHONE: "Take out telephone numbers. We reach you through your account.",
    Kind.NETWORK: "Take out IP addresses: they lead to a person.",
    Kind.BIRTH: "Take out dates of birth.",
    Kind.HANDLE: "This looks like somebody’s user name. Please take it out if it is.",
    Kind.LINK: "Please keep this link only if it leads to something that everybody may read.",
}


@dataclass(frozen=True)
class Finding:
    """`start` and `end` are places in the text, for marking it while its writer still has it on the screen."""

    kind: Kind
    start: int
    end: int

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


def findings_in(text: str) -> list[Finding]:
    """All that the guard finds, in the order of the text."""
    plain, places = _plain(text)
    found: list[tuple[Kind, int, int]] = []
    for kind, start, end in sorted(_look(plain), key=lambda seen: (not seen[0].holds, seen[1] - seen[2])):
        if not any(first <= start and end <= last for _, first, last in found):
            found.append((kind, start, end))
    in_order = sorted(found, key=lambda seen: seen[1:])
    return [Finding(kind, places[start], places[end - 1] + 1) for kind, start, end in in_order]


def holding(texts: Iterable[str]) -> list[Finding]:
    """Of several texts, what holds them."""
    return [finding for text in texts for finding in findings_in(text) if finding.kind.holds]


def warning(texts: Iterable[str]) -> list[Finding]:
    """Of several texts, what their writer is asked to think about. It does not hold them."""
    return [finding for text in texts for finding in findings_in(text) if not finding.kind.holds]


def kinds_of(findings: Iterable[Finding]) -> list[str]:
    """As they are stored with a request that is held."""
    return sorted({finding.kind.value for finding in findings})


# --- Reading through disguises --------------------------------------------------------------------------------------


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without disguises, and for each of its letters the place where it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKC", letter):
            if unicodedata.category(plain) != "Cf":  # what takes no room on the screen splits words unseen
                letters.append(plain)
                places.append(place)
    plain_text = "".join(letters)
    for disguise, instead in patterns.DISGUISES:
        plain_text, places = _undisguise(plain_text, places, disguise, instead)
    return plain_text, places


def _undisguise(text: str, places: list[int], disguise: Pattern[str], instead: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    kept: list[int] = []
    end = 0
    for match in disguise.finditer(text):
        plain = match.expand(instead)
        pieces += [text[end : match.start()], plain]
        kept += places[end : match.start()] + [places[match.start()]] * len(plain)
        end = match.end()
    return "".join([*pieces, text[end:]]), kept + places[end:]


# --- Looking --------------------------------------------------------------------------------------------------------

EVERYWHERE = (
    (Kind.HIDDEN_LINK, patterns.MAGNET),
    (Kind.HIDDEN_LINK, patterns.ONION),
    (Kind.FINGERPRINT, patterns.HEX),
    (Kind.FINGERPRINT, patterns.SPLIT_HEX),
    (Kind.EMAIL, patterns.MAIL),
)
# The inside of a link is full of such things; the link itself is judged.
OUTSIDE_LINKS = (
    (Kind.FINGERPRINT, patterns.NUMBERS),
    (Kind.FINGERPRINT, patterns.BASE64),
    (Kind.BIRTH, patterns.BIRTH),
    (Kind.NETWORK, patterns.IP4),
    (Kind.NETWORK, patterns.IP6),
    (Kind.PHONE, patterns.PHONE),
    (Kind.MATERIAL_LINK, patterns.BARE_SHARING),
    (Kind.MATERIAL_LINK, patterns.FILE_NAME),
    (Kind.HANDLE, patterns.HANDLE),
)
NOBODYS_NETWORKS = ("127.", "0.", "192.0.2.", "198.51.100.", "203.0.113.", "::1")  # for examples, in documentation
WORDS_BEFORE = 60  # letters in which a rule is named before its age

Seen = tuple[Kind, int, int]


def _look(text: str) -> Iterator[Seen]:
    yield from _links(text)
    links = [match.span() for match in patterns.URL.finditer(text)]
    for kind, pattern in EVERYWHERE:
        for match in pattern.finditer(text):
            if not _is_harmless(kind, match[0]):
                yield kind, match.start(), match.end()
    for kind, pattern in OUTSIDE_LINKS:
        for match in pattern.finditer(text):
            is_inside = any(first <= match.start() < last for first, last in links)
            if not is_inside and not _is_harmless(kind, match[0]):
                yield kind, match.start(), match.end()
    yield from _minors(text)


def _links(text: str) -> Iterator[Seen]:
    for match in patterns.URL.finditer(text):
        kind = _kind_of_link(match[0].rstrip(".,;:!?"))
        if kind is not None:
            yield kind, match.start(), match.end()


def _minors(text: str) -> Iterator[Seen]:
    for pattern in patterns.MINORS:
        for match in pattern.finditer(text):
            before = text[max(match.start() - WORDS_BEFORE, 0) : match.start()]
            names = set(patterns.A_NAME.findall(match[0])) - patterns.NO_NAMES
            if (names and not patterns.A_RULE.search(before)) or patterns.A_SCHOOL.search(match[0]):
                yield Kind.MINOR, match.start(), match.end()


def _kind_of_link(link: str) -> Kind | None:
    """None for addresses of the portal itself and of those to whom one reports."""
    try:
        parts = urlsplit(link if "://" in link else f"//{link}")
    except ValueError:  # no address: brackets that close nothing
        return Kind.LINK
    host = parts.netloc.rpartition("@")[2].partition(":")[0].lower()
    if host.endswith((".onion", ".i2p")) or parts.scheme in {"ftp", "sftp", "ed2k", "ipfs", "ipns"}:
        return Kind.HIDDEN_LINK
    if patterns.IP4.fullmatch(host) or _is_below(host, patterns.SHARING):
        return Kind.MATERIAL_LINK
    if _is_below(host, HOSTS) or host == urlsplit(settings.BASE_URL).hostname:
        return None
    if patterns.PATH_OF_FILE.search(parts.path) or patterns.PATH_OF_FILE.search(parts.query):
        return Kind.MATERIAL_LINK
    return Kind.LINK


def _is_below(host: str, hosts: Iterable[str]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _is_harmless(kind: Kind, words: str) -> bool:
    if kind == Kind.EMAIL:
        address = words.lower()
        return _is_below(address.rpartition("@")[2], HOSTS) or address == settings.CONTACT_EMAIL.lower()
    return kind == Kind.NETWORK and words.startswith(NOBODYS_NETWORKS)
