"""On random portals, with files on random pages in random collections, a plain reading of the rule and the code agree."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page

from content.files import narrower_files
from content.models import PrivateDocument
from content.pages import SectionPage
from tests.content import samples
from tests.visibility.test_the_rule import lets_in, reference
from tests.worlds import World, plans, random_portals, world_of
from visibility.files import can_view_file, visible_files
from visibility.models import Audience
from visibility.viewer import viewer_for

pytestmark = pytest.mark.django_db

KINDS = (*(kind for kind, _ in BaseViewRestriction.RESTRICTION_CHOICES), "unheard of")
COLLECTIONS, FILES = 4, 4

collections = st.lists(
    st.tuples(st.integers(0, COLLECTIONS - 1), st.sampled_from(["", "", *KINDS]), st.sets(st.sampled_from("12"))),
    min_size=COLLECTIONS,
    max_size=COLLECTIONS,
)
files = st.lists(
    st.tuples(st.integers(0, COLLECTIONS - 1), st.sets(st.integers(0, 12), max_size=3)), min_size=FILES, max_size=FILES
)


def made_collections(plan: list[tuple[int, str, set[str]]], world: World) -> list[Collection]:
    groups = {"1": groups_of(world, "first"), "2": groups_of(world, "second")}
    made = [Collection.get_first_root_node()]
    for above, kind, names in plan:
        collection = Collection.objects.get(pk=made[above % len(made)].pk).add_child(name="Some files")
        made.append(collection)
        if kind:
            restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
            restriction.groups.set([group for name in names for group in groups[name]])
    return made[1:]


def groups_of(world: World, name: str) -> list[Any]:
    person: Any = world.people[name]
    return list(person.groups.all())


def files_of(plan: Iterable[tuple[int, set[int]]], world: World, among: list[Collection]) -> list[PrivateDocument]:
    """Documents without a file in the storage, and the pages that refer to them."""
    made: list[PrivateDocument] = []
    bodies: dict[int, list[PrivateDocument]] = {}
    for number, pages in plan:
        document = PrivateDocument.objects.create(title=f"File {len(made)}", collection=among[number])
        made.append(document)
        for page in pages:
            # What stands on an alias is what stands on its source.
            chosen = world.pages[page % len(world.pages)]
            while chosen.alias_of_id:
                chosen = chosen.alias_of
            bodies.setdefault(chosen.pk, []).append(document)
    for pk, documents in bodies.items():
        row = SectionPage.objects.get(pk=pk)
        row.body = samples.body_with(*documents)
        row.save()
        row.update_aliases(_content=row.serializable_data(), _updated_ids=None)
    return made


def referring_pages(document: PrivateDocument, world: World) -> set[int]:
    return {
        page.pk
        for page in SectionPage.objects.filter(pk__in=[page.pk for page in world.pages])
        for block in page.body
        if any(file.pk == document.pk for file in block.value["files"])
    }


def readable(world: World, person: Any, documents: list[PrivateDocument]) -> set[int]:
    if person.is_authenticated and person.is_active and person.is_superuser:
        return {document.pk for document in documents}
    pages = reference(world, person)
    return {
        document.pk
        for document in documents
        if pages & referring_pages(document, world)
        and all(
            lets_in(restriction, person)
            for above in document.collection.get_ancestors(inclusive=True)
            for restriction in CollectionViewRestriction.objects.filter(collection=above)
        )
    }


@random_portals
@given(plans, collections, files)
def test_files_follow_pages_and_collections(
    plan: Any, collection_plan: list[tuple[int, str, set[str]]], file_plan: list[tuple[int, set[int]]]
) -> None:
    with world_of(plan) as world:
        documents = files_of(file_plan, world, made_collections(collection_plan, world))
        for name, person in world.people.items():
            viewer = viewer_for(person)
            expected = readable(world, person, documents)
            ids = [document.pk for document in documents]
            found = set(visible_files(viewer, PrivateDocument.objects.filter(pk__in=ids)).values_list("pk", flat=True))
            assert found == expected, name
            assert {document.pk for document in documents if can_view_file(viewer, document)} == expected, name


@random_portals
@given(plans, collections, files, st.sampled_from(["", "first", "second", "either", "nobody"]))
def test_who_opens_a_page_that_promises_nothing_too_narrow_opens_its_files(
    plan: Any,
    collection_plan: list[tuple[int, str, set[str]]],
    file_plan: list[tuple[int, set[int]]],
    audience_name: str,
) -> None:
    with world_of(plan) as world:
        documents = files_of(file_plan, world, made_collections(collection_plan, world))
        parent = Page.objects.get(pk=next(page.pk for page in world.pages if not page.alias_of_id))
        audience = Audience.objects.filter(slug=f"world-{audience_name}").first()
        page = SectionPage(
            title="New", slug="quite-new", summary="New.", audience=audience, body=samples.body_with(*documents)
        )
        narrow = {file.title for file in narrower_files(body=page.body, audience=audience, parent=parent)}
        parent.add_child(instance=page)
        world.pages.append(Page.objects.get(pk=page.pk))
        for name, person in world.people.items():
            if page.pk in reference(world, person):
                opened = readable(world, person, documents)
                assert {file.pk for file in documents if file.title not in narrow} <= opened, name
