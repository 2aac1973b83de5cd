"""On random portals, with files on random pages and in random collections, the code agrees with a plain reading."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
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
        if row.live:  # as publishing does, and only that
            row.update_aliases(_content=row.serializable_data(), _updated_ids=None)
    world.pages = [Page.objects.get(pk=page.pk) for page in world.pages]
    return made


class PlainReading:
    """Who may open which documents, read off the rule as a person would."""

    def __init__(self, world: World, documents: list[PrivateDocument]) -> None:
        self.world, self.documents = world, documents
        self.pages_of: dict[int, set[int]] = {document.pk: set() for document in documents}
        for page in SectionPage.objects.filter(pk__in=[page.pk for page in world.pages]):
            for block in page.body:
                for file in block.value["files"]:
                    self.pages_of[file.pk].add(page.pk)
        self.kept_by = {
            document.pk: [
                restriction
                for above in document.collection.get_ancestors(inclusive=True)
                for restriction in CollectionViewRestriction.objects.filter(collection=above).prefetch_related("groups")
            ]
            for document in documents
        }

    def opened_by(self, person: Any, pages: set[int]) -> set[int]:
        """The ids of the documents that `person` may open, who may open `pages`."""
        if person.is_authenticated and person.is_active and person.is_superuser:
            return set(self.kept_by)
        return {
            document
            for document, restrictions in self.kept_by.items()
            if pages & self.pages_of[document] and all(lets_in(restriction, person) for restriction in restrictions)
        }


@settings(random_portals, max_examples=20)
@given(plans, collections, files)
def test_files_follow_pages_and_collections(
    plan: Any, collection_plan: list[tuple[int, str, set[str]]], file_plan: list[tuple[int, set[int]]]
) -> None:
    with world_of(plan) as world:
        documents = files_of(file_plan, world, made_collections(collection_plan, world))
        reading = PlainReading(world, documents)
        for name, person in world.people.items():
            viewer = viewer_for(person)
            expected = reading.opened_by(person, reference(world, person))
            ids = [document.pk for document in documents]
            found = set(visible_files(viewer, PrivateDocument.objects.filter(pk__in=ids)).values_list("pk", flat=True))
            assert found == expected, name
            assert {document.pk for document in documents if can_view_file(viewer, document)} == expected, name


@settings(random_portals, max_examples=20)
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
        reading = PlainReading(world, documents)
        for name, person in world.people.items():
            pages = reference(World(pages=[world.pages[-1]]), person)
            if pages:
                opened = reading.opened_by(person, pages)
                assert {file.pk for file in documents if file.title not in narrow} <= opened, name
