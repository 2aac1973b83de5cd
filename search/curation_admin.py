"""How editors look after the search in the admin: synonyms, and pages that are promoted for some queries.

A promoted result names a page, so only those who may know of that page learn that there is one.
"""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from content.choosers import KnownPagePanel
from content.permissions import pages_known_to
from visibility.models import Audience
from visibility.viewer import viewer_for, viewer_of

from .curation import PromotedResult, SynonymSet


def known_promotions(request: HttpRequest) -> QuerySet[PromotedResult]:
    """Those whose page the person of this request may know of."""
    pages = pages_known_to(request.user, viewer_of(request), Page.objects.all())
    return PromotedResult.objects.filter(page__in=pages.order_by().values("pk"))


# --- Synonyms ------------------------------------------------------------------------------------------------------


class SynonymSetViewSet(ModelViewSet):
    model = SynonymSet
    name = "synonyms"
    icon = "resubmit"
    menu_label = "Synonyms"
    copy_view_enabled = False
    add_to_reference_index = False
    list_display: ClassVar[list[Any]] = ["__str__"]
    search_fields: ClassVar[list[str]] = ["terms"]
    search_backend_name = None
    panels: ClassVar[list[Any]] = [FieldPanel("terms", widget=forms.Textarea(attrs={"rows": 6}))]


# --- Promoted results ----------------------------------------------------------------------------------------------


class PromotedResultForm(WagtailAdminModelForm):
    """Any page that the editor may know of; one that is chosen already stays, also if somebody else chose it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = pages_known_to(self.for_user, viewer_for(self.for_user), Page.objects.filter(depth__gt=1))
        self.fields["page"].queryset = known
        chosen = self.instance.audiences.values_list("pk", flat=True) if self.instance.pk else ()
        self.fields["audiences"].queryset = Audience.objects.filter(Q(archived=False) | Q(pk__in=list(chosen)))

    def clean_queries(self) -> str:
        lines = [" ".join(line.split()) for line in self.cleaned_data["queries"].splitlines()]
        return "\n".join(dict.fromkeys(line for line in lines if line))


class KnownPromotionMixin:
    """A promoted result of a page that one may not know of is not there."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if not known_promotions(request).filter(pk=kwargs["pk"]).exists():
            raise Http404
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the view that this is mixed into


class PromotedIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[PromotedResult]:
        return known_promotions(self.request).select_related("page").prefetch_related("audiences")


class PromotedEditView(KnownPromotionMixin, generic.EditView):
    pass


class PromotedDeleteView(KnownPromotionMixin, generic.DeleteView):
    pass


class PromotedHistoryView(KnownPromotionMixin, history.HistoryView):
    pass


class PromotedUsageView(KnownPromotionMixin, usage.UsageView):
    pass


class PromotedResultViewSet(ModelViewSet):
    model = PromotedResult
    name = "promoted-results"
    icon = "pick"
    menu_label = "Promoted results"
    copy_view_enabled = False
    index_view_class = PromotedIndexView
    edit_view_class = PromotedEditView
    delete_view_class = PromotedDeleteView
    history_view_class = PromotedHistoryView
    usage_view_class = PromotedUsageView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("page", label="Page", accessor=lambda promoted: promoted.page.title),
        Column("reason", label="Reason", accessor="reason"),
        Column("audiences", label="Only for", accessor=lambda promoted: ", ".join(map(str, promoted.audiences.all()))),
    ]
    list_filter: ClassVar[list[str]] = ["audiences"]
    search_fields: ClassVar[list[str]] = ["queries", "reason", "page__title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("queries", widget=forms.Textarea(attrs={"rows": 4})),
            KnownPagePanel("page"),
            FieldPanel("reason"),
            FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
        ],
        base_form_class=PromotedResultForm,
    )


class SearchMenu(ViewSetGroup):
    menu_label = "Portal search"
    menu_name = "curation"
    menu_icon = "search"
    menu_order = 500
    items = (SynonymSetViewSet, PromotedResultViewSet)
