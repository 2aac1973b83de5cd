"""Two more figures: the search that Wagtail brings along, on the same pages, and a large subtree that is moved."""

import time
from collections.abc import Callable
from statistics import median

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction
from wagtail.search.index import SearchField

from content.pages import SectionPage
from search.queries import PER_PAGE, search
from visibility.viewer import viewer_for

from .world import RARE, World, write_leaves

MOVED = 1000
MOVED_WORD = "wheelbarrow"


def against_wagtail(world: World) -> str:
    """How long each takes for a page of hits and their number: ours for somebody who is not signed in."""
    # The portal gives it titles alone, for editors' choosers.
    SectionPage.search_fields = [*SectionPage.search_fields, SearchField("summary"), SearchField("body")]
    call_command("update_index", verbosity=0)
    viewer = world.viewers["nobody"]
    lines = ["", "| query | `search()` ms | Wagtail's database search, ms | times faster |", "|---|---|---|---|"]
    for name, text in (("rare word", RARE), ("common word", "lighthouse")):
        ours = median(_milliseconds(search, viewer, text) for _ in range(5))
        wagtails = _milliseconds(_with_wagtail, text)
        lines.append(f"| {name} | {ours:.1f} | {wagtails:.0f} | {wagtails / ours:.0f} |")
    return "\n".join(lines)


def _with_wagtail(text: str) -> tuple[list[Page], int]:
    """Of all live pages: for those that somebody may see, it has no way that bears a thousand restrictions."""
    found = Page.objects.live().search(text, operator="or")
    return list(found[:PER_PAGE]), found.count()


def a_large_move(world: World) -> str:
    """A subtree leaves a group: nobody's hits before, everybody's after."""
    closed, opened = (_section(world.home, name) for name in ("closed", "opened"))
    PageViewRestriction.objects.create(page=closed, restriction_type=BaseViewRestriction.GROUPS)
    moved = _section(closed, "moved")
    write_leaves(moved, MOVED, MOVED_WORD)
    nobody = AnonymousUser()
    before = search(viewer_for(nobody), MOVED_WORD).total
    seconds = _milliseconds(Page.objects.get(pk=moved.pk).move, opened, "last-child") / 1000
    after = search(viewer_for(nobody), MOVED_WORD).total
    return f"\n{MOVED:,} pages left a group in {seconds:.1f} s. Anybody found {before} of them before, {after:,} after."


def _section(parent: Page, slug: str) -> SectionPage:
    section = SectionPage(title=slug, slug=slug, summary="A section.")
    Page.objects.get(pk=parent.pk).add_child(instance=section)
    return section


def _milliseconds(do: Callable[..., object], *arguments: object) -> float:
    begun = time.perf_counter()
    do(*arguments)
    return (time.perf_counter() - begun) * 1000
