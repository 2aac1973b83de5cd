"""Text as the index holds it, and as a page of results shows it."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Engines put these around what matched. They are private characters, and `clean` keeps them out of every text.
MARK_START, MARK_END = "\ue000", "\ue001"
# Between the pages of a file: for SQLite a word of its own, so that no quotation goes across it.
PAGE_BREAK = "\f\ue002\f"

# Control characters, halves of surrogate pairs and private characters separate words as a space does.
_SEPARATING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]")
# Soft hyphens, zero-width characters and marks of direction stand inside words and are not seen.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_BREAKS = re.compile("[\f\ue002]+")  # whole, or cut by the edge of a snippet

# A word, or several that are written as one: `take-down`, `C.S.A.M`, `don't`.
COMPOUND = re.compile(r"[^\W_]+(?:[-'.&][^\W_]+)*")


def clean(text: str) -> str:
    """`text` without what nobody can see or search, in composed form. For texts and for queries alike."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _SEPARATING.sub(" ", text)))


def folded(word: str) -> str:
    """`word` in small letters without accents, as words are compared with one another."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def marked_html(text: str) -> SafeString:
    """`text` as HTML: everything escaped, and `<mark>` where the engine put its marks."""
    html: str = escape(_BREAKS.sub(" … ", text))
    marks = re.findall(f"[{MARK_START}{MARK_END}]", html)
    if marks == [MARK_START, MARK_END] * (len(marks) // 2):
        html = html.replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    else:
        html = html.replace(MARK_START, "").replace(MARK_END, "")
    return mark_safe(html)  # noqa: S308  escaped above; the tags are ours
