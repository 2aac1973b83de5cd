"""What leads from one page of results to another: facets, chosen filters, the order. Links only, no form."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from content.vocabulary import Kind, Region

from .engines.base import NEWEST, RELEVANCE, FacetValue
from .queries import Results
from .truth import GROUP, KIND, REGION, TOPIC, YEAR

FACET_LABELS = {KIND: "Kind", TOPIC: "Topic", REGION: "Region", GROUP: "Working group", YEAR: "Year"}
SORT_LABELS = {RELEVANCE: "Best match first", NEWEST: "Newest first"}
# The words for these values are the same for everyone, so they may be shown where nothing was found.
PUBLIC_WORDS = {KIND: dict(Kind.choices), REGION: dict(Region.choices)}
SHOWN_AT_ONCE = 8  # values of a facet; the rest opens


@dataclass(frozen=True)
class ShownValue:
    """`url` chooses this value, or takes the choice back if it is selected."""

    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class ShownFacet:
    """`rest` is what opens, and is open if the chosen value is in it."""

    name: str
    label: str
    values: list[ShownValue]
    rest: list[ShownValue]
    rest_is_open: bool


@dataclass(frozen=True)
class Chip:
    """A chosen filter, and the address without it."""

    facet_label: str
    label: str
    remove_url: str


@dataclass(frozen=True)
class SortChoice:
    value: str
    label: str
    selected: bool
    url: str


@dataclass(frozen=True)
class Sort:
    name: str
    label: str
    choices: list[SortChoice]


class Links:
    """Addresses of results that differ from these in something. They all begin at the first page."""

    def __init__(self, results: Results, path: str) -> None:
        asked = {"q": results.query.text, **results.filters}
        if results.query.looks_for_something and results.sort != RELEVANCE:
            asked["sort"] = results.sort
        self.path = path
        self.asked = {name: value for name, value in asked.items() if value}

    def to(self, **changes: str) -> str:
        """The same with these parameters; an empty one is left out."""
        query = urlencode({name: value for name, value in (self.asked | changes).items() if value})
        return f"{self.path}?{query}" if query else self.path

    def to_query(self, text: str) -> str:
        """What `text` finds, and nothing else of what was asked."""
        return f"{self.path}?{urlencode({'q': text})}"

    def before_page_number(self) -> str:
        return urlencode(self.asked) + "&" if self.asked else ""


def facets_of(results: Results, links: Links) -> list[ShownFacet]:
    return [
        _facet(name, _in_order(name, results.facets[name]), results.filters.get(name, ""), links)
        for name in FACET_LABELS
        if results.facets.get(name)
    ]


def chips_of(results: Results, links: Links) -> list[Chip]:
    return [
        Chip(FACET_LABELS[name], _label(results, name, value), links.to(**{name: ""}))
        for name, value in results.filters.items()
    ]


def without_filters(results: Results, links: Links) -> str:
    return links.to(**dict.fromkeys(results.filters, ""))


def sort_of(results: Results, links: Links) -> Sort | None:
    if not results.query.looks_for_something:
        return None
    choices = [
        SortChoice(value, label, value == results.sort, links.to(sort="" if value == RELEVANCE else value))
        for value, label in SORT_LABELS.items()
    ]
    return Sort("sort", "Sort by", choices)


def _in_order(name: str, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """As they come, the most frequent first; years from the newest back."""
    return sorted(values, key=lambda value: value.value, reverse=True) if name == YEAR else values


def _facet(name: str, found: Sequence[FacetValue], chosen: str, links: Links) -> ShownFacet:
    values = [
        ShownValue(
            value=value.value,
            label=value.label,
            count=value.count,
            selected=value.value == chosen,
            url=links.to(**{name: "" if value.value == chosen else value.value}),
        )
        for value in found
    ]
    at_once = len(values) if len(values) <= SHOWN_AT_ONCE + 1 else SHOWN_AT_ONCE  # a rest of one is not worth a click
    rest = values[at_once:]
    return ShownFacet(name, FACET_LABELS[name], values[:at_once], rest, any(value.selected for value in rest))


def _label(results: Results, name: str, value: str) -> str:
    """The label of a chosen value. One that nothing was found with keeps the name that the viewer brought along."""
    found = {choice.value: choice.label for choice in results.facets.get(name, ())}
    return found.get(value) or str(PUBLIC_WORDS.get(name, {}).get(value, value))
