"""What somebody may have meant by a word that nothing says.

Everything here follows from the texts that the viewer may see. The vocabulary, which knows hidden texts too, only
proposes: a word is offered if an allowed text says it, and chosen by how many of those do.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.db.models.functions import Length
from rapidfuzz.distance import OSA

from .engines import database_engine
from .engines.base import Query
from .models import VocabularyWord
from .text import folded
from .vocabulary import LONGEST, SHORTEST, WORD

MOST_WORDS = 12  # of one query: a long question needs no single word
LONG_WORD = 6  # letters: from here on, two errors are forgiven instead of one
AT_ONCE = 30  # candidates that one statement asks for
FEW_RESULTS = 3  # so few that another spelling may be meant though this one is found
MANY_MORE = 5  # times as many texts must say the other spelling


@dataclass(frozen=True)
class _Proposal:
    distance: int
    word: str


def corrected(query: Query, *, barred: frozenset[str]) -> str:
    """The text of `query` with the nearest word for each that finds nothing. At most three queries, mostly one."""
    typed = [word.spellings[0] for word in query.words if len(word.spellings) == 1 and _is_plain(word.spellings[0])]
    if not typed:
        return query.text
    lost = set(typed[:MOST_WORDS]) - database_engine().found(typed[:MOST_WORDS], barred=barred)
    nearest = _nearest(lost, barred=barred)
    return _replaced(query.text, nearest, quoted=False)


def suggested(query: Query, *, barred: frozenset[str]) -> str:
    """Another way to write `query`, of which so little was found: empty if there is none that promises more."""
    typed = {word for word in WORD.findall(query.text) if _is_plain(word)}
    typed = set(sorted(typed)[:MOST_WORDS])
    if not typed:
        return ""
    said = database_engine().occurrences(sorted({word.lower() for word in typed}), barred=barred)
    rare = {word for word in typed if said[word.lower()] <= FEW_RESULTS}
    nearest = _nearest(rare, barred=barred, at_least={word: MANY_MORE * said[word.lower()] for word in rare})
    text = _replaced(query.text, nearest, quoted=True)
    return "" if text == query.text else text


def _nearest(
    words: Collection[str], *, barred: frozenset[str], at_least: dict[str, int] | None = None
) -> dict[str, str]:
    """For each word, the allowed one that is nearest to it and said most often."""
    if not words:
        return {}
    known = _words_like(words)
    nearest = {}
    for word in sorted(words):
        proposals = sorted(_proposals(word, known), key=lambda one: (one.distance, one.word))
        for _, group in groupby(proposals, key=lambda one: one.distance):
            best = _said_most([one.word for one in group], barred=barred, least=max((at_least or {}).get(word, 1), 1))
            if best:
                nearest[word] = best
                break
    return nearest


def _words_like(words: Collection[str]) -> list[str]:
    """The vocabulary's words that begin like one of these and are about as long. One query."""
    wanted = Q()
    for word in words:
        # The first two may have changed places. `İ` in lower case is two characters, of which one is a letter.
        for letter in {*word.lower()[:2], *folded(word)[:2]}:
            begins = Q(word__gte=letter, word__lt=chr(ord(letter) + 1))
            wanted |= begins & Q(length__range=(len(word) - _forgiven(word), len(word) + _forgiven(word)))
    known = VocabularyWord.objects.annotate(length=Length("word")).filter(wanted)
    return list(known.values_list("word", flat=True))


def _proposals(word: str, known: Collection[str]) -> Iterator[_Proposal]:
    plain = folded(word)
    for other in known:
        distance = OSA.distance(plain, folded(other), score_cutoff=_forgiven(word))
        if 0 < distance <= _forgiven(word):
            yield _Proposal(distance, other)


def _said_most(words: list[str], *, barred: frozenset[str], least: int) -> str:
    best, most = "", 0
    for start in range(0, len(words), AT_ONCE):
        said = database_engine().occurrences(words[start : start + AT_ONCE], barred=barred)
        for word in words[start : start + AT_ONCE]:
            if said[word] >= least and said[word] > most:
                best, most = word, said[word]
    return best


def _replaced(text: str, nearest: dict[str, str], *, quoted: bool) -> str:
    """`text` with these words exchanged; what stands in quotation marks or after a minus stays, unless `quoted`."""
    if not nearest:
        return text
    exchanged = {word.lower(): other for word, other in nearest.items()}
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, nearest))})(?!\w)", re.IGNORECASE)

    def exchange(part: str) -> str:
        return words.sub(lambda match: exchanged[match[0].lower()], part)

    if quoted:
        return exchange(text)
    parts = re.split(r'("[^"]*"|(?<!\S)-\S+)', text)
    return "".join(part if number % 2 else exchange(part) for number, part in enumerate(parts))


def _is_plain(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and WORD.fullmatch(word) is not None


def _forgiven(word: str) -> int:
    return 2 if len(word) >= LONG_WORD else 1
