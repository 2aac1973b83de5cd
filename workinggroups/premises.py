"""What a working group works in: its page, its collection of files, and what its coordinators may do there."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from membership.access import derived_group, role_group
from membership.models import Role
from visibility.models import Audience

from .access import coordinators_key
from .models import WorkingGroup, WorkingGroupIndexPage, WorkingGroupPage

PAGE_EDITING = ("add_page", "change_page", "publish_page")
# Wagtail's policies ask for the permissions of its own models, also where a site has models of its own.
FILE_EDITING = {
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailimages": ("add_image", "change_image", "choose_image"),
}


@transaction.atomic
def furnish_group(*, group: WorkingGroup, index: WorkingGroupIndexPage) -> WorkingGroupPage:
    """Give `group` its page below `index` and its collection, both for its audience, if it has none yet.

    Its coordinators and alliance staff may edit there; editors of the rest of the portal may not.
    """
    page = WorkingGroupPage.objects.filter(group=group).first()
    if page is None:
        page = WorkingGroupPage(
            title=group.name, slug=group.slug, summary=group.purpose, group=group, audience=group.audience
        )
        index.add_child(instance=page)
        page.save_revision().publish()
    collection = collection_for(audience=group.audience, name=f"Working group: {group.name}")
    coordinators = derived_group(coordinators_key(group.pk), name=f"Working group: {group.name}, coordinators")
    for editors in (coordinators, role_group(Role.STAFF)):
        grant_pages(editors, page, PAGE_EDITING)
        grant_files(editors, collection)
    return page


def collection_for(*, audience: Audience | None, name: str) -> Collection:
    """The collection of this name, restricted to this audience; made if it is not there yet."""
    collection = Collection.objects.filter(name=name).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=name)
    if audience is not None and not CollectionViewRestriction.objects.filter(collection=collection).exists():
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=BaseViewRestriction.GROUPS
        )
        restriction.groups.set(audience.groups.all())
    return collection


def grant_pages(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    """Let the people in `group` do this on `page` and below."""
    for permission in Permission.objects.filter(codename__in=codenames, content_type__app_label="wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def grant_files(group: Group, collection: Collection) -> None:
    """Let the people in `group` add, choose and change documents and images in `collection` and below."""
    for app_label, codenames in FILE_EDITING.items():
        for permission in Permission.objects.filter(codename__in=codenames, content_type__app_label=app_label):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
