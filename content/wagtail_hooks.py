"""What the portal changes in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from visibility.permissions import KeptForEverPolicy

from . import admin_scripts, audit_kinds, reports
from .admin_views import (
    BULK_ACTIONS,
    KNOWN_PANELS,
    ContentPageViewSet,
    KnownDocumentsAPIViewSet,
    KnownImagesAPIViewSet,
    KnownPageLinkHandler,
    KnownPagesAPIViewSet,
    KnownPagesSummary,
    known,
)
from .models import Topic
from .workflows import review_newest_version

AFTER_WAGTAIL = 1000  # order of hooks that replace what Wagtail's own have registered
MENU = ("explorer", "images", "documents", "topics", "reports", "people", "organisations", "audiences")
NOT_FOR_EDITORS = {"page-types-usage"}

admin_scripts.use_templates()
audit_kinds.register()
register_permission_policy(Topic, KeptForEverPolicy(Topic))


# --- Pages that one may know of ------------------------------------------------------------------------------------


@hooks.register("construct_page_chooser_queryset")
def offer_known_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return known(request, pages)


@hooks.register("construct_explorer_page_queryset")
def explore_known_pages(parent_page: Page, pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return known(request, pages)


@hooks.register("construct_admin_api", order=AFTER_WAGTAIL)
def list_known_pages_and_files(router: Any) -> None:
    """What the page menu reads, and the lists of files that the admin's own scripts do not read but anyone can."""
    router.register_endpoint("pages", KnownPagesAPIViewSet)
    router.register_endpoint("documents", KnownDocumentsAPIViewSet)
    router.register_endpoint("images", KnownImagesAPIViewSet)


@hooks.register("construct_homepage_panels")
def show_known_pages(request: HttpRequest, panels: list[Any]) -> None:
    for place, panel in enumerate(panels):
        known_panel = KNOWN_PANELS.get(type(panel))
        if known_panel is not None:
            panels[place] = known_panel()


@hooks.register("construct_homepage_summary_items", order=AFTER_WAGTAIL)
def count_known_pages(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [KnownPagesSummary(request) if type(item) is PagesSummaryItem else item for item in items]


@hooks.register("register_rich_text_features", order=AFTER_WAGTAIL)
def link_known_pages(features: Any) -> None:
    rules = features.converter_rules_by_converter["contentstate"]["link"]["from_database_format"]
    rules['a[linktype="page"]'] = KnownPageLinkHandler("LINK")


for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action, order=AFTER_WAGTAIL)


# --- Publishing ----------------------------------------------------------------------------------------------------


@hooks.register("register_admin_viewset")
def register_pages() -> ContentPageViewSet:
    return ContentPageViewSet()


@hooks.register("before_edit_page")
def say_who_gains_and_who_loses(request: HttpRequest, page: Page) -> None:
    """To the reviewer, before they approve."""
    if request.method == "GET" and page.workflow_in_progress and page.audience_change:
        messages.warning(request, f"When this is published: {page.audience_change}")


@hooks.register("after_edit_page")
def keep_review_with_newest_version(request: HttpRequest, page: Page) -> None:
    review_newest_version(request, Page.objects.get(pk=page.pk))


@hooks.register("before_convert_alias_page")
def refuse_to_convert_alias(request: HttpRequest, page: Page) -> None:
    """Only who may see its source sees an alias. A page of its own would be published to others, and unreviewed."""
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied


# --- Lists, menus and scripts --------------------------------------------------------------------------------------


class TopicViewSet(ModelViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Topics"
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ("name", "slug", "description", "parent")
    list_display = ("name", "parent", "description")
    search_fields = ("name", "description")


@hooks.register("register_admin_viewset")
def register_topics() -> TopicViewSet:
    return TopicViewSet("topics")


@hooks.register("register_reports_menu_item")
def register_restricted_pages() -> Any:
    return reports.menu_item()


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return reports.addresses()


@hooks.register("construct_reports_menu")
def hide_closed_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in NOT_FOR_EDITORS]


@hooks.register("construct_help_menu")
def hide_news_of_wagtail(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new")]


@hooks.register("construct_main_menu", order=AFTER_WAGTAIL)
def order_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """By how often editors use it; what other rooms add follows, in the order that they ask for."""
    for item in menu_items:
        if item.name in MENU:
            item.order = MENU.index(item.name)


@hooks.register("insert_global_admin_js")
def start_widgets() -> SafeString:
    return format_html('<script src="{}"></script>', static("admin/widgets.js"))
