"""A second reader of calendar files, written from RFC 5545 and as strict as it is: what it does not know is an error.

It shares nothing with the library that writes them.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LINE = re.compile(
    r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.S
)
PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:]*)')
LOCAL, UTC = re.compile(r"\d{8}T\d{6}"), re.compile(r"\d{8}T\d{6}Z")
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
ONCE = {
    "VEVENT": {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "ORGANIZER", "DESCRIPTION"},
    "VCALENDAR": {"PRODID", "VERSION", "METHOD", "CALSCALE"},
}
NEEDED = {
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER"},
    "VCALENDAR": {"PRODID", "VERSION", "METHOD"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}


class NotACalendar(Exception):
    """It breaks the RFC, and how."""


@dataclass
class Property:
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> Property:
        found = self.properties.get(name, [])
        if len(found) != 1:
            raise NotACalendar(f"{name} stands {len(found)} times in {self.name}")
        return found[0]

    def text(self, name: str) -> str:
        return re.sub(r"\\([nN\\;,])", lambda found: "\n" if found[1] in "nN" else found[1], self.one(name).value)

    def all(self, name: str) -> list["Component"]:
        return [part for part in self.parts if part.name == name]


def read(content: bytes) -> Component:
    """The calendar of a file. Raises NotACalendar."""
    text = content.decode("utf-8")
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", "") or "\r" in text.replace("\r\n", ""):
        raise NotACalendar("lines end with CRLF")
    longest = max(map(len, content.split(b"\r\n")))
    if longest > 75:
        raise NotACalendar(f"a line of {longest} octets")
    open_parts = [Component("")]
    for line in re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n"):
        _take(line, open_parts)
    if len(open_parts) != 1 or [part.name for part in open_parts[0].parts] != ["VCALENDAR"]:
        raise NotACalendar("there is one calendar in a file, and it ends")
    calendar = open_parts[0].parts[0]
    _check(calendar)
    return calendar


def _take(line: str, open_parts: list[Component]) -> None:
    found = LINE.fullmatch(line)
    if found is None:
        raise NotACalendar(f"no content line: {line!r}")
    name, parameters, value = found.groups()
    if name == "BEGIN":
        open_parts.append(Component(value))
    elif name == "END":
        ended = open_parts.pop()
        if ended.name != value:
            raise NotACalendar(f"{value} ends where {ended.name} is open")
        open_parts[-1].parts.append(ended)
    else:
        given = {key: text.strip('"') for key, text in PARAMETER.findall(parameters)}
        open_parts[-1].properties.setdefault(name, []).append(Property(given, value))


def _check(part: Component) -> None:
    missing = NEEDED.get(part.name, set()) - part.properties.keys()
    twice = {name for name in ONCE.get(part.name, set()) if len(part.properties.get(name, [])) > 1}
    if missing or twice:
        raise NotACalendar(f"{part.name}: missing {sorted(missing)}, more than once {sorted(twice)}")
    for inner in part.parts:
        _check(inner)


# --- Times ---------------------------------------------------------------------------------------------------------


def instant(calendar: Component, event: Component, name: str) -> datetime:
    """The time in UTC, without a zone, worked out from the VTIMEZONE of the file alone."""
    given = event.one(name)
    if UTC.fullmatch(given.value):
        return _read(given.value.removesuffix("Z"))
    if not LOCAL.fullmatch(given.value) or "TZID" not in given.parameters:
        raise NotACalendar(f"{name} floats: {given.value}")
    zones = [zone for zone in calendar.all("VTIMEZONE") if zone.text("TZID") == given.parameters["TZID"]]
    if len(zones) != 1:
        raise NotACalendar(f"{given.parameters['TZID']} is defined {len(zones)} times")
    local = _read(given.value)
    return local - _offset_at(zones[0], local)


def _read(text: str) -> datetime:
    """Zones are what this module works out by itself, so Python's play no part."""
    return datetime.fromisoformat(text)


def _offset_at(zone: Component, local: datetime) -> timedelta:
    """Of the last onset before this local time (RFC 5545, 3.6.5)."""
    onsets = [(onset, observance) for observance in zone.parts for onset in _onsets(observance, local)]
    before = [(onset, observance) for onset, observance in onsets if onset <= local]
    if not before:
        raise NotACalendar(f"{zone.text('TZID')} says nothing of {local}")
    _, observance = max(before, key=lambda pair: pair[0])
    return _offset(observance.one("TZOFFSETTO").value)


def _onsets(observance: Component, until: datetime) -> list[datetime]:
    if "RRULE" in observance.properties:
        raise NotACalendar("this reader knows no rules, and our files need none")
    texts = [observance.one("DTSTART").value]
    texts += [text for given in observance.properties.get("RDATE", []) for text in given.value.split(",")]
    return [_read(text) for text in texts]


def _offset(text: str) -> timedelta:
    found = OFFSET.fullmatch(text)
    if found is None:
        raise NotACalendar(f"no offset: {text}")
    sign, hours, minutes, seconds = found.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return size if sign == "+" else -size
