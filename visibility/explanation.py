"""Says why a viewer may or may not see a page, step by step, and in words who may see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from .models import Audience
from .pages import ALIAS_DEPTH
from .viewer import PAGE, Viewer


@dataclass(frozen=True)
class Step:
    """One page that the viewer has to pass, and what stands there."""

    page_id: int
    title: str
    requirement: str
    passed: bool

    def __str__(self) -> str:
        return f"{'passes' if self.passed else 'FAILS '}  {self.title} (page {self.page_id}): {self.requirement}"


@dataclass(frozen=True)
class Explanation:
    allowed: bool
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        verdict = "MAY see this page." if self.allowed else "may NOT see this page."
        return "\n".join([*map(str, self.steps), verdict])


def explain(viewer: Viewer, page: Page) -> Explanation:
    """Walk the way to `page` as the rule does. For people; enforcement is `visible_pages`, and a test holds the two equal."""
    steps = tuple(_steps(viewer, Page.objects.get(pk=page.pk)))
    return Explanation(allowed=all(step.passed for step in steps), steps=steps)


def _steps(viewer: Viewer, page: Page) -> Iterator[Step]:
    yield Step(page.pk, page.title, "is live" if page.live else "is not live", passed=page.live)
    seen = 0
    standing: Page | None = page
    while standing is not None:
        for step_page in standing.get_ancestors(inclusive=True):
            yield from _restriction_steps(viewer, step_page)
        standing, seen = standing.alias_of, seen + 1
        if seen > ALIAS_DEPTH and standing is not None:
            requirement = "aliases of aliases are followed only so far"
            yield Step(page.pk, page.title, requirement, passed=viewer.is_superuser)
            return


def _restriction_steps(viewer: Viewer, page: Page) -> Iterator[Step]:
    for restriction in PageViewRestriction.objects.filter(page=page).prefetch_related("groups"):
        barred = f"{PAGE}{page.pk}" in viewer.barred
        yield Step(page.pk, page.title, f"for {_people(restriction)}", passed=not barred)


def who_sees(*, parent: Page | None, audience: Audience | None) -> str:
    """Who may see a page with this audience below this parent, counting what its ancestors allow, as a sentence."""
    circles: list[str] = []
    if parent is not None:
        above = PageViewRestriction.objects.filter(page__in=parent.get_ancestors(inclusive=True)).order_by("page__path")
        circles = [_people(restriction) for restriction in above.prefetch_related("groups")]
    if audience is not None:
        circles.append(audience.name)
    circles = list(dict.fromkeys(circles))
    if not circles:
        return "Everyone, also people who are not signed in."
    if len(circles) == 1:
        return f"Only {circles[0]}."
    return f"Only people who are in all of these: {', '.join(circles)}."


def _people(restriction: PageViewRestriction) -> str:
    derived_from = getattr(restriction, "derived_from", None)
    if derived_from is not None:
        return str(derived_from.audience.name)
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return "people in " + (", ".join(group.name for group in restriction.groups.all()) or "no group")
    if restriction.restriction_type == BaseViewRestriction.LOGIN:
        return "everyone who is signed in"
    if restriction.restriction_type == BaseViewRestriction.NONE:
        return "everyone"
    return "nobody (a shared password is not supported)"
