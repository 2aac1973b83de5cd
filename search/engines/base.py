"""What every engine is asked, what it answers, and what it must be able to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

from search.models import SearchEntry

RELEVANCE, NEWEST = "relevance", "newest"
MOST_OCCURRENCES = 20  # more than that is as good as any number


@dataclass(frozen=True)
class Word:
    """One word to look for, in every way it may be said: spellings and synonyms, some of them phrases (`e-mail`)."""

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
    found nor counted. Where `only` is given, the rule has been applied already, and these entries have passed.
    `filters` has at most one value for each facet.
    """

    query: Query
    filters: Mapping[str, str] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    without: frozenset[int] = frozenset()
    only: frozenset[int] | None = None
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


@dataclass(frozen=True)
class Answer:
    """`page` is the page that was asked for, or the last if there are fewer.

    `degraded` says that the engine which should have answered could not.
    """

    counts: Counts
    page: int
    matches: list[Match]
    degraded: bool = False


def pages_of(total: int, per_page: int) -> int:
    return max(1, ceil(total / per_page))


class Engine(Protocol):
    """Answers questions.

    A question without words and phrases is answered with every entry that is not excluded, the newest first.
    Otherwise an entry is found if it has all phrases and any of the words, and nothing that is excluded. More words,
    rarer ones, in the title rather than the summary or the body, and next to each other come first; among near equals
    the newer one; among equals the lower id.

    What is in `MovingSubtree` is barred for everyone. It is read in the statement that answers, or before it: an entry
    that does not know yet where it stands must never be met without the row that bars it.
    """

    name: str

    def ask(self, question: Question, *, page: int, per_page: int) -> Answer: ...

    def ranking(self, question: Question, *, limit: int) -> list[int]:
        """The entries that a question with words finds, in their order and nothing else: for measuring."""


class FullText(Engine, Protocol):
    """The engine in the portal's database. It stores texts in the transaction that changes them.

    It also knows words: what somebody may have meant, and what they are about to type. Everything that it says of
    words is true of the texts that are allowed, and follows from them alone.
    """

    stored_in: tuple[str, ...]  # the names of its tables

    def ensure_storage(self, *, temporary: bool = False) -> None:
        """Make what is needed to store, if it is not there, and forget what belongs to no entry.

        `temporary` storage hides the real one from this connection (`search.evaluation.scratch`).
        """

    def write(self, entries: Sequence[SearchEntry]) -> None:
        """Store the texts of these entries, in the transaction that is open."""

    def remove(self, entry_ids: Collection[int]) -> None: ...

    def lagging(self) -> list[int]:
        """The ids of the entries whose stored text is not what the entry says."""

    def orphans(self) -> list[int]:
        """The ids under which text is stored that belongs to no entry."""

    def found(self, words: Collection[str], *, barred: frozenset[str]) -> frozenset[str]:
        """Those of these words with which something allowed is found. One query."""

    def occurrences(self, words: Collection[str], *, barred: frozenset[str]) -> dict[str, int]:
        """How many allowed texts say each of these very words, up to `MOST_OCCURRENCES`. Case makes no difference."""

    def complete(self, words: Sequence[str], beginning: str, *, barred: frozenset[str], limit: int) -> list[int]:
        """The entries of pages in whose titles stand all `words` and a word that begins with `beginning`.

        Titles that begin so come first, then the newer ones: nothing that is not allowed plays a part in the order.
        """
