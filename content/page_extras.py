"""What rooms above add to a page as its reader sees it, by a name that templates know."""

from collections.abc import Callable, Mapping
from typing import Any

# (what the page has prepared for its template) -> a value. Asked for every page that is opened: a query at most.
PageExtra = Callable[[Mapping[str, Any]], Any]

_extras: dict[str, PageExtra] = {}


def register_page_extra(name: str, extra: PageExtra) -> None:
    _extras[name] = extra


def extras_of(context: Mapping[str, Any]) -> dict[str, Any]:
    return {name: extra(context) for name, extra in _extras.items()}
