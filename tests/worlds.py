"""Random portals for property tests: trees of pages with audiences, aliases and moves, and people who look at them."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from content.pages import SectionPage
from visibility.models import Audience
from visibility.viewer import Viewer, viewer_for

AUDIENCES = ("", "", "", "first", "second", "either", "teased", "nobody")
NATIVE = (BaseViewRestriction.NONE, BaseViewRestriction.LOGIN, BaseViewRestriction.PASSWORD)
SIZE = 9


# Building a portal takes a while, and each example makes a new one inside a transaction that is rolled back. Shrinking
# takes minutes; hypothesis prints the failing plan, which is small as it is.
random_portals = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Plan:
    """What a random portal is made of: everything named by small numbers, so that a failing one shrinks."""

    parents: list[int]
    audiences: list[str]
    drafts: set[int]
    aliases: list[tuple[int, int]]
    moves: list[tuple[int, int]]
    native: dict[int, str]


plans = st.builds(
    Plan,
    parents=st.lists(st.integers(0, SIZE - 1), min_size=SIZE, max_size=SIZE),
    audiences=st.lists(st.sampled_from(AUDIENCES), min_size=SIZE, max_size=SIZE),
    drafts=st.sets(st.integers(0, SIZE - 1), max_size=2),
    aliases=st.lists(st.tuples(st.integers(0, SIZE + 2), st.integers(0, SIZE - 1)), max_size=4),
    moves=st.lists(st.tuples(st.integers(0, SIZE + 2), st.integers(0, SIZE - 1)), max_size=3),
    native=st.dictionaries(st.integers(0, SIZE - 1), st.sampled_from(NATIVE), max_size=1),
)


@dataclass
class World:
    pages: list[Page] = field(default_factory=list)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    people: dict[str, object] = field(default_factory=dict)


@contextlib.contextmanager
def world_of(plan: Plan) -> Iterator[World]:
    """The portal that `plan` describes, gone again afterwards."""
    with transaction.atomic():
        yield _build(plan)
        transaction.set_rollback(True)


def page_named(parent: Page, name: str, **fields: object) -> SectionPage:
    page = SectionPage(title=name, slug=name, summary=f"About {name}.", **fields)
    parent = Page.objects.get(pk=parent.pk)
    parent.add_child(instance=page)
    return page


def _build(plan: Plan) -> World:
    world = World()
    groups = {name: Group.objects.create(name=f"world {name}") for name in ("first", "second")}
    audiences = _audiences(groups)
    home = page_named(Page.get_first_root_node(), "world-home")
    world.pages.append(home)
    for number, parent in enumerate(plan.parents):
        audience = audiences.get(plan.audiences[number])
        live = number not in plan.drafts
        above = world.pages[parent % len(world.pages)]
        world.pages.append(page_named(above, f"page-{number}", audience=audience, live=live))
    for number, kind in plan.native.items():
        restriction = PageViewRestriction(page=world.pages[number + 1], restriction_type=kind, password="told")
        restriction.save()
    for number, (source, parent) in enumerate(plan.aliases):
        page = _fresh(world.pages[source % len(world.pages)])
        below = _fresh(world.pages[parent % len(world.pages)])
        if page.pk != home.pk and not below.path.startswith(page.path):
            alias = page.create_alias(parent=below, update_slug=f"alias-{number}")
            world.pages.append(alias)
    for source, target in plan.moves:
        page = _fresh(world.pages[source % len(world.pages)])
        below = _fresh(world.pages[target % len(world.pages)])
        free = not below.get_children().filter(slug=page.slug).exists()
        if page.pk != home.pk and free and not below.path.startswith(page.path):
            page.move(below, pos="last-child")
    world.pages = [_fresh(page) for page in world.pages]
    world.people = _people(groups)
    world.viewers = {name: viewer_for(person) for name, person in world.people.items()}
    return world


def _audiences(groups: dict[str, Group]) -> dict[str, Audience]:
    described = {
        "first": (["first"], False),
        "second": (["second"], False),
        "either": (["first", "second"], False),
        "teased": (["second"], True),
        "nobody": ([], False),
    }
    audiences = {}
    for name, (group_names, teaser) in described.items():
        audience = Audience.objects.create(name=f"world {name}", slug=f"world-{name}", teaser=teaser)
        audience.groups.set([groups[group] for group in group_names])
        audiences[name] = audience
    return audiences


def _people(groups: dict[str, Group]) -> dict[str, object]:
    user_model = get_user_model()
    people: dict[str, object] = {"anonymous": AnonymousUser()}
    for name, group_names in {
        "outsider": [],
        "first": ["first"],
        "second": ["second"],
        "both": ["first", "second"],
    }.items():
        people[name] = user_model.objects.create_user(email=f"{name}@world.example")
        people[name].groups.add(*(groups[group] for group in group_names))
    people["superuser"] = user_model.objects.create_superuser(email="superuser@world.example")
    people["suspended"] = user_model.objects.create_user(email="suspended@world.example")
    people["suspended"].groups.add(*groups.values())
    user_model.objects.filter(pk=people["suspended"].pk).update(is_active=False)
    return {name: _fresh(person) if name != "anonymous" else person for name, person in people.items()}


def _fresh(thing):
    return type(thing)._default_manager.get(pk=thing.pk)
