"""Says why a viewer may or may not see a page, step by step, and in words who may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from .models import Audience
from .pages import ALIAS_DEPTH
from .restrictions import restrictions_above
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
    """Walk the way to `page` as the rule does. Enforcement is `visible_pages`, and a test holds the two equal."""
    steps = tuple(_steps(viewer, Page.objects.get(pk=page.pk)))
    return Explanation(allowed=all(step.passed for step in steps), steps=steps)


def explain_draft(viewer: Viewer, *, parent: Page, title: str, audience: Audience | None) -> Explanation:
    """Whether `viewer` would see a page with this audience below `parent`, once it is published, and why."""
    steps = [step for page in parent.get_ancestors(inclusive=True) for step in _restriction_steps(viewer, page)]
    if audience is not None:
        passed = viewer.is_superuser or bool(viewer.group_ids & _group_ids(audience))
        steps.append(Step(0, title, f"for {audience.name}", passed=passed))
    return Explanation(allowed=all(step.passed for step in steps), steps=tuple(steps))


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
    return _sentence(_circles(parent), audience)


def who_sees_by_audience(*, parent: Page | None, audiences: Iterable[Audience | None]) -> dict[int | None, str]:
    """The same sentence for each of these audiences, by their ids. Two queries, however many audiences."""
    above = _circles(parent)
    return {audience.pk if audience else None: _sentence(above, audience) for audience in audiences}


def who_sees_each(pages: Iterable[Page]) -> dict[int, str]:
    """Who may see each of these stored pages, by their ids: one sentence for each, two queries for all.

    Follows aliases as far as the pages were loaded with `alias_of`.
    """
    ways = {page.pk: _way_to(page) for page in pages}
    restrictions = PageViewRestriction.objects.filter(page__path__in={path for way in ways.values() for path in way})
    circles: dict[str, list[str]] = {}
    for restriction in restrictions.select_related("page", "derived_from__audience").prefetch_related("groups"):
        circles.setdefault(restriction.page.path, []).append(_people(restriction))
    return {
        pk: _sentence([circle for path in way for circle in circles.get(path, [])], None) for pk, way in ways.items()
    }


def _way_to(page: Page) -> list[str]:
    """The tree paths that a viewer has to pass: from the root down to the page, and to what it is an alias of."""
    paths = [page.path[:length] for length in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    return paths if page.alias_of is None else [*_way_to(page.alias_of), *paths]


def audience_change(*, parent: Page | None, before: Audience | None, after: Audience | None) -> str:
    """Who gains a live page and who loses it when its audience changes, in sentences; empty if nothing changes."""
    above = restrictions_above(parent)
    changes = []
    if _who_passes(above, before) != _who_passes(above, after):
        changes.append(_gains_and_losses([_people(restriction) for restriction in above], before, after))
    if after is not None and after.teaser and not (before is not None and before.teaser):
        changes.append("Its title and summary become public wherever the pages above it are public.")
    return " ".join(changes)


def _gains_and_losses(above: list[str], before: Audience | None, after: Audience | None) -> str:
    circles = list(dict.fromkeys(above))
    whoever = f"Everyone in {' and '.join(circles)}" if circles else "Everyone, signed in or not,"
    if after is None:
        return f"{whoever} gains it."
    if before is None:
        return f"{whoever} loses it; only {after.name} keeps it."
    had, has = _group_ids(before), _group_ids(after)
    if had < has:
        return f"Everyone in {after.name} gains it; {before.name} keeps it."
    if has < had:
        return f"Everyone in {before.name} loses it; only {after.name} keeps it."
    return f"Everyone in {before.name} loses it, unless they are also in {after.name}; {after.name} gains it."


def _who_passes(above: list[PageViewRestriction], audience: Audience | None) -> set[frozenset[int]]:
    """The sets of groups that one has to be in one each of; a set that another one implies is left out."""
    in_groups = (restriction for restriction in above if restriction.restriction_type == BaseViewRestriction.GROUPS)
    needed = {_group_ids(restriction) for restriction in in_groups}
    if audience is not None:
        needed.add(_group_ids(audience))
    return {groups for groups in needed if not any(other < groups for other in needed)}


def _group_ids(of: Audience | PageViewRestriction) -> frozenset[int]:
    return frozenset(group.pk for group in of.groups.all())


def _circles(parent: Page | None) -> list[str]:
    """The circles of people that the restrictions on the way to `parent`, its own included, let in."""
    return [_people(restriction) for restriction in restrictions_above(parent)]


def _sentence(above: list[str], audience: Audience | None) -> str:
    circles = list(dict.fromkeys([*above, audience.name] if audience is not None else above))
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


def audiences_barring(viewer: Viewer, page: Page) -> list[Audience]:
    """The audiences that this viewer would have to be in to open `page`, of those on its own path."""
    barriers = [
        barrier.id for barrier in viewer.barriers if barrier.kind == PAGE and page.path.startswith(barrier.path)
    ]
    return list(Audience.objects.filter(restrictions__restriction__page__in=barriers).distinct())
