"""Views of the admin that differ from Wagtail's for the portal's pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel, UserObjectsInWorkflowModerationPanel
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from visibility.viewer import viewer_of

from .choosers import is_known
from .files import FilesNarrowerThanPage
from .pages import ContentPage
from .permissions import files_known_to, pages_known_to


def known(request: HttpRequest, pages: QuerySet[Any]) -> QuerySet[Any]:
    return pages_known_to(request.user, viewer_of(request), pages)


class IndependentEditView(EditView):
    """Wagtail's editor, where "approve" approves what somebody else wrote and the reviewer has before them."""

    def perform_workflow_action(self) -> HttpResponse:
        if self.workflow_action == "approve":
            if self.is_out_of_date:
                messages.error(self.request, "Somebody changed this page after you opened it. Please read it again.")
                return self.redirect_and_remain()
            if self.has_content_changes and not self.request.user.is_superuser:
                messages.warning(
                    self.request, "Your changes are saved. Because they are yours, somebody else has to approve them."
                )
                return self.save_action()
        return super().perform_workflow_action()


class ExplainedWorkflowActionView(WorkflowActionView):
    """Approving from a dialogue: if the page cannot be published as it is, it says why, and nothing has happened."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except FilesNarrowerThanPage as refusal:
            messages.error(request, str(refusal))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class ContentPageViewSet(PageViewSet):
    model = ContentPage
    edit_view_class = IndependentEditView
    workflow_action_view_class = ExplainedWorkflowActionView


class KnownPagesAPIViewSet(PagesAdminAPIViewSet):
    """What the page menu in the sidebar reads. Wagtail's own also publishes, copies and converts, past the hooks."""

    actions: ClassVar[dict[str, Any]] = {}

    def get_base_queryset(self) -> QuerySet[Any]:
        return known(self.request, super().get_base_queryset())


class KnownFilesAPIMixin:
    """Wagtail's own lists every file there is, to whoever may enter the admin."""

    request: HttpRequest

    def get_queryset(self) -> QuerySet[Any]:
        files = super().get_queryset()  # type: ignore[misc]  # of the view that this is mixed into
        return files_known_to(self.request.user, viewer_of(self.request), files)


class KnownDocumentsAPIViewSet(KnownFilesAPIMixin, DocumentsAdminAPIViewSet):
    pass


class KnownImagesAPIViewSet(KnownFilesAPIMixin, ImagesAdminAPIViewSet):
    pass


class KnownPagesBulkAction:
    """Mixin of a bulk action: the pages chosen, and those that it says one may not touch, are pages that one knows."""

    request: HttpRequest

    def get_queryset(self, model: type[Page], object_ids: list[Any]) -> list[Page]:
        return get_list_or_404(known(self.request, model._default_manager.filter(pk__in=object_ids)))


class DeleteKnownPages(KnownPagesBulkAction, DeleteBulkAction):
    pass


class MoveKnownPages(KnownPagesBulkAction, MoveBulkAction):
    pass


class PublishKnownPages(KnownPagesBulkAction, PublishBulkAction):
    pass


class UnpublishKnownPages(KnownPagesBulkAction, UnpublishBulkAction):
    pass


BULK_ACTIONS = (DeleteKnownPages, MoveKnownPages, PublishKnownPages, UnpublishKnownPages)


class KnownPageLinkHandler(PageLinkElementHandler):
    """A link inside a text: the editor's tooltip shows its address."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        page = Page.objects.filter(pk=attrs["id"]).first()
        if is_known(page):
            data: dict[str, Any] = super().get_attribute_data(attrs)
            return data
        return {"id": int(attrs["id"]), "url": None, "parentId": None}


class KnownPagesSummary(PagesSummaryItem):
    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["total_pages"] = known(self.request, Page.objects.filter(depth__gt=1)).count()
        return context


class KnownRecentEdits(RecentEditsPanel):
    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        ids = _known_ids(parent_context["request"], [page for _edited_at, page in context["last_edits"]])
        context["last_edits"] = [(edited_at, page) for edited_at, page in context["last_edits"] if page.pk in ids]
        return context


class KnownLockedPages(LockedPagesPanel):
    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["locked_pages"] = known(parent_context["request"], context["locked_pages"])
        return context


class KnownPagesUnderReview(UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = [state for state in context["workflow_states"] if isinstance(state.content_object, Page)]
        ids = _known_ids(parent_context["request"], [state.content_object for state in states])
        context["workflow_states"] = [state for state in states if state.content_object.pk in ids]
        return context


KNOWN_PANELS = {
    RecentEditsPanel: KnownRecentEdits,
    LockedPagesPanel: KnownLockedPages,
    UserObjectsInWorkflowModerationPanel: KnownPagesUnderReview,
}


def _known_ids(request: HttpRequest, pages: list[Page]) -> set[int]:
    asked = Page.objects.filter(pk__in=[page.pk for page in pages])
    return set(known(request, asked).values_list("pk", flat=True))
