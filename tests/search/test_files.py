"""The text of files is found by whoever may open both the file and a page that refers to it: on every engine."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from content.models import DocumentText, PrivateDocument
from search.queries import Results, search
from search.upkeep import faults
from tests.factories import member
from visibility.viewer import Viewer, viewer_for

from .attachments import attach, document_saying
from .library import anyone, audience, resource, section, titles, years

pytestmark = pytest.mark.usefixtures("engine")


def found(text: str, viewer: Viewer | None = None) -> set[tuple[str, str]]:
    """Page and file of each hit; an empty name for the page itself."""
    results = search(viewer or anyone(), text)
    assert results.total == len(results.hits)
    return {(hit.page.title, hit.document.title if hit.document else "") for hit in results.hits}


@pytest.fixture
def closed_collection(db: None) -> Collection:
    """A collection for the group “Readers”."""
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=BaseViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Readers"))
    return closed


def reader() -> Viewer:
    person = member()
    person.groups.add(Group.objects.get(name="Readers"))
    return viewer_for(person)


def test_a_file_is_found_on_each_page_that_refers_to_it() -> None:
    document = document_saying("Nothing here", "A sheet about hashing", title="Sheet")
    for title in ("One", "Two"):
        attach(resource(title), document)
    resource("Three")
    assert found("hashing") == {("One", "Sheet"), ("Two", "Sheet")}
    assert found("sheet") == {("One", "Sheet"), ("Two", "Sheet")}


def test_a_file_is_hidden_where_its_page_is() -> None:
    closed = section("Closed", audience=audience())
    document = document_saying("hashing", title="Sheet")
    attach(resource("Inside", under=closed), document)
    assert found("hashing") == set()
    attach(resource("Outside"), document)
    assert found("hashing") == {("Outside", "Sheet")}


def test_a_file_is_hidden_where_its_collection_is_closed(closed_collection: Collection) -> None:
    document = document_saying("hashing", title="Sheet")
    attach(resource("Kit"), document)
    PrivateDocument.objects.filter(pk=document.pk).update(collection=closed_collection)  # as the bulk action does it
    assert found("hashing") == set()
    assert found("hashing", reader()) == {("Kit", "Sheet")}


def test_a_collection_that_moves_takes_its_files_along_at_once(closed_collection: Collection) -> None:
    folder = Collection.get_first_root_node().add_child(name="Folder")
    document = document_saying("hashing", title="Sheet")
    attach(resource("Kit"), document)
    PrivateDocument.objects.filter(pk=document.pk).update(collection=folder)
    assert found("hashing") == {("Kit", "Sheet")}
    Collection.objects.get(pk=folder.pk).move(closed_collection, pos="sorted-child")
    assert found("hashing") == set()


def test_a_replaced_file_is_not_found_by_its_old_text_any_more() -> None:
    document = document_saying("hashing", title="Sheet")
    attach(resource("Kit"), document)
    DocumentText.objects.filter(document=document).update(file_hash="of another file")
    document.title = "Other sheet"
    document.save()
    assert (found("hashing"), found("other")) == (set(), {("Kit", "Other sheet")})


def test_a_file_is_gone_with_the_reference_to_it_and_with_itself() -> None:
    one, two = document_saying("hashing", title="One"), document_saying("hashing", title="Two")
    page = attach(resource("Kit"), one, two)
    attach(page, two)
    assert found("hashing") == {("Kit", "Two")}
    two.delete()
    assert found("hashing") == set()
    assert not faults()


def test_words_do_not_stand_together_across_the_pages_of_a_file() -> None:
    attach(resource("Kit"), document_saying("the last word is age", "assurance begins here", title="Sheet"))
    assert found('"age assurance"') == set()
    assert found('"assurance begins"') == {("Kit", "Sheet")}


def test_files_are_counted_like_their_pages() -> None:
    attach(resource("Hashing", kind="toolkit"), document_saying("hashing", title="Sheet"))
    results: Results = search(anyone(), "hashing")
    assert results.total == 2
    assert {value.value: value.count for value in results.facets["kind"]} == {"toolkit": 2}
    assert search(anyone(), "hashing", filters={"kind": "report"}).total == 0


def test_years_are_counted_and_filter() -> None:
    resource("Kit now")
    resource("Old kit", days_old=800)
    counts = years(search(anyone(), "kit"))
    assert sorted(counts.values()) == [1, 1]
    old = min(counts)
    assert titles("kit", filters={"year": old}) == ["Old kit"]


def test_a_hidden_file_behind_ten_better_hits_is_not_counted(closed_collection: Collection) -> None:
    """The hits on the page are checked once more; what stands behind them is kept out by the index alone."""
    for number in range(10):
        resource(f"Hashing {number}", summary="Hashing", body="hashing")
    document = document_saying("much else, and then hashing", title="Sheet")
    attach(resource("Kit"), document)
    PrivateDocument.objects.filter(pk=document.pk).update(collection=closed_collection)
    results = search(anyone(), "hashing")
    assert (results.total, sum(value.count for value in results.facets["kind"])) == (10, 10)
    assert search(reader(), "hashing").total == 11
