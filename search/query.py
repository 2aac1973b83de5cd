"""Understands what someone typed. Anything is understood somehow: there is no wrong query.

Words are welcome, none is required; `"quoted words"` are required in this order; `-word` and `-"quoted words"` must
not occur. Everything else is punctuation.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from .engines.base import Query, Word
from .synonyms import NO_SYNONYMS, Synonyms
from .text import COMPOUND, clean

LONGEST_TEXT, MOST_WORDS = 1000, 200
MOST_NEIGHBOURS = 20  # pairs of words that stand next to each other: for the score alone
WIDEST_PAIR = 3  # words between the two

CUT = "That is a long question: only its beginning was searched."
QUOTE_MISSING = "A quotation mark was missing, so the last one was ignored."
NO_OPERATORS = "AND, OR, NOT and NEAR are not needed: what has more of your words comes first. -word leaves a word out."
ONLY_EXCLUDED = "Say what to look for, not only what to leave out. Here is everything else, the newest first."
NO_WORDS = "There is no word in this to look for."

OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about after all also am an and any are as at be because been before being between both but by can could did
        do does doing down during each for from further had has have having he her here hers him his how i if in into
        is it its itself just me more most my no nor not of off on once only or other our ours out over own same she
        should so some such than that the their theirs them then there these they this those through to too under
        until up us very was we were what when where which while who whom why will with would you your yours
        """,
    )
)

# What word processors and telephones write for the characters of a keyboard.
KEYBOARD = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"')
    | dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u2019\u02bc", "'")
    | {"_": " "}
)
PIECE = re.compile(r'(?P<minus>(?<!\S)-(?!-))?(?:"(?P<phrase>[^"]*)"|(?P<chunk>[^\s"]+))')
POSSESSIVE = re.compile(r"'s$", re.IGNORECASE)


def parse(text: str, synonyms: Synonyms = NO_SYNONYMS) -> Query:
    """What `text` asks for. Words in it also look for their synonyms; what is quoted or left out is meant as it is."""
    text, notes = _cut(clean(text).strip())
    readable = text.translate(KEYBOARD)
    if readable.count('"') % 2:
        readable = " ".join(readable.rsplit('"', 1))
        notes.append(QUOTE_MISSING)
    typed: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for piece in PIECE.finditer(readable):
        compounds = COMPOUND.findall(piece["chunk"] if piece["phrase"] is None else piece["phrase"])
        if not compounds:
            continue
        if piece["minus"]:
            excluded.append(" ".join(compounds))
        elif piece["phrase"] is None:
            typed += compounds
        else:
            phrases.append(" ".join(compounds))
    shouting = not any(character.islower() for character in readable)
    if not shouting and OPERATORS & set(typed):
        typed = [word for word in typed if word not in OPERATORS]
        notes.append(NO_OPERATORS)
    kept = [number for number, word in enumerate(typed) if not _is_stop_word(word, shouting=shouting)]
    if not kept and not phrases:
        kept = list(range(len(typed)))
    if text and not kept and not phrases:
        notes.append(ONLY_EXCLUDED if excluded else NO_WORDS)
    return Query(
        text=text,
        words=_words(typed, kept, synonyms),
        neighbours=_neighbours(typed, kept),
        phrases=_distinct(phrases),
        excluded=_distinct(excluded),
        note=" ".join(notes),
    )


def _cut(text: str) -> tuple[str, list[str]]:
    words = text[:LONGEST_TEXT].split()
    if len(text) <= LONGEST_TEXT and len(words) <= MOST_WORDS:
        return text, []
    return " ".join(words[:MOST_WORDS]), [CUT]


def _is_stop_word(word: str, *, shouting: bool) -> bool:
    """In a text that has small letters too, `IT` and `US` are abbreviations."""
    is_abbreviation = len(word) > 1 and word.isupper() and not shouting
    return word.lower() in STOP_WORDS and not is_abbreviation


def _words(typed: list[str], kept: list[int], synonyms: Synonyms) -> tuple[Word, ...]:
    """The words at these places, each with its spellings and with whatever else is said for it or for its phrase."""
    others = synonyms.at_places(typed)
    words: dict[str, Word] = {}
    for number in kept:
        spellings = _spellings(POSSESSIVE.sub("", typed[number]))
        words[typed[number].lower()] = Word(_distinct([*spellings, *others.get(number, ())]))
    return tuple(dict.fromkeys(words.values()))


def _spellings(compound: str) -> tuple[str, ...]:
    """`take-down` as it is, `takedown`, and its parts; the parts of `C.S.A.M` are letters and would find too much."""
    parts = COMPOUND.findall(re.sub(r"[-'.&]", " ", compound))
    if len(parts) == 1:
        return (compound,)
    telling = [part for part in parts if len(part) > 1 and part.lower() not in STOP_WORDS]
    return _distinct([compound, "".join(parts), *telling])


def _neighbours(typed: list[str], kept: list[int]) -> tuple[str, ...]:
    """Each two kept words that stand near each other, with the stop words between them."""
    pairs = [" ".join(typed[first : second + 1]) for first, second in pairwise(kept) if second - first <= WIDEST_PAIR]
    return _distinct(pairs[:MOST_NEIGHBOURS])


def _distinct(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple({phrase.lower(): phrase for phrase in phrases}.values())
