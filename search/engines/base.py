"""What every engine is asked, what it answers, and what it must be able to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.models import SearchEntry

RELEVANCE, NEWEST = "relevance", "newest"


@dataclass(frozen=True)
class Word:
    """One word to look for, in every way it may be spelled. A spelling may be a phrase (`e-mail`)."""

    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What someone typed, understood. Words and phrases are plain text: quoting them is the engine's work."""

    text: str
    words: tuple[Word, ...] = ()
    neighbours: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    note: str = ""

    @property
    def looks_for_something(self) -> bool:
        return bool(self.words or self.phrases)


@dataclass(frozen=True)
class Question:
    """A query with everything that limits its answer.

    Entries at or below a node in `barred`, entries in `without`, and entries above which nothing stands are neither
    found nor counted. `filters` has at most one value for each facet.
    """

    query: Query
    filters: Mapping[str, str] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    without: frozenset[int] = frozenset()
    order: str = RELEVANCE


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """`facets` counts the values of each facet among what all *other* filters let through."""

    total: int
    facets: dict[str, tuple[FacetValue, ...]]


@dataclass(frozen=True)
class Match:
    """One entry that was found. Title and snippet are plain text with `MARK_START` and `MARK_END` in it."""

    entry_id: int
    title: str
    snippet: str


class Engine(Protocol):
    """Stores full text and answers questions about it.

    A question without words and phrases is answered with every entry that is not excluded, the newest first.
    Otherwise an entry is found if it has all phrases and any of the words, and nothing that is excluded. More words,
    rarer ones, in the title rather than the summary or the body, and next to each other come first; among near equals
    the newer one; among equals the lower id.

    What is in `MovingSubtree` is barred for everyone. It is read in the statement that answers, or before it: an entry
    that does not know yet where it stands must never be met without the row that bars it.
    """

    name: str

    def ensure_storage(self) -> None:
        """Make what is needed to store, if it is not there, and forget what belongs to no entry."""

    def write(self, entries: Sequence[SearchEntry]) -> None:
        """Store the texts of these entries, in the transaction that is open."""

    def remove(self, entry_ids: Collection[int]) -> None: ...

    def lagging(self) -> list[int]:
        """The ids of the entries whose stored text is not what the entry says."""

    def orphans(self) -> list[int]:
        """The ids under which text is stored that belongs to no entry."""

    def count(self, question: Question) -> Counts: ...

    def find(self, question: Question, *, offset: int, limit: int) -> list[Match]: ...
