"""Texts and queries as words of letters and digits and nothing else, a place in the text for each.

PostgreSQL's own parser would take `roblox.com`, `take-down`, `-5` or `and/or` for one strange word each, cut `9e107d9`
into two, and fold capitals and accents as the database's locale happens to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from search.text import PAGE_BREAK

PIECE = re.compile(rf"[^\W_]+|{re.escape(PAGE_BREAK)}")
LONGEST_WORD = 255  # characters: of a longer one its beginning
BORDER = "0.0"  # takes a place between texts and pages: one word to PostgreSQL, and none that anybody can write
LETTER = "\u00aa"  # before each word that begins with a digit. No word has it of its own: its plain form is an `a`.


# A tsvector has room for 1,048,575 bytes. A word in its place takes at most what it has, and BYTES_OF_A_PLACE.
MOST_PLACES = 16_000  # of 16,383
MOST_PLACED_BYTES, MOST_OTHER_BYTES = 400_000, 600_000
BYTES_OF_A_PLACE = 6


@dataclass(frozen=True)
class PlainTexts:
    """The words of a text in their places, as far as there is room; `others` what is said only further on."""

    title: str
    summary: str
    body: str
    others: str
    length: int


def plain_texts(title: str, summary: str, body: str) -> PlainTexts:
    texts = [list(plain_pieces(text)) for text in (title, summary, body)]
    places, room = MOST_PLACES, MOST_PLACED_BYTES
    placed: list[list[str]] = []
    for pieces in texts:
        kept = _beginning(pieces[:places], room)
        places -= len(kept) + 1
        room -= sum(map(_size, kept))
        placed.append(kept)
    said = {piece for pieces in placed for piece in pieces} | {BORDER}
    rest = dict.fromkeys(piece for pieces in texts for piece in pieces if piece not in said)
    others = _beginning(list(rest), MOST_OTHER_BYTES)
    return PlainTexts(
        title=" ".join(placed[0]),
        summary=" ".join(placed[1]),
        body=" ".join(placed[2]),
        others=" ".join(others),
        length=sum(piece != BORDER for pieces in texts for piece in pieces),
    )


def _beginning(pieces: list[str], room: int) -> list[str]:
    sizes = accumulate(map(_size, pieces))
    return [piece for piece, size in zip(pieces, sizes, strict=True) if size <= room]


def _size(piece: str) -> int:
    return (len(piece) if piece.isascii() else len(piece.encode())) + BYTES_OF_A_PLACE


def plain_pieces(text: str) -> Iterator[str]:
    """Its words in small letters without accents, in order, with a border for each page break."""
    for piece in PIECE.findall(text):
        yield BORDER if piece == PAGE_BREAK else _plain_word(piece)


def plain(text: str) -> str:
    """The words of something to look for, with a space between them."""
    return " ".join(plain_pieces(text))


def plains(texts: Iterable[str]) -> list[str]:
    return [words for words in map(plain, texts) if words]


def _plain_word(word: str) -> str:
    letters = word.lower() if word.isascii() else _folded(word)
    return letters[:LONGEST_WORD] if letters[:1].isalpha() else LETTER + letters[:LONGEST_WORD]


def _folded(word: str) -> str:
    """Without accents, and without what PostgreSQL knows neither as a letter nor as a digit, such as `\u0bf2`."""
    decomposed = unicodedata.normalize("NFKD", word).lower()
    return "".join(character for character in decomposed if character.isalpha() or character.isdecimal())
