"""Files behind the rule: who may open one, and which files a page may not promise to its readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from wagtail.blocks import StreamValue
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page
from wagtail.permissions import policy_registry

from visibility.files import visible_files
from visibility.models import Audience
from visibility.restrictions import restrictions_above
from visibility.viewer import Viewer

from .permissions import WORKING_WITH_FILES
from .references import references_in

FILE_MODELS = ("content.PrivateDocument", "content.PrivateImage")


def openable_file(user: Any, viewer: Viewer, files: QuerySet[Any]) -> Any:
    """The one file in `files`, if this person may open it: as a reader, or as someone who works with it in the admin.

    Editors see what they have just uploaded, before any page refers to it. Else None, and the queries are
    the same whether a file is hidden or was never there.
    """
    found = visible_files(viewer, files).first()
    if found is None and user.is_authenticated and user.is_active:
        policy = policy_registry.get_by_type(files.model)
        handled = policy.instances_user_has_any_permission_for(user, WORKING_WITH_FILES)
        found = files.filter(pk__in=handled.values("pk")).first()
    return found


def user_can_open_file(user: Any, viewer: Viewer, file: Model) -> bool:
    return openable_file(user, viewer, type(file)._default_manager.filter(pk=file.pk)) is not None


@dataclass(frozen=True)
class NarrowFile:
    """A file that some readers of a page could not open, and why."""

    title: str
    reason: str

    def __str__(self) -> str:
        return f"“{self.title}” ({self.reason})"


class FilesNarrowerThanPage(PermissionDenied):
    """The page may not be published: some of its readers could not open these files."""

    def __init__(self, files: list[NarrowFile]) -> None:
        self.files = files
        names = ", ".join(map(str, files))
        super().__init__(
            f"Some readers of this page could not open what it refers to: {names}. Move the file to a wider "
            "collection, choose a narrower audience for the page, or take the file out of it."
        )


def refuse_narrower_files(*, body: StreamValue, audience: Audience | None, parent: Page) -> None:
    """Raises FilesNarrowerThanPage if a page with this body and audience, below this parent, promises too much."""
    files = narrower_files(body=body, audience=audience, parent=parent)
    if files:
        raise FilesNarrowerThanPage(files)


def narrower_files(*, body: StreamValue, audience: Audience | None, parent: Page) -> list[NarrowFile]:
    """The files in this body that a reader of the page may fail to open, because of the collection that they lie in.

    A restriction of a collection is implied by the page's when everyone who passes the page's passes it too. What a
    collection becomes later is not our concern: then the file is hidden.
    """
    files = sorted(_files_in(body), key=lambda file: file.title)
    if not files:
        return []
    readers = _readers(audience, parent)
    restrictions = list(
        CollectionViewRestriction.objects.select_related("collection")
        .prefetch_related("groups")
        .order_by("collection__path")
    )
    failed = [
        (file, restriction)
        for file in files
        for restriction in restrictions
        if file.collection.path.startswith(restriction.collection.path) and not readers.pass_(restriction)
    ]
    names = _names_of_circles() if failed else {}
    return [NarrowFile(file.title, _sentence(restriction, names)) for file, restriction in failed]


def _files_in(body: StreamValue) -> Iterator[Any]:
    references = references_in(body)
    for name in FILE_MODELS:
        model = apps.get_model(name)
        if references.get(model):
            yield from model._default_manager.filter(pk__in=references[model]).select_related("collection")


@dataclass(frozen=True)
class _Readers:
    """What is known of everyone who may read a page: that they are signed in, and sets of groups they are in one of."""

    signed_in: bool
    circles: list[frozenset[int]]

    def pass_(self, restriction: CollectionViewRestriction) -> bool:
        if restriction.restriction_type == BaseViewRestriction.NONE:
            return True
        if restriction.restriction_type == BaseViewRestriction.LOGIN:
            return self.signed_in
        if restriction.restriction_type == BaseViewRestriction.GROUPS:
            admitted = {group.pk for group in restriction.groups.all()}
            return any(circle and circle <= admitted for circle in self.circles)
        return False


def _readers(audience: Audience | None, parent: Page) -> _Readers:
    signed_in = (BaseViewRestriction.GROUPS, BaseViewRestriction.LOGIN)
    above = [one for one in restrictions_above(parent) if one.restriction_type in signed_in]
    circles = [
        frozenset(group.pk for group in restriction.groups.all())
        for restriction in above
        if restriction.restriction_type == BaseViewRestriction.GROUPS
    ]
    if audience is not None:
        circles.append(frozenset(audience.groups.values_list("pk", flat=True)))
    return _Readers(signed_in=bool(above) or audience is not None, circles=circles)


def _names_of_circles() -> dict[frozenset[int], str]:
    """What editors call the people in these groups together."""
    audiences = Audience.objects.prefetch_related("groups")
    return {frozenset(group.pk for group in audience.groups.all()): audience.name for audience in audiences}


def _sentence(restriction: CollectionViewRestriction, names: dict[frozenset[int], str]) -> str:
    groups = restriction.groups.all()
    listed = ", ".join(sorted(group.name for group in groups)) or "no group"
    who = {
        BaseViewRestriction.LOGIN: "people who are signed in",
        BaseViewRestriction.GROUPS: names.get(frozenset(group.pk for group in groups), f"people in {listed}"),
    }.get(restriction.restriction_type, "people with a password")
    return f"the collection {restriction.collection.name} is only for {who}"
