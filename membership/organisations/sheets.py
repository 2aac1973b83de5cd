"""Reads a list of people to invite out of what a spreadsheet saves as CSV, or out of what was copied from one.

Everything that may be wrong with the list as a whole is said in words. What is wrong with a row is said of that row.
"""

import csv
import io
from typing import NamedTuple

MOST_ROWS = 500
MOST_BYTES = 256 * 1024

# How a heading may be written, without spaces, hyphens and underscores.
HEADINGS = {
    "email": "email",
    "emailaddress": "email",
    "firstname": "first_name",
    "givenname": "first_name",
    "lastname": "last_name",
    "surname": "last_name",
    "familyname": "last_name",
    "role": "role",
}
NEEDED = ("email", "first_name", "last_name")
EXPECTED = "The first row needs the headings email, first name and last name; role may follow."


class UnreadableSheet(ValueError):
    """Its words are a sentence for whoever brought the list."""


class Row(NamedTuple):
    """What stands in one line of the list. `number` counts as spreadsheets do: the headings are row 1."""

    number: int
    email: str
    first_name: str
    last_name: str
    role: str
    has_surplus: bool  # more cells than there are headings


def read_sheet(content: bytes) -> list[Row]:
    """Raises UnreadableSheet."""
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(
            f"The list is larger than {MOST_BYTES // 1024} kB. Split it, and bring one part at a time."
        )
    lines = _lines(_text(content))
    if not lines:
        raise UnreadableSheet("The list is empty.")
    (_, heads), *body = lines
    columns = _columns(heads)
    if len(body) > MOST_ROWS:
        raise UnreadableSheet(
            f"The list has {len(body):,} rows. You can invite {MOST_ROWS} people at a time: split it into parts."
        )
    if not body:
        raise UnreadableSheet("The list has headings, but nobody below them.")
    return [_row(number, cells, columns) for number, cells in body]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        raise UnreadableSheet(
            "We cannot read the letters in this file. Save it as “CSV UTF-8” and bring it again."
        ) from refusal


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Those that are not blank, with their numbers."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max((",", ";", "\t"), key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as refusal:
        raise UnreadableSheet(
            "This is not a list that we can read. Check that quotation marks come in pairs, and save it as “CSV UTF-8”."
        ) from refusal
    stripped = ((number, [" ".join(cell.split()) for cell in cells]) for number, cells in enumerate(lines, start=1))
    return [(number, cells) for number, cells in stripped if any(cells)]


def _columns(heads: list[str]) -> list[str]:
    while heads and not heads[-1]:
        heads = heads[:-1]
    columns = [HEADINGS.get("".join(letter for letter in head.lower() if letter not in " -_"), "") for head in heads]
    unknown = next((head for head, column in zip(heads, columns, strict=True) if not column), None)
    if unknown is not None:
        raise UnreadableSheet(f"We do not know the heading “{unknown[:60]}”. {EXPECTED}")
    if len(columns) != len(set(columns)):
        raise UnreadableSheet(f"A heading stands there twice. {EXPECTED}")
    if not set(NEEDED) <= set(columns):
        raise UnreadableSheet(f"A heading is missing. {EXPECTED}")
    return columns


def _row(number: int, cells: list[str], columns: list[str]) -> Row:
    named = dict(zip(columns, cells, strict=False))
    surplus = any(cells[len(columns) :])
    return Row(
        number,
        named.get("email", ""),
        named.get("first_name", ""),
        named.get("last_name", ""),
        named.get("role", ""),
        has_surplus=surplus,
    )
