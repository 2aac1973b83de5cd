"""While a subtree is moved nobody finds any of it; afterwards it is found where it stands now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from search import signal_handlers
from search.models import MovingSubtree
from search.upkeep import faults, sweep
from visibility.viewer import Viewer, viewer_for

from .library import audience, fresh, group_page, home, resource, section, titles

pytestmark = pytest.mark.django_db


def superuser() -> Viewer:
    return viewer_for(get_user_model().objects.create_superuser(email="root@portal.example"))


@contextmanager
def looking(look: Callable[[], object]) -> Iterator[list[object]]:
    """Look at every instant of a move: before it, at each save in it, and between its commit and its last signal."""
    seen: list[object] = []

    def on_signal(**kwargs: object) -> None:
        seen.append(look())

    pre_page_move.connect(on_signal)
    post_save.connect(on_signal, sender=Page)
    # Receivers run in the order in which they connected: this one before the search's own.
    post_page_move.disconnect(dispatch_uid="search.on_page_moved")
    post_page_move.connect(on_signal)
    post_page_move.connect(signal_handlers.on_page_moved, dispatch_uid="search.on_page_moved")
    try:
        yield seen
    finally:
        pre_page_move.disconnect(on_signal)
        post_save.disconnect(on_signal, sender=Page)
        post_page_move.disconnect(on_signal)


@contextmanager
def dying_before_the_last_signal() -> Iterator[None]:
    post_page_move.disconnect(dispatch_uid="search.on_page_moved")
    try:
        yield
    finally:
        post_page_move.connect(signal_handlers.on_page_moved, dispatch_uid="search.on_page_moved")


def kits() -> tuple[Page, Page]:
    """A moving section with a page in it, an alias of that page elsewhere, and a page that stays."""
    moving, other = section("Moving"), section("Other")
    page = resource("Kit inside", under=moving)
    page.create_alias(parent=other, update_slug="alias")
    resource("Kit outside", under=other)
    return moving, page


def test_a_moved_subtree_is_hidden_at_every_instant_and_found_afterwards() -> None:
    moving, _ = kits()
    target, root = section("Target"), superuser()
    with looking(lambda: (titles("kit"), titles("kit", root))) as seen:
        fresh(moving).move(fresh(target), pos="last-child")
    assert len(seen) == 3
    assert all(found == (["Kit outside"], ["Kit outside"]) for found in seen)
    assert sorted(titles("kit")) == ["Kit inside", "Kit inside", "Kit outside"]
    assert not MovingSubtree.objects.exists()
    assert not faults()


def test_what_is_moved_below_a_restriction_is_restricted_with_its_aliases() -> None:
    moving, _ = kits()
    closed = section("Closed", audience=audience())
    with looking(lambda: titles("kit")) as seen:
        fresh(moving).move(fresh(closed), pos="last-child")
    assert all(found == ["Kit outside"] for found in seen)
    assert titles("kit") == ["Kit outside"]
    assert len(titles("kit", superuser())) == 3


def test_what_is_moved_out_of_a_restriction_is_found() -> None:
    closed = section("Closed", audience=audience())
    page = resource("Kit", under=closed)
    with looking(lambda: titles("kit")) as seen:
        fresh(page).move(home(), pos="last-child")
    assert all(found == [] for found in seen)
    assert titles("kit") == ["Kit"]


def test_a_move_into_a_group_changes_the_filter() -> None:
    page, group = section("Section"), group_page("Images")
    resource("Kit", under=page)
    fresh(page).move(fresh(group), pos="last-child")
    assert titles("kit", filters={"group": group.slug}) == ["Kit"]


def test_after_a_crash_in_the_middle_nothing_of_the_subtree_is_found_until_the_sweep() -> None:
    moving, _ = kits()
    closed, root = section("Closed", audience=audience()), superuser()
    with dying_before_the_last_signal():
        fresh(moving).move(fresh(closed), pos="last-child")
    assert (titles("kit"), titles("kit", root)) == (["Kit outside"], ["Kit outside"])
    assert not faults().stuck, "a move that began just now may still be going on"

    MovingSubtree.objects.update(since=timezone.now() - timedelta(minutes=2))
    swept = sweep()
    assert swept["stuck"] == 1
    assert not MovingSubtree.objects.exists()
    assert (titles("kit"), len(titles("kit", root))) == (["Kit outside"], 3)
    assert not faults()


def test_a_crash_before_the_move_hides_until_the_sweep_and_then_shows_as_before() -> None:
    moving, _ = kits()
    signal_handlers.on_page_will_move(moving)
    assert titles("kit") == ["Kit outside"]
    MovingSubtree.objects.update(since=timezone.now() - timedelta(minutes=2))
    sweep()
    assert len(titles("kit")) == 3


def test_of_two_moves_at_once_the_first_to_end_does_not_lift_the_bar_of_the_other() -> None:
    moving, _ = kits()
    signal_handlers.on_page_will_move(moving)
    signal_handlers.on_page_will_move(moving)
    signal_handlers.on_page_moved(moving)
    assert titles("kit") == ["Kit outside"]
    signal_handlers.on_page_moved(moving)
    assert len(titles("kit")) == 3


def test_deleting_what_was_being_moved_lifts_the_bar() -> None:
    moving, _ = kits()
    with dying_before_the_last_signal():
        fresh(moving).move(home(), pos="last-child")
    fresh(moving).delete()
    assert titles("kit") == ["Kit outside"]
    assert not MovingSubtree.objects.exists()
