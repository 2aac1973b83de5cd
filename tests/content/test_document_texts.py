"""The text of private documents: what is in force, and the job that reads what has not been read yet."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test import Client
from reportlab.pdfgen.canvas import Canvas
from wagtail.models import Page

from content import document_texts
from content.document_texts import (
    documents_to_read,
    read_document,
    read_documents,
    searchability,
    text_of,
    texts_in_force,
)
from content.extraction import Extracted
from content.models import DocumentText, PrivateDocument
from content.signals import document_written
from tests import factories
from tests.content import samples

pytestmark = pytest.mark.django_db


def pdf_of(*pages: str) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written)
    for page in pages:
        canvas.drawString(60, 700, page)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def docx_of(text: str) -> bytes:
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(written)
    return written.getvalue()


def document_of(content: bytes, name: str = "report.pdf") -> PrivateDocument:
    document = samples.document()
    replace_file(document, content, name)
    return document


def replace_file(document: PrivateDocument, content: bytes, name: str = "report.pdf") -> None:
    document.file = ContentFile(content, name=name)
    document.save()


def pages_of(document: PrivateDocument) -> list[str]:
    text = text_of(document.pk)
    return text.pages if text else []


@pytest.fixture
def announced() -> Iterator[list[int]]:
    """The documents that were announced as written."""
    documents: list[int] = []

    def on_document_written(document_id: int, **kwargs: Any) -> None:
        documents.append(document_id)

    document_written.connect(on_document_written)
    yield documents
    document_written.disconnect(on_document_written)


def test_an_uploaded_file_is_read_by_the_job() -> None:
    report, letter = document_of(pdf_of("First page", "Second page")), document_of(docx_of("Dear all"), "letter.docx")
    table = document_of(samples.office("xlsx"), "table.xlsx")
    assert set(documents_to_read()) == {report, letter}
    assert set(texts_in_force()) == set()
    assert read_documents() == 2
    assert set(documents_to_read()) == set()
    assert pages_of(report) == ["First page", "Second page"]
    assert text_of(report.pk).unit == "page"
    assert pages_of(letter) == ["Dear all"]
    assert text_of(letter.pk).unit == ""
    assert text_of(table.pk) is None
    assert read_documents() == 0


def test_the_text_of_a_replaced_file_is_gone_at_once_and_the_new_one_is_read() -> None:
    document = document_of(pdf_of("Confidential"))
    read_documents()
    replace_file(document, pdf_of("Harmless"))
    assert text_of(document.pk) is None
    assert not DocumentText.objects.exists()
    assert read_documents() == 1
    assert pages_of(document) == ["Harmless"]


def test_a_text_of_another_file_is_not_in_force_however_it_came_there() -> None:
    document = document_of(pdf_of("Confidential"))
    read_documents()
    PrivateDocument.objects.filter(pk=document.pk).update(file_hash="f" * 40)
    assert text_of(document.pk) is None
    assert set(documents_to_read()) == {document}


def test_a_new_title_does_not_have_the_file_read_again() -> None:
    document = document_of(pdf_of("A page"))
    read_documents()
    document.title = "Another title"
    document.save()
    assert pages_of(document) == ["A page"]
    assert not documents_to_read().exists()


def test_a_file_whose_hash_is_not_known_is_read_once() -> None:
    document = document_of(pdf_of("A page"))
    PrivateDocument.objects.filter(pk=document.pk).update(file_hash="")
    assert read_documents() == 1
    assert pages_of(document) == ["A page"]
    assert read_documents() == 0


def test_a_file_replaced_while_it_is_read_leaves_nothing_of_the_old_one(announced: list[int]) -> None:
    document = document_of(pdf_of("Confidential"))
    begun = document_texts._begin_attempt(document.pk)
    replace_file(document, pdf_of("Harmless"))
    announced.clear()
    assert document_texts._write_text(begun, Extracted(["Confidential"])) is None
    document_texts._begin_attempt(document.pk)
    assert document_texts._write_text(begun, Extracted(["Confidential"])) is None
    assert announced == []
    assert text_of(document.pk) is None
    assert read_documents() == 1
    assert pages_of(document) == ["Harmless"]


def test_two_runs_at_once_write_once(announced: list[int]) -> None:
    document = document_of(pdf_of("A page"))
    announced.clear()
    first, second = (document_texts._begin_attempt(document.pk) for _ in range(2))
    assert document_texts._write_text(first, Extracted(["A page"])) is not None
    assert document_texts._write_text(second, Extracted(["A page"])) is None
    assert read_document(document.pk) is None
    assert announced == [document.pk]


def test_a_document_deleted_while_it_is_read_is_no_trouble() -> None:
    document = document_of(pdf_of("A page"))
    begun = document_texts._begin_attempt(document.pk)
    document.delete()
    assert document_texts._write_text(begun, Extracted(["A page"])) is None
    assert not DocumentText.objects.exists()


def test_a_file_that_kills_its_worker_is_given_up_after_three_attempts() -> None:
    deadly, sound = document_of(pdf_of("Deadly")), document_of(pdf_of("Sound"))
    for _ in range(3):
        assert searchability(deadly) == "Its text will be read within a few minutes."
        assert document_texts._begin_attempt(deadly.pk) is not None  # and nobody comes back
    assert document_texts._begin_attempt(deadly.pk) is None
    assert searchability(deadly) == (
        "The file could not be read in several attempts, so its text is not searched. Export it again, then upload it."
    )
    assert read_documents() == 1
    assert (pages_of(deadly), pages_of(sound)) == ([], ["Sound"])
    replace_file(deadly, pdf_of("Repaired"))
    assert read_documents() == 1
    assert pages_of(deadly) == ["Repaired"]


def test_what_failed_before_comes_last() -> None:
    failed, fresh = document_of(pdf_of("Failed")), document_of(pdf_of("Fresh"))
    document_texts._begin_attempt(failed.pk)
    read: list[int] = []
    document_written.connect(receiver := lambda document_id, **kwargs: read.append(document_id), weak=False)
    read_documents()
    document_written.disconnect(receiver)
    assert read == [fresh.pk, failed.pk]


def test_while_the_storage_does_not_answer_no_attempt_counts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = document_of(pdf_of("A page"))

    def unreachable(*args: Any) -> None:
        raise ConnectionError("secret-name.pdf")

    with monkeypatch.context() as outage:
        outage.setattr(FileSystemStorage, "open", unreachable)
        for _ in range(4):
            assert read_documents() == 0
    assert caplog.messages == [f"The text of document {document.pk} could not be read: ConnectionError"] * 4
    assert read_documents() == 1
    assert pages_of(document) == ["A page"]


def test_a_file_that_is_gone_is_told() -> None:
    document = document_of(pdf_of("A page"))
    document.file.storage.delete(document.file.name)
    assert read_documents() == 1
    assert searchability(document) == ("The file could not be found, so its text cannot be searched. Upload it again.")


def test_the_job_begins_no_file_when_its_time_is_up() -> None:
    document_of(pdf_of("A page"))
    assert read_documents(seconds=0) == 0
    assert read_documents() == 1


def test_every_writing_is_announced_in_its_transaction() -> None:
    outside, announced = len(connection.atomic_blocks), []

    def on_document_written(document_id: int, **kwargs: Any) -> None:
        announced.append((document_id, len(connection.atomic_blocks) > outside, pages_of_id(document_id)))

    document_written.connect(on_document_written)
    document = document_of(pdf_of("A page"))
    announced.clear()
    read_documents()
    document.title = "Another title"
    document.save(update_fields=["title"])
    replace_file(document, pdf_of("Another page"))
    document_written.disconnect(on_document_written)
    assert announced == [(document.pk, True, ["A page"]), (document.pk, True, ["A page"]), (document.pk, True, [])]


def pages_of_id(document_id: int) -> list[str]:
    return pages_of(PrivateDocument.objects.get(pk=document_id))


def test_a_search_that_cannot_follow_keeps_the_text_from_being_written() -> None:
    document = document_of(pdf_of("A page"))

    def on_document_written(**kwargs: Any) -> None:
        raise RuntimeError

    document_written.connect(on_document_written)
    assert read_documents() == 0
    document_written.disconnect(on_document_written)
    assert text_of(document.pk) is None
    assert set(documents_to_read()) == {document}


def test_the_text_of_a_document_does_not_count_as_use_of_it() -> None:
    document = document_of(pdf_of("A page"))
    read_documents()
    assert document.get_usage().count() == 0


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (pdf_of("One"), "report.pdf", "Its text is searched: 1 page."),
        (pdf_of("One", "Two"), "report.pdf", "Its text is searched: 2 pages."),
        (docx_of("Words"), "letter.DOCX", "Its text is searched."),
        (pdf_of(""), "scan.pdf", "The file has no text that can be searched, perhaps because it is a scan."),
        (samples.office("xlsx"), "table.xlsx", "The text of this kind of file is not searched."),
    ],
)
def test_the_editor_is_told_whether_the_text_is_searched(home: Page, content: bytes, name: str, expected: str) -> None:
    document = document_of(content, name)
    desk = Client()
    desk.force_login(factories.alliance_staff())
    address = f"/admin/documents/edit/{document.pk}/"
    if not name.endswith(".xlsx"):
        assert "Its text will be read within a few minutes." in desk.get(address).content.decode()
    read_documents()
    assert expected in desk.get(address).content.decode()
