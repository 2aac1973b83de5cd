"""Editors work in a real browser, and nothing that they use runs into the content security policy.

The `page` fixture fails a test for any violation, script error or broken resource.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Picture
from playwright.sync_api import Page, expect
from wagtail.models import Page as StoredPage
from wagtail.models import get_page_models

from content.models import PrivateImage
from content.pages import ContentPage
from portal.establish import establish
from tests import factories
from tests.editors.desk import draft, published, redraft, section, submit
from visibility.models import Audience

BLOCKS = (
    "Text",
    "Callout",
    "Steps",
    "Figure",
    "Table",
    "Quote",
    "Documents",
    "Related pages",
    "Link to a video",
    "Accordion",
)
PLACES = (
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=library",
    "/admin/images/",
    "/admin/documents/",
    "/admin/topics/",
    "/admin/topics/new/",
    "/admin/audiences/",
    "/admin/users/",
    "/admin/groups/",
    "/admin/groups/new/",
    "/admin/workflows/list/",
    "/admin/workflows/add/",
    "/admin/workflows/tasks/index/",
    "/admin/collections/",
    "/admin/sites/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
    "/admin/reports/restricted-pages/",
    "/admin/reports/searched-in-vain/",
    "/admin/synonyms/",
    "/admin/synonyms/new/",
    "/admin/promoted-results/",
    "/admin/promoted-results/new/",
    "/admin/account/",
)


class Traffic:
    """The requests that the browser has sent and that are not answered yet."""

    def __init__(self, page: Page) -> None:
        self.under_way: set[Any] = set()
        page.context.on("request", self.on_sent)
        page.context.on("requestfinished", self.on_ended)
        page.context.on("requestfailed", self.on_ended)

    def on_sent(self, request: Any) -> None:
        self.under_way.add(request)

    def on_ended(self, request: Any) -> None:
        self.under_way.discard(request)


@pytest.fixture
def admin(page: Page, live_server: Any) -> Iterator[Page]:
    """An established portal, with a superuser signed in."""
    traffic = Traffic(page)
    page.on("dialog", lambda dialog: dialog.accept())
    establish()
    sign_in(page, live_server, factories.superuser())
    yield page
    # The editor saves and previews by itself. All of that has to end before the database is emptied.
    while traffic.under_way:
        page.wait_for_timeout(50)
    page.goto("about:blank")


def sign_in(page: Page, live_server: Any, person: Any) -> None:
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def visit(page: Page, address: str) -> None:
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.ok, f"{address}: {answer.status}"


def picture() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(file, "PNG")
    return file.getvalue()


def stored_picture(title: str = "A picture") -> PrivateImage:
    from django.core.files.images import ImageFile

    return PrivateImage.objects.create(title=title, file=ImageFile(io.BytesIO(picture()), name="picture.png"))


def test_every_place_of_the_admin_opens(admin):
    for address in PLACES:
        visit(admin, address)


def test_the_form_of_every_page_type_opens_and_its_choosers_and_dates_work(admin):
    forms = 0
    for model in get_page_models():
        parent = next((page for page in StoredPage.objects.all() if allows(page, model)), None)
        if parent is None:
            continue
        visit(admin, f"/admin/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent.pk}/")
        expect(admin.locator("[data-who-sees-sentence]")).to_be_attached()
        forms += 1
    assert forms >= 5
    admin.get_by_role("tab", name="Care").click()
    admin.locator("#id_last_reviewed").click()
    expect(admin.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    admin.keyboard.press("Escape")
    admin.locator("#id_superseded_by-chooser .unchosen [data-chooser-action-choose]").click()
    admin.locator(".modal a", has_text="Keeping children safe online").first.click()
    expect(admin.locator("#id_superseded_by-title")).to_contain_text("Keeping children safe online")


def allows(page: StoredPage, model: Any) -> bool:
    return (
        issubclass(model, ContentPage)
        and model.can_create_at(page.specific)
        and (model in page.specific.creatable_subpage_models())
    )


def test_every_block_can_be_added(admin):
    visit(admin, f"/admin/pages/add/workinggroups/resourcepage/{section('resources').pk}/")
    admin.get_by_role("textbox", name="Title*").fill("A guide")
    admin.get_by_role("textbox", name="Summary*").fill("What to do.")
    body = admin.locator("#body-list, [data-contentpath='body']").first
    for number, block in enumerate(BLOCKS):
        body.get_by_role("button", name="Insert a block").last.click()
        admin.get_by_role("option", name=block, exact=True).click()
        expect(admin.locator(f"[name='body-{number}-type']")).to_be_attached()


def test_a_page_is_previewed_as_different_people(admin):
    visit(admin, f"/admin/pages/{draft(section('resources'), 'A guide').pk}/edit/")
    admin.get_by_role("button", name="Toggle preview").click()
    expect(admin.frame_locator("#w-preview-iframe").locator("h1")).to_contain_text("A guide")
    admin.get_by_label("Preview mode").select_option("signed-out")
    expect(admin.frame_locator("#w-preview-iframe").locator("h1")).to_contain_text("would not be shown")


def test_the_sentence_follows_the_audience_that_is_chosen(admin):
    visit(admin, f"/admin/pages/add/content/sectionpage/{section('about').pk}/")
    admin.get_by_role("tab", name="Who may see it").click()
    expect(admin.locator("[data-who-sees-sentence]")).to_have_text("Everyone, also people who are not signed in.")
    admin.locator("#id_audience").select_option(label="Members")
    expect(admin.locator("[data-who-sees-sentence]")).to_have_text("Only Members.")


def test_pictures_and_documents_are_added_and_chosen(admin, tmp_path: Path):
    visit(admin, "/admin/images/multiple/add/")
    admin.locator("#fileupload").set_input_files({"name": "teal.png", "mimeType": "image/png", "buffer": picture()})
    expect(admin.locator("#upload-list li").get_by_role("button", name="Update")).to_be_visible()
    visit(admin, f"/admin/images/{stored_picture().pk}/")
    visit(admin, "/admin/documents/multiple/add/")
    visit(admin, "/admin/images/")
    visit(admin, "/admin/documents/add/")


def test_a_review_from_submission_to_approval(admin, live_server):
    writer, reviewer = factories.editor(), factories.publisher()
    page = published(section("publications"), "Report")
    redraft(page, by=writer, audience=Audience.objects.get(slug="members"))
    submit(page, by=writer)
    sign_in(admin, live_server, reviewer)
    visit(admin, "/admin/")
    visit(admin, f"/admin/pages/{page.pk}/edit/")
    expect(admin.get_by_text("loses it; only Members keeps it.").first).to_be_attached()
    admin.locator(".footer [aria-label='Show more actions'], .footer [data-w-dropdown-target='toggle']").first.click()
    admin.get_by_role("button", name="Approve and publish").click()
    expect(admin.locator(".modal")).to_contain_text("loses it; only Members keeps it.")
    admin.locator(".modal").get_by_role("button", name="Approve and publish").click()
    admin.wait_for_url("**/admin/pages/*/")
    assert StoredPage.objects.get(pk=page.pk).specific.audience.slug == "members"


def test_history_comparison_copy_and_move(admin):
    page = published(section("resources"), "Report")
    newer = redraft(page, by=None, title="Newer report")
    for address in (
        "history/",
        "usage/",
        "copy/",
        "move/",
        "delete/",
        "revisions/compare/live...latest/",
        "workflow_history/",
    ):
        visit(admin, f"/admin/pages/{newer.pk}/{address}")
    visit(admin, f"/admin/pages/{newer.pk}/copy/")
    admin.locator("#id_new_parent_page-chooser").get_by_role("button", name="Actions").click()
    admin.get_by_role("button", name="Choose another page").click()
    expect(admin.locator(".modal")).to_contain_text("Resources")


def test_the_front_end_with_the_bar_for_editors(admin):
    page = published(section("about"), "Report")
    visit(admin, page.url)
    expect(admin.locator("wagtail-userbar")).to_be_attached()
    admin.locator("wagtail-userbar").get_by_role("button").first.click()
    expect(admin.get_by_role("menuitem", name="Edit this page")).to_be_visible()
