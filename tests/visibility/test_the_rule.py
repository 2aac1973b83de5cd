"""The one rule of visibility holds on random portals: the query, the explanation and a naive reading of it agree."""

import pytest
from hypothesis import given
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from tests.worlds import World, plans, random_portals, world_of
from visibility.explanation import explain
from visibility.models import Audience
from visibility.pages import can_view_page, listable_pages, visible_pages

pytestmark = pytest.mark.django_db


def restrictions_on_the_way(page: Page) -> list[PageViewRestriction]:
    """Every restriction on the page's path, and on the paths of what it is an alias of."""
    found = []
    standing = page
    while standing is not None:
        for ancestor in [*standing.get_ancestors(), standing]:
            found += PageViewRestriction.objects.filter(page_id=ancestor.pk)
        standing = standing.alias_of
    return found


def lets_in(restriction: PageViewRestriction, person) -> bool:
    if restriction.restriction_type == BaseViewRestriction.NONE:
        return True
    if not person.is_authenticated or not person.is_active:
        return False
    if restriction.restriction_type == BaseViewRestriction.LOGIN:
        return True
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return bool({group.pk for group in person.groups.all()} & {group.pk for group in restriction.groups.all()})
    return False


def reference(world: World, person) -> set[int]:
    """The ids of the pages that `person` may see, read off the rule as a person would."""
    everyone = getattr(person, "is_superuser", False) and person.is_active
    return {
        page.pk
        for page in world.pages
        if page.live
        and (everyone or all(lets_in(restriction, person) for restriction in restrictions_on_the_way(page)))
    }


def teased(world: World, person) -> set[int]:
    """The ids of the pages that `person` may not open, where each failed restriction allows a teaser."""

    def allows(restriction: PageViewRestriction) -> bool:
        derived = getattr(restriction, "derived_from", None)
        return derived is not None and derived.audience.teaser

    seen = reference(world, person)
    return {
        page.pk
        for page in world.pages
        if page.live
        and page.pk not in seen
        and all(
            allows(restriction) for restriction in restrictions_on_the_way(page) if not lets_in(restriction, person)
        )
    }


@random_portals
@given(plan=plans)
def test_everyone_sees_exactly_what_the_rule_says(plan):
    with world_of(plan) as world:
        pages = Page.objects.filter(pk__in=[page.pk for page in world.pages])
        for name, person in world.people.items():
            viewer = world.viewers[name]
            expected = reference(world, person)
            assert set(visible_pages(viewer, pages).values_list("pk", flat=True)) == expected, name
            listed = set(listable_pages(viewer, pages).values_list("pk", flat=True))
            assert listed == expected | teased(world, person), name


@random_portals
@given(plan=plans)
def test_the_explanation_says_what_enforcement_does(plan):
    with world_of(plan) as world:
        for viewer in world.viewers.values():
            for page in world.pages:
                assert explain(viewer, page).allowed == can_view_page(viewer, page)


@random_portals
@given(plan=plans)
def test_every_audience_stands_as_a_restriction(plan):
    with world_of(plan) as world:
        for page in world.pages:
            audience: Audience | None = page.specific.audience
            found = PageViewRestriction.objects.filter(page_id=page.pk, restriction_type=BaseViewRestriction.GROUPS)
            if audience is None:
                assert not found.exists()
            else:
                assert found.get(derived_from__isnull=False).derived_from.audience == audience
                assert {frozenset(restriction.groups.all()) for restriction in found} == {
                    frozenset(audience.groups.all())
                }


def test_a_viewer_costs_two_queries_and_the_pages_one(django_assert_num_queries):
    from django.contrib.auth import get_user_model

    from tests.worlds import page_named
    from visibility.viewer import viewer_for

    person = get_user_model().objects.create_user(email="someone@world.example")
    home = page_named(Page.get_first_root_node(), "query-home")
    for number in (1, 30):
        for step in range(number):
            audience = Audience.objects.create(name=f"a {number} {step}", slug=f"a-{number}-{step}")
            page_named(home, f"restricted-{number}-{step}", audience=audience)
        with django_assert_num_queries(2):
            viewer = viewer_for(person)
        with django_assert_num_queries(1):
            assert "query-home" in {page.slug for page in visible_pages(viewer)}
