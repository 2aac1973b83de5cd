"""Every door through which the admin takes a file asks the same, and answers with a sentence."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, Page, UploadedFile

from content.models import PrivateDocument, PrivateImage
from membership.models import User
from tests import factories
from tests.content import samples

pytestmark = pytest.mark.django_db

ENCRYPTED = "This PDF is protected, so readers and the search could not open it."
TOO_LARGE = "This picture is too large: the limit is 50 million pixels."


@pytest.fixture
def public(home: Page) -> Collection:
    return Collection.objects.get(name="Public files")


@pytest.fixture
def editor(public: Collection) -> User:
    return factories.editor()


@pytest.fixture
def desk(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def form(desk: Client, kind: str, name: str, content: bytes, collection: Collection) -> Any:
    fields = {"title": name, "collection": collection.pk, "tags": "", "file": samples.upload(name, content)}
    return desk.post(f"/admin/{kind}/add/", fields)


def chooser(desk: Client, kind: str, name: str, content: bytes, collection: Collection) -> Any:
    prefix = {"documents": "document", "images": "image"}[kind] + "-chooser-upload"
    fields = {"title": name, "collection": collection.pk, "tags": "", "file": samples.upload(name, content)}
    return desk.post(f"/admin/{kind}/chooser/create/", {f"{prefix}-{key}": value for key, value in fields.items()})


def multiple(desk: Client, kind: str, name: str, content: bytes, collection: Collection) -> Any:
    fields = {"title": name[:255], "collection": collection.pk, "files[]": samples.upload(name, content)}
    return desk.post(f"/admin/{kind}/multiple/add/", fields)


DOORS: list[Callable[..., Any]] = [form, chooser, multiple]


def bytes_of(file: PrivateDocument | PrivateImage) -> bytes:
    with file.file.storage.open(file.file.name) as stored:
        return bytes(stored.read())


def assert_known(file: PrivateDocument | PrivateImage, by: User) -> None:
    stored = bytes_of(file)
    assert file.file_size == len(stored)
    assert file.file_hash == hashlib.sha1(stored, usedforsecurity=False).hexdigest()
    assert file.uploaded_by_user == by


@pytest.mark.parametrize("door", DOORS)
def test_a_document_is_taken(desk: Client, editor: User, public: Collection, door: Callable[..., Any]) -> None:
    response = door(desk, "documents", "report.pdf", samples.pdf(), public)
    assert response.status_code in {200, 302}
    [document] = PrivateDocument.objects.all()
    assert bytes_of(document) == samples.pdf()
    assert_known(document, editor)


@pytest.mark.parametrize("door", DOORS)
def test_a_document_that_readers_could_not_open_is_refused_with_a_sentence(
    desk: Client, public: Collection, door: Callable[..., Any]
) -> None:
    response = door(desk, "documents", "report.pdf", samples.pdf(password="secret"), public)
    assert response.status_code == 200
    assert ENCRYPTED in response.content.decode()
    for name, content in (
        ("report.pdf", samples.picture()),
        ("letter.docx", samples.office("docx", members={"word/vbaProject.bin": b"x"})),
        ("page.html", b"<script>1</script>"),
    ):
        assert door(desk, "documents", name, content, public).status_code == 200
    assert not PrivateDocument.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_is_taken_without_its_metadata(
    desk: Client, editor: User, public: Collection, door: Callable[..., Any]
) -> None:
    response = door(desk, "images", "holiday.jpg", samples.picture("JPEG", telling=True), public)
    assert response.status_code in {200, 302}
    [image] = PrivateImage.objects.all()
    assert not [secret for secret in samples.SECRETS if secret in bytes_of(image)]
    assert (image.width, image.height) == (40, 20)
    assert_known(image, editor)


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_that_cannot_be_drawn_is_refused_with_a_sentence(
    desk: Client, public: Collection, door: Callable[..., Any]
) -> None:
    huge = samples.picture("PNG", size=(8000, 8000))
    response = door(desk, "images", "huge.png", huge, public)
    assert response.status_code == 200
    assert TOO_LARGE in response.content.decode()
    for name, content in (
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("drawing.jpg", samples.picture("JPEG")[:300]),
        ("drawing.png", samples.picture("TIFF")),
        ("drawing.png", samples.pdf()),
    ):
        assert door(desk, "images", name, content, public).status_code == 200
    assert not PrivateImage.objects.exists()
    assert not UploadedFile.objects.exists()


def upload_in_two_steps(desk: Client, kind: str, name: str, content: bytes, public: Collection) -> Any:
    """Wagtail keeps a file aside while something else in its form has to be put right, here an endless title."""
    first = desk.post(
        f"/admin/{kind}/multiple/add/",
        {"title": "x" * 300, "collection": public.pk, "files[]": samples.upload(name, content)},
    )
    number = json.loads(first.content)["uploaded_file_id"]
    prefix = {"documents": "uploaded-document", "images": "uploaded-image"}[kind]
    address = {"documents": "create_from_uploaded_document", "images": "create_from_uploaded_image"}[kind]
    fields = {"title": "Put right", "collection": public.pk, "tags": ""}
    return desk.post(
        f"/admin/{kind}/multiple/{address}/{number}/",
        {f"{prefix}-{number}-{key}": value for key, value in fields.items()},
    )


def test_a_picture_that_was_kept_aside_is_cleaned_too(desk: Client, editor: User, public: Collection) -> None:
    response = upload_in_two_steps(desk, "images", "holiday.jpg", samples.picture("JPEG", telling=True), public)
    assert json.loads(response.content)["success"] is True
    [image] = PrivateImage.objects.all()
    assert not [secret for secret in samples.SECRETS if secret in bytes_of(image)]
    assert_known(image, editor)
    assert image.filename.startswith("holiday")
    storage = image.file.storage
    telling = samples.picture("JPEG", telling=True)
    for name in storage.listdir("original_images")[1]:
        with storage.open(f"original_images/{name}") as stored:
            assert stored.read() != telling


def test_a_document_that_was_kept_aside_is_known_too(desk: Client, editor: User, public: Collection) -> None:
    response = upload_in_two_steps(desk, "documents", "report.pdf", samples.pdf(), public)
    assert json.loads(response.content)["success"] is True
    [document] = PrivateDocument.objects.all()
    assert bytes_of(document) == samples.pdf()
    assert_known(document, editor)


def test_what_is_no_document_is_never_kept_aside(desk: Client, public: Collection) -> None:
    response = desk.post(
        "/admin/documents/multiple/add/",
        {"title": "x" * 300, "collection": public.pk, "files[]": samples.upload("report.pdf", b"MZ no pdf")},
    )
    assert json.loads(response.content)["success"] is False
    assert not UploadedFile.objects.exists()


def test_a_replacement_is_asked_the_same(desk: Client, editor: User, public: Collection) -> None:
    document = samples.document(collection=public, uploaded_by_user=editor)
    before = document.file_hash
    address = f"/admin/documents/edit/{document.pk}/"
    fields = {"title": "A report", "collection": public.pk, "tags": ""}
    refused = desk.post(address, {**fields, "file": samples.upload("report.pdf", samples.pdf(password="secret"))})
    assert ENCRYPTED in refused.content.decode()
    document.refresh_from_db()
    assert document.file_hash == before
    assert bytes_of(document) == samples.pdf()
    assert desk.post(address, {**fields, "file": samples.upload("report.pdf", samples.pdf("New"))}).status_code == 302
    document.refresh_from_db()
    assert bytes_of(document) == samples.pdf("New")
    assert_known(document, editor)
    assert desk.post(address, {**fields, "title": "Renamed"}).status_code == 302
    document.refresh_from_db()
    assert (document.title, bytes_of(document)) == ("Renamed", samples.pdf("New"))


def test_a_replaced_picture_is_cleaned_and_drawn_anew(desk: Client, editor: User, public: Collection) -> None:
    image = samples.image(collection=public, uploaded_by_user=editor)
    old = image.get_rendition("width-100")
    new = samples.upload("other.jpg", samples.picture("JPEG", telling=True, size=(64, 32)))
    fields = {"title": "A drawing", "collection": public.pk, "tags": "", "description": "", "file": new}
    assert desk.post(f"/admin/images/{image.pk}/", fields).status_code == 302
    image = PrivateImage.objects.get(pk=image.pk)
    assert not [secret for secret in samples.SECRETS if secret in bytes_of(image)]
    assert (image.width, image.height) == (64, 32)
    assert_known(image, editor)
    assert not image.renditions.filter(pk=old.pk).exists()
