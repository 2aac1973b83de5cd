"""Private files reach exactly the people who may read a live page that refers to them, and those who work with them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page

from content.files import user_can_open_file
from content.models import PrivateDocument, PrivateImage
from content.pages import SectionPage
from membership.models import User
from tests import factories
from tests.content import samples
from visibility.models import Audience
from visibility.viewer import viewer_for
from workinggroups.models import WorkingGroup
from workinggroups.pages import WorkingGroupIndexPage, WorkingGroupPage
from workinggroups.premises import grant_files

pytestmark = pytest.mark.django_db

NEVER = 999_999


def section(slug: str) -> Page:
    return Page.objects.get(slug=slug).specific


def get(client: Client, url: str, **headers: str) -> Any:
    """The answer, with what was streamed read to its end."""
    response = client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response.body = b"".join(response) if response.streaming else response.content
    response.close()
    return response


def status(person: User | None, url: str) -> int:
    client = Client()
    if person is not None:
        client.force_login(person)
    return get(client, url).status_code


class Portal:
    """A group of people who should and should not see what, and a page in every place."""

    def __init__(self) -> None:
        self.group: WorkingGroup = factories.working_group("Grooming")
        page = WorkingGroupPage(
            title="Grooming", slug="grooming", summary="A group.", group=self.group, audience=self.group.audience
        )
        WorkingGroupIndexPage.objects.get().add_child(instance=page)
        self.public = Collection.objects.get(name="Public files")
        self.of_group = Collection.get_first_root_node().add_child(name="Files of Grooming")
        restriction = CollectionViewRestriction.objects.create(
            collection=self.of_group, restriction_type=BaseViewRestriction.GROUPS
        )
        restriction.groups.set(self.group.audience.groups.all())
        self.editor, self.coordinator = factories.editor(), factories.member()
        coordinators = Group.objects.create(name="Coordinators of Grooming")
        coordinators.user_set.add(self.coordinator)
        grant_files(coordinators, self.of_group)
        self.people: dict[str, User | None] = {
            "anonymous": None,
            "startup": factories.startup_user(),
            "member": factories.member(),
            "group member": factories.member_of(self.group),
            "suspended": factories.suspended_member(),
        }

    def readers(self, url: str) -> set[str]:
        answers = {name: status(person, url) for name, person in self.people.items()}
        assert set(answers.values()) <= {200, 404}
        return {name for name, answer in answers.items() if answer == 200}


@pytest.fixture
def portal(home: Page) -> Portal:
    return Portal()


EVERYONE = {"anonymous", "startup", "member", "group member", "suspended"}
MAKERS: list[Callable[..., Any]] = [samples.document, samples.image]


def url_of(file: Any) -> str:
    return str(file.url if isinstance(file, PrivateDocument) else file.get_rendition("width-100").url)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("place", "readers"),
    [
        ("publications", EVERYONE),
        ("resources", {"member", "group member"}),
        ("grooming", {"group member"}),
    ],
)
def test_a_file_has_the_readers_of_the_page_that_refers_to_it(
    portal: Portal, make: Callable[..., Any], place: str, readers: set[str]
) -> None:
    file = make()
    assert portal.readers(url_of(file)) == set()
    samples.page_with(file, below=section(place))
    assert portal.readers(url_of(file)) == readers


def test_a_file_on_two_pages_has_the_readers_of_both(portal: Portal) -> None:
    document = samples.document()
    samples.page_with(document, below=section("grooming"))
    samples.page_with(document, below=section("resources"))
    assert portal.readers(document.url) == {"member", "group member"}


def test_a_draft_shows_no_file(portal: Portal) -> None:
    never_live, live_before = samples.document("Never live"), samples.document("Live before")
    samples.page_with(never_live, below=section("publications"), live=False)
    page = samples.page_with(live_before, below=section("publications"), slug="live")
    in_draft = samples.document("In a draft")
    page.body = samples.body_with(in_draft)
    page.save_revision()
    assert portal.readers(never_live.url) == set()
    assert portal.readers(in_draft.url) == set()
    assert portal.readers(live_before.url) == EVERYONE
    SectionPage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert portal.readers(in_draft.url) == EVERYONE
    assert portal.readers(live_before.url) == set()


@pytest.mark.parametrize("make", MAKERS)
def test_unpublishing_and_deleting_the_page_hides_the_file_at_once(portal: Portal, make: Callable[..., Any]) -> None:
    file = make()
    page = samples.page_with(file, below=section("publications"))
    assert portal.readers(url_of(file)) == EVERYONE
    page.unpublish()
    assert portal.readers(url_of(file)) == set()
    page.save_revision().publish()
    assert portal.readers(url_of(file)) == EVERYONE
    SectionPage.objects.get(pk=page.pk).delete()
    assert portal.readers(url_of(file)) == set()


def test_narrowing_the_audience_of_the_page_hides_the_file_at_once(portal: Portal) -> None:
    document = samples.document()
    page = samples.page_with(document, below=section("publications"))
    assert portal.readers(document.url) == EVERYONE
    page.audience = Audience.objects.get(slug="pathways")
    page.save_revision().publish()
    assert portal.readers(document.url) == readers_of_pathways(portal)


def readers_of_pathways(portal: Portal) -> set[str]:
    groups = Audience.objects.get(slug="pathways").groups.all()
    return {
        name
        for name, person in portal.people.items()
        if person and person.is_active and person.groups.filter(pk__in=groups).exists()
    }


@pytest.mark.parametrize("make", MAKERS)
def test_a_collection_hides_its_files_from_whom_it_keeps_out(portal: Portal, make: Callable[..., Any]) -> None:
    above = Collection.get_first_root_node().add_child(name="Members only")
    below = above.add_child(name="Drawings")
    file = make(collection=below)
    samples.page_with(file, below=section("publications"))
    assert portal.readers(url_of(file)) == EVERYONE
    restriction = CollectionViewRestriction.objects.create(
        collection=above, restriction_type=BaseViewRestriction.GROUPS
    )
    restriction.groups.set(Audience.objects.get(slug="members").groups.all())
    assert portal.readers(url_of(file)) == {"member", "group member"}
    restriction.restriction_type = BaseViewRestriction.LOGIN
    restriction.save()
    assert portal.readers(url_of(file)) == {"startup", "member", "group member"}
    restriction.restriction_type = BaseViewRestriction.PASSWORD
    restriction.save()
    assert portal.readers(url_of(file)) == set()


@pytest.mark.parametrize("make", MAKERS)
def test_editors_open_what_they_have_just_uploaded_and_nobody_else_does(
    portal: Portal, make: Callable[..., Any]
) -> None:
    editor, coordinator = portal.editor, portal.coordinator
    in_public = make("In public", collection=portal.public)
    in_group = make("In the group", collection=portal.of_group)
    assert (status(editor, url_of(in_public)), status(editor, url_of(in_group))) == (200, 404)
    assert (status(coordinator, url_of(in_public)), status(coordinator, url_of(in_group))) == (404, 200)
    assert portal.readers(url_of(in_public)) == portal.readers(url_of(in_group)) == set()
    assert status(factories.superuser(), url_of(in_group)) == 200


def test_who_lost_the_right_to_edit_loses_the_file(portal: Portal) -> None:
    editor = portal.editor
    document = samples.document(collection=portal.public, uploaded_by_user=editor)
    assert status(editor, document.url) == 200
    editor.role_assignments.all().delete()
    editor.groups.clear()
    assert status(editor, document.url) == 404
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert status(User.objects.get(pk=editor.pk), document.url) == 404


def test_the_question_is_answered_as_the_view_answers_it(portal: Portal) -> None:
    document = samples.document()
    samples.page_with(document, below=section("resources"))
    for person in portal.people.values():
        user = person or AnonymousUser()
        assert user_can_open_file(user, viewer_for(user), document) is (status(person, document.url) == 200)


@pytest.mark.parametrize("make", MAKERS)
def test_a_hidden_file_and_one_that_never_was_are_answered_alike(portal: Portal, make: Callable[..., Any]) -> None:
    file = make()
    samples.page_with(file, below=section("grooming"))
    hidden = url_of(file)
    number, name = hidden.split("/")[-2:]
    never = hidden.replace(f"/{number}/", f"/{NEVER}/")
    misnamed = hidden.replace(name, f"x{name}")
    assert status(portal.people["group member"], hidden) == 200
    for person in (None, portal.people["startup"], portal.people["member"]):
        client = Client()
        if person is not None:
            client.force_login(person)
        client.get(never)
        answers, queries = [], []
        for url in (hidden, never, misnamed):
            with CaptureQueriesContext(connection) as captured:
                response = client.get(url)
            headers = {key: value for key, value in response.headers.items() if "nonce" not in value}
            answers.append((response.status_code, response.content.replace(url.encode(), b""), headers))
            queries.append(len(captured))
        assert answers[0] == answers[1] == answers[2]
        assert answers[0][0] == 404
        assert queries[0] == queries[1] == queries[2]
    assert status(portal.people["group member"], misnamed) == 404
    assert status(factories.superuser(), misnamed) == 404


def test_numbers_that_no_database_holds_are_not_there(portal: Portal) -> None:
    for number in (0, 2**63, 10**40):
        assert status(None, f"/documents/{number}/report.pdf") == 404
        assert status(factories.superuser(), f"/images/{number}/drawing.png") == 404


@pytest.mark.parametrize("make", MAKERS)
def test_a_file_costs_few_queries(portal: Portal, make: Callable[..., Any]) -> None:
    file = make()
    samples.page_with(file, below=section("resources"))
    url = url_of(file)
    for person in (portal.people["member"], factories.editor()):
        client = Client()
        client.force_login(person)
        get(client, url)
        with CaptureQueriesContext(connection) as captured:
            assert get(client, url).status_code == 200
        assert len(captured) <= 8


def test_a_document_is_sent_to_be_kept_and_not_to_be_run(portal: Portal) -> None:
    document = samples.document()
    samples.page_with(document, below=section("publications"))
    response = get(Client(), document.url)
    assert response.body == samples.pdf("A report")
    sent = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(samples.pdf("A report"))),
        "Content-Disposition": f'attachment; filename="{document.filename}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
        "ETag": f'"{document.file_hash}"',
    }
    assert {name: response.headers[name] for name in sent} == sent
    assert "Set-Cookie" not in response.headers
    assert response.cookies == {}


def test_a_picture_is_shown_in_its_page(portal: Portal) -> None:
    image = samples.image()
    samples.page_with(image, below=section("publications"))
    rendition = image.get_rendition("width-100|format-webp")
    response = get(Client(), rendition.url)
    with rendition.file.storage.open(rendition.file.name) as file:
        assert response.body == file.read()
    sent = {
        "Content-Type": "image/webp",
        "Content-Disposition": f'inline; filename="{rendition.url.rsplit("/", 1)[-1]}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{image.file_hash}-{rendition.pk}"',
    }
    assert {name: response.headers[name] for name in sent} == sent


def test_the_name_of_a_download_survives_every_alphabet(portal: Portal) -> None:
    document = PrivateDocument.objects.create(
        title="Umlauts", file=ContentFile(samples.pdf(), name="Übersicht “2026”, α.pdf")
    )
    samples.page_with(document, below=section("publications"))
    response = get(Client(), document.url)
    assert response.status_code == 200
    disposition = response.headers["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.startswith("attachment; filename*=utf-8''%C3%9C")


def test_the_type_is_never_what_the_uploader_says(portal: Portal) -> None:
    document = PrivateDocument(title="A trap")
    document.file.save("trap.html", ContentFile(b"<script>1</script>"), save=False)
    document.save()
    samples.page_with(document, below=section("publications"))
    response = get(Client(), document.url)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="trap.html"'


def test_only_reading_is_possible(portal: Portal) -> None:
    document = samples.document()
    samples.page_with(document, below=section("publications"))
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(Client(), method)(document.url).status_code == 405


def test_a_replaced_document_is_new_to_every_reader(portal: Portal) -> None:
    document = samples.document("First")
    samples.page_with(document, below=section("publications"))
    before = get(Client(), document.url).headers["ETag"]
    document.file = ContentFile(samples.pdf("Second"), name="first.pdf")
    document.save()
    response = get(Client(), document.url, If_None_Match=before)
    assert response.status_code == 200
    assert response.body == samples.pdf("Second")
    assert response.headers["ETag"] != before


def test_a_replaced_picture_has_new_addresses_and_its_old_ones_are_gone(portal: Portal) -> None:
    image = samples.image()
    samples.page_with(image, below=section("publications"))
    old = url_of(image)
    assert status(None, old) == 200
    image.file = ContentFile(samples.picture("PNG", size=(300, 300)), name="a-drawing.png")
    image.save()
    assert status(None, old) == 404
    new = url_of(PrivateImage.objects.get(pk=image.pk))
    assert new != old
    assert status(None, new) == 200


def test_a_file_that_the_storage_lost_is_not_there(portal: Portal) -> None:
    document = samples.document()
    samples.page_with(document, below=section("publications"))
    document.file.storage.delete(document.file.name)
    assert status(None, document.url) == 404


@pytest.mark.parametrize("make", MAKERS)
def test_stored_files_have_no_address(portal: Portal, make: Callable[..., Any]) -> None:
    file = make()
    samples.page_with(file, below=section("publications"))
    assert status(None, url_of(file)) == 200
    superuser = factories.superuser()
    stored = [file.file.name]
    if isinstance(file, PrivateImage):
        stored.append(file.get_rendition("width-100").file.name)
    for name in stored:
        for address in (file.file.storage.url(name), f"{settings.MEDIA_URL}{name}", f"/media/{name}", f"/{name}"):
            assert status(superuser, address) == 404
    # Wagtail's own address of an original: the number of the picture instead of that of a rendition.
    if isinstance(file, PrivateImage):
        assert status(superuser, f"/images/{file.pk}/{file.filename}") == 404


def test_pages_and_the_admin_give_out_only_addresses_that_ask_the_rule(portal: Portal) -> None:
    image, document = samples.image(), samples.document()
    page = samples.page_with(image, document, below=section("publications"))
    client = Client()
    client.force_login(factories.superuser())
    addresses = [
        page.get_url(),
        "/admin/images/",
        f"/admin/images/{image.pk}/",
        "/admin/images/chooser/",
        f"/admin/images/chooser/chosen/{image.pk}/",
        "/admin/documents/",
        f"/admin/documents/edit/{document.pk}/",
        f"/admin/documents/chooser/chosen/{document.pk}/",
        f"/admin/api/main/documents/{document.pk}/",
        f"/admin/pages/{page.pk}/edit/",
    ]
    for address in addresses:
        response = get(client, address)
        assert response.status_code == 200, address
        assert settings.MEDIA_URL.encode() not in response.body, address
        assert image.file.name.encode() not in response.body, address


def test_the_admin_makes_pictures_only_for_who_may_edit_them(portal: Portal) -> None:
    editor = portal.editor
    mine = samples.image("Mine", collection=portal.public)
    theirs = samples.image("Theirs", collection=portal.of_group)
    assert status(editor, f"/admin/images/{mine.pk}/preview/width-100/") == 200
    assert status(editor, f"/admin/images/{theirs.pk}/preview/width-100/") != 200
    assert status(portal.people["member"], f"/admin/images/{mine.pk}/preview/width-100/") != 200


def test_a_page_that_expires_takes_its_files_along(portal: Portal) -> None:
    from django.core.management import call_command

    document = samples.document()
    past = timezone.now() - datetime.timedelta(minutes=1)
    samples.page_with(document, below=section("publications"), expire_at=past)
    assert portal.readers(document.url) == EVERYONE
    call_command("publish_scheduled")
    assert portal.readers(document.url) == set()
