"""What was taken out of a text and what was put in, word by word, for those who approve it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool = False


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: of the first those that are gone are marked, of the second those that are new.

    Words that occur again and again are no anchors to the comparison, so that it takes no longer for them.
    """
    old, new = (WORDS.findall(text.replace("\r\n", "\n").strip()) for text in (before, after))
    removed: list[Piece] = []
    added: list[Piece] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        is_changed = what != "equal"
        removed += _piece(old[old_from:old_to], is_changed=is_changed)
        added += _piece(new[new_from:new_to], is_changed=is_changed)
    return removed, added


def _piece(words: list[str], *, is_changed: bool) -> list[Piece]:
    text = "".join(words)
    return [Piece(text, is_changed=is_changed and not text.isspace())] if text else []
