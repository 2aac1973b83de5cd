"""Who may do what with a page, and who may know of it in the admin, where Wagtail's own answer is not enough."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import BaseViewRestriction, Page, PagePermissionTester, PageViewRestriction
from wagtail.permissions import policy_registry

from visibility.files import visible_files
from visibility.pages import visible_pages
from visibility.restrictions import restrictions_above
from visibility.viewer import Viewer, viewer_of

EDITING = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
WORKING_WITH_FILES = ("add", "change", "delete", "choose")


class IndependentPublishingTester(PagePermissionTester):
    """Wagtail's page permissions, with two rules of the house.

    Nobody publishes directly: whoever has the publish permission for a page approves what somebody else wrote there,
    and that publishes it (see `workflows.py`). And restrictions come from the audience of the page alone, so Wagtail's
    privacy view refuses.
    """

    def can_publish(self) -> bool:
        return bool(self.user.is_superuser and super().can_publish())

    def can_publish_subpage(self) -> bool:
        return bool(self.user.is_superuser and super().can_publish_subpage())

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_review(self) -> bool:
        """Read what waits for approval, ask for changes, call off what was scheduled."""
        return bool(self.user.is_active and (self.user.is_superuser or "publish" in self.permissions))

    def can_approve(self) -> bool:
        """Publish the newest version by approving it: for reviewers who did not write that version."""
        if not self.can_review():
            return False
        newest = self.page.get_latest_revision()
        return bool(self.user.is_superuser or (newest is not None and newest.user_id != self.user.pk))

    def can_unschedule(self) -> bool:
        return self.can_review()

    def can_move_to(self, destination: Page) -> bool:
        """What is live is moved only to where nobody can see it who could not before: a move is never reviewed."""
        if not super().can_move_to(destination):
            return False
        if self.user.is_superuser or not self.page.get_descendants(inclusive=True).live().exists():
            return True
        return not would_widen(self.page, destination)


def user_enters_admin(request: HttpRequest) -> bool:
    """Whether this request's person may enter the admin: for showing the way there, which the admin itself guards.

    At most one query a request.
    """
    known: bool | None = getattr(request, "_enters_admin", None)
    if known is None:
        viewer = viewer_of(request)
        entering = Permission.objects.filter(group__in=viewer.group_ids, codename="access_admin")
        known = viewer.is_superuser or (bool(viewer.group_ids) and entering.exists())
        request._enters_admin = known  # type: ignore[attr-defined]  # noqa: SLF001  kept with the request
    return known


def would_widen(page: Page, destination: Page) -> bool:
    """Whether a restriction that stands above `page` has none as strict above `destination`."""
    here, there = restrictions_above(page.get_parent()), restrictions_above(destination)
    return not all(any(_is_as_strict(other, restriction) for other in there) for restriction in here)


def _is_as_strict(restriction: PageViewRestriction, other: PageViewRestriction) -> bool:
    if restriction == other:
        return True
    if {restriction.restriction_type, other.restriction_type} != {BaseViewRestriction.GROUPS}:
        return False
    return {group.pk for group in restriction.groups.all()} <= {group.pk for group in other.groups.all()}


def pages_known_to(user: Any, viewer: Viewer, pages: QuerySet[Any]) -> QuerySet[Any]:
    """The pages among `pages` of which `user` may learn in the admin: those that they may open, and those that they
    may edit. Everything in the admin that lists, offers or names pages goes through here.
    """
    if user.is_superuser and user.is_active:
        return pages
    editable = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, EDITING)
    visible = visible_pages(viewer, Page.objects.all())
    return pages.filter(Q(pk__in=visible.order_by().values("pk")) | Q(pk__in=editable.order_by().values("pk")))


def files_known_to(user: Any, viewer: Viewer, files: QuerySet[Any]) -> QuerySet[Any]:
    """The documents or images among `files` that `user` may open, or may work with in their collection."""
    if user.is_superuser and user.is_active:
        return files
    policy = policy_registry.get_by_type(files.model)
    workable = policy.instances_user_has_any_permission_for(user, WORKING_WITH_FILES)
    visible = visible_files(viewer, files)
    return files.filter(Q(pk__in=visible.order_by().values("pk")) | Q(pk__in=workable.order_by().values("pk")))
