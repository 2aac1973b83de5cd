"""The viewer: who is looking, and the restrictions that they fail. Made once a request; everything compiles from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Q, QuerySet, Value
from django.http import HttpRequest
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, PageViewRestriction

from .models import Audience

PAGE, COLLECTION = "p", "c"


@dataclass(frozen=True)
class Barrier:
    """A restricted page or collection that the viewer fails, and with it everything below its tree path."""

    kind: str
    id: int
    path: str
    teaser: bool = False

    @property
    def node(self) -> str:
        """The name of this node in the search index: `p12` for a page, `c7` for a collection."""
        return f"{self.kind}{self.id}"


@dataclass(frozen=True)
class Viewer:
    """Someone who looks at the portal, as far as visibility is concerned. Holds nothing that names a person."""

    user_id: int | None
    is_superuser: bool
    group_ids: frozenset[int]
    barriers: frozenset[Barrier]

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    @cached_property
    def barred(self) -> frozenset[str]:
        """The nodes that keep this viewer out, as the search index names them."""
        return frozenset(barrier.node for barrier in self.barriers)

    @cached_property
    def barred_page_paths(self) -> tuple[str, ...]:
        return _topmost(barrier.path for barrier in self.barriers if barrier.kind == PAGE)

    @cached_property
    def barred_collection_paths(self) -> tuple[str, ...]:
        return _topmost(barrier.path for barrier in self.barriers if barrier.kind == COLLECTION)

    @cached_property
    def is_teased(self) -> bool:
        """Whether there is anything whose title and summary this viewer may see and which they may not open."""
        return any(barrier.teaser for barrier in self.barriers)

    def allowing_teasers(self) -> Self:
        """The same viewer with every barrier lifted behind which titles and summaries may be shown."""
        return replace(self, barriers=frozenset(barrier for barrier in self.barriers if not barrier.teaser))


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of this request, worked out at most once."""
    viewer: Viewer | None = getattr(request, "_viewer", None)
    if viewer is None:
        viewer = viewer_for(getattr(request, "user", AnonymousUser()))
        set_viewer(request, viewer)
    return viewer


def set_viewer(request: HttpRequest, viewer: Viewer) -> None:
    """Answer this request as `viewer` would be answered (an editor's preview as an audience)."""
    request._viewer = viewer  # type: ignore[attr-defined]


def viewer_for(user: Any) -> Viewer:
    """The viewer for `user`. Someone inactive is nobody. Two queries: their groups, and the barriers."""
    if not user.is_authenticated or not user.is_active:
        return _viewer(user_id=None, group_ids=frozenset())
    if user.is_superuser:
        return Viewer(user_id=user.pk, is_superuser=True, group_ids=frozenset(), barriers=frozenset())
    return _viewer(user_id=user.pk, group_ids=frozenset(user.groups.values_list("pk", flat=True)))


def viewers_for(people: QuerySet[Any]) -> Iterator[tuple[Any, Viewer]]:
    """Each of these people, who must be active, with their viewer. One query for each set of groups that occurs."""
    for_groups: dict[frozenset[int], Viewer] = {}
    for person in people.prefetch_related("groups"):
        if person.is_superuser:
            yield person, viewer_for(person)
            continue
        group_ids = frozenset(group.pk for group in person.groups.all())
        if group_ids not in for_groups:
            for_groups[group_ids] = _viewer(user_id=person.pk, group_ids=group_ids)
        yield person, replace(for_groups[group_ids], user_id=person.pk)


def viewer_in(audience: Audience | None) -> Viewer:
    """Somebody who is in `audience` and nothing else; with None, somebody who is not signed in."""
    if audience is None:
        return _viewer(user_id=None, group_ids=frozenset())
    return _viewer(user_id=0, group_ids=frozenset(audience.groups.values_list("pk", flat=True)))


def _viewer(*, user_id: int | None, group_ids: frozenset[int]) -> Viewer:
    page_barriers = _failed(PageViewRestriction.objects.order_by(), user_id, group_ids).values_list(
        Value(PAGE, output_field=CharField()), "page_id", F("page__path"), F("derived_from__audience__teaser")
    )
    collection_barriers = _failed(CollectionViewRestriction.objects.order_by(), user_id, group_ids).values_list(
        Value(COLLECTION, output_field=CharField()), "collection_id", F("collection__path"), Value(value=False)
    )
    rows = page_barriers.union(collection_barriers, all=True)
    # A page with several restrictions is teased only if each of them allows it.
    teasers: dict[tuple[str, int, str], bool] = {}
    for kind, node_id, path, teaser in rows:
        key = (kind, node_id, path)
        teasers[key] = teasers.get(key, True) and bool(teaser)
    return Viewer(
        user_id=user_id,
        is_superuser=False,
        group_ids=group_ids,
        barriers=frozenset(Barrier(*key, teaser) for key, teaser in teasers.items()),
    )


def _failed(restrictions: QuerySet, user_id: int | None, group_ids: frozenset[int]) -> QuerySet:
    """The restrictions that are not known to be passed: a shared password, or a kind we never heard of, bars."""
    passed = Q(restriction_type=BaseViewRestriction.NONE)
    if user_id is not None:
        passed |= Q(restriction_type=BaseViewRestriction.LOGIN)
        passed |= Q(restriction_type=BaseViewRestriction.GROUPS, groups__in=group_ids)
    return restrictions.exclude(pk__in=restrictions.model.objects.filter(passed).values("pk"))


def _topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that have no other one above them: barring those bars all."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
