"""What somebody who types may be about to ask: titles of pages that they may open."""

from dataclasses import dataclass

from wagtail.models import Page

from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .engines import database_engine
from .models import SearchEntry
from .reach import barred_nodes
from .text import COMPOUND, clean

MOST = 7
LONGEST_TEXT, MOST_WORDS = 100, 8


@dataclass(frozen=True)
class Suggestion:
    title: str
    page: Page


def suggestions(viewer: Viewer, text: str) -> list[Suggestion]:
    """Pages whose titles have all these words, the last of which may be unfinished. At most three queries."""
    words = COMPOUND.findall(clean(text)[:LONGEST_TEXT])[:MOST_WORDS]
    if not words:
        return []
    *whole, beginning = words
    ids = database_engine().complete(whole, beginning, barred=barred_nodes(viewer), limit=MOST)
    visible = visible_pages(viewer, Page.objects.filter(search_entries__in=ids))
    entries = SearchEntry.objects.filter(pk__in=ids, page__in=visible.values("pk")).select_related("page")
    found = {entry.pk: entry for entry in entries.defer("summary", "body")}
    return [Suggestion(found[number].title, found[number].page) for number in ids if number in found]
