"""What is found in a file is shown with the page that it belongs to, and with the place in the file."""

import re

import pytest
from django.test import Client

from search.places import number_of_part
from search.text import MARK_END, MARK_START, PAGE_BREAK, marked_html

from .attachments import attach, document_saying
from .library import resource
from .reading import queries_of, shown

pytestmark = pytest.mark.django_db


def test_a_file_is_shown_below_its_page_with_the_page_that_says_it(client: Client) -> None:
    document = document_saying("Nothing here.", "Still nothing.", "A word on hashing.", title="A paper")
    page = attach(resource("Kit"), document)
    (hit,) = shown(client, q="hashing").hits
    assert (hit.title_html, hit.url, hit.snippet_html) == ("Kit", page.url, "")
    (file,) = hit.files
    assert (file.title_html, file.place, file.format) == ("A paper", "page 3", "PDF")
    assert file.url == f"{document.url}#page=3"
    assert "A word on <mark>hashing</mark>." in file.snippet_html
    assert file.entry_id == hit.entry_id == document.search_entries.get().pk


def test_a_page_and_its_files_stand_together_and_each_is_counted(client: Client) -> None:
    one, two = document_saying("On hashing.", title="One"), document_saying("Hashing too.", title="Two")
    page = attach(resource("Hashing"), one, two)
    resource("Hashing elsewhere")
    results = shown(client, q="hashing")
    assert results.total == 4
    together = next(hit for hit in results.hits if hit.url == page.url)
    assert {file.title_html for file in together.files} == {"One", "Two"}
    assert together.entry_id == page.search_entries.get(document=None).pk
    html = client.get("/search/", {"q": "hashing"}).content.decode()
    assert len(set(re.findall(r'data-entry="(\d+)"', html))) == html.count("data-entry=") == 4


@pytest.mark.parametrize(
    ("kind", "place", "fragment"), [("pdf", "page 2", "#page=2"), ("pptx", "slide 2", ""), ("docx", "", "")]
)
def test_places_are_called_as_the_kind_of_file_calls_them(client: Client, kind: str, place: str, fragment: str) -> None:
    document = document_saying("Nothing.", "Hashing.", kind=kind)
    attach(resource("Kit"), document)
    (file,) = shown(client, q="hashing").hits[0].files
    assert (file.place, file.url, file.format) == (place, document.url + fragment, kind.upper())


def test_a_file_that_is_found_by_its_name_has_no_place(client: Client) -> None:
    attach(resource("Kit"), document_saying("Nothing.", title="Hashing"))
    (file,) = shown(client, q="hashing").hits[0].files
    assert (file.title_html, file.place, file.snippet_html) == ("<mark>Hashing</mark>", "", "")


@pytest.mark.parametrize(
    ("snippet", "number"),
    [
        ("[one]", 1),
        ("…three [four]", 2),
        ("…four and [five]…", 2),
        ("two\f[three]", 2),
        ("[two]\fthree", 1),
        ("one two … [six]", 3),
        ("…a … of its own: [eight]", 4),
        ("[nowhere]", None),
    ],
)
def test_a_place_is_found_in_whatever_an_engine_quotes(snippet: str, number: int | None) -> None:
    body = "one two\fthree four and five\fsix seven\fa … of its own: eight".replace("\f", PAGE_BREAK)
    quoted = snippet.replace("[", MARK_START).replace("]", MARK_END).replace("\f", PAGE_BREAK)
    assert number_of_part(quoted, body) == number


def test_places_cost_one_query_however_many_files_there_are(client: Client) -> None:
    def cost() -> int:
        return len(queries_of(lambda: client.get("/search/", {"q": "hashing"})))

    for number in range(4):
        resource(f"Hashing {number}")
    cost()
    without_files = cost()
    attach(resource("Kit 0"), document_saying("hashing"))
    with_one = cost()
    for number in range(1, 5):
        attach(resource(f"Kit {number}"), document_saying("hashing"), document_saying("hashing"))
    assert cost() == with_one <= without_files + 2  # the files themselves, and where in them


def test_the_border_of_two_pages_is_shown_as_one() -> None:
    assert marked_html(f"the end{PAGE_BREAK}{MARK_START}Beginning{MARK_END}") == "the end … <mark>Beginning</mark>"
