"""Terms that mean the same: `CSAM`, `child sexual abuse material`. Applied to what people type, never to texts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .curation import SynonymSet
from .text import COMPOUND, folded

MOST_TERMS = 12  # that one word looks for: more would find everything

Words = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """For each term, as the keys of its words, the other terms of its sets."""

    others: Mapping[Words, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, sets: Iterable[Sequence[str]]) -> "Synonyms":
        others: dict[Words, list[str]] = defaultdict(list)
        for terms in sets:
            for term in terms:
                others[keys_of(term)] += [other for other in terms if keys_of(other) != keys_of(term)]
        others.pop((), None)
        distinct = {words: tuple(dict.fromkeys(terms))[:MOST_TERMS] for words, terms in others.items()}
        return cls(distinct, max(map(len, distinct), default=0))

    def at_places(self, typed: Sequence[str]) -> dict[int, tuple[str, ...]]:
        """For each place among the typed words, what else may be said for the longest term that stands over it."""
        keys = [_key(word) for word in typed]
        found: dict[int, tuple[str, ...]] = {}
        place = 0
        while place < len(keys):
            length = self._length_at(keys, place)
            for number in range(place, place + length):
                found[number] = self.others[tuple(keys[place : place + length])]
            place += max(length, 1)
        return found

    def _length_at(self, keys: list[str], place: int) -> int:
        lengths = range(min(self.longest, len(keys) - place), 0, -1)
        return next((length for length in lengths if tuple(keys[place : place + length]) in self.others), 0)


NO_SYNONYMS = Synonyms()


def synonyms_in_force() -> Synonyms:
    """What the editors say. One query."""
    return Synonyms.of(one.as_list() for one in SynonymSet.objects.all())


def keys_of(term: str) -> Words:
    return tuple(map(_key, COMPOUND.findall(term)))


def _key(word: str) -> str:
    """One key for the cases, accents and plurals of a word, and for an abbreviation with full stops."""
    plain = folded(word).removesuffix("'s").replace(".", "")
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain
