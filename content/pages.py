"""The base of all pages, and the section."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from visibility.explanation import audience_change
from visibility.models import AudiencedPage
from visibility.viewer import Viewer, viewer_of

from .blocks import BodyBlock, CorrectionsBlock
from .choosers import KnownPagePanel
from .files import refuse_narrower_files
from .listings import Listing, listing_of
from .page_extras import extras_of
from .page_forms import ContentPageForm, KnownPagesCopyForm
from .panels import WhoSeesPanel
from .permissions import IndependentPublishingTester, user_enters_admin
from .previews import AudiencePreviewMixin
from .references import pages_in, references_in, visible_references
from .signals import page_written
from .surroundings import surroundings_of
from .vocabulary import Kind, Region, Sensitivity


class ContentPage(AudiencePreviewMixin, AudiencedPage, Page):
    """What every page of the portal has. A table of its own, so that one query lists pages of all types."""

    is_creatable = False
    base_form_class = ContentPageForm
    copy_form_class = KnownPagesCopyForm
    fixed_kind: ClassVar[Kind | None] = None

    summary = models.TextField(
        max_length=300, help_text="One or two plain sentences. Shown in lists, in search, and to outsiders as a teaser."
    )
    kind = models.CharField(max_length=30, choices=Kind.choices, default=Kind.PAGE, db_index=True)
    region = models.CharField(max_length=20, choices=Region.choices, blank=True, default=Region.GLOBAL)
    topics = ParentalManyToManyField("content.Topic", blank=True, related_name="pages")
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices, default=Sensitivity.OPEN)
    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who answers for this page and is asked when its review is due.",
    )
    last_reviewed = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The page to read instead of this one.",
    )
    corrections = StreamField(CorrectionsBlock(), blank=True)
    body = StreamField(BodyBlock(), blank=True)

    content_panels: ClassVar[list[Any]] = [TitleFieldPanel("title"), FieldPanel("summary"), FieldPanel("body")]
    sorting_panels: ClassVar[list[Any]] = [FieldPanel("topics"), FieldPanel("region")]
    care_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("content_owner"), FieldPanel("last_reviewed"), FieldPanel("review_due")], heading="Review"
        ),
        KnownPagePanel("superseded_by"),
        FieldPanel("corrections"),
    ]
    visibility_panels: ClassVar[list[Any]] = [WhoSeesPanel(), FieldPanel("audience"), FieldPanel("sensitivity")]
    settings_panels: ClassVar[list[Any]] = [FieldPanel("slug"), FieldPanel("go_live_at"), FieldPanel("expire_at")]

    @classmethod
    def get_edit_handler(cls) -> Any:
        tabs = TabbedInterface(
            [
                ObjectList(cls.content_panels, heading="Content"),
                ObjectList(cls.visibility_panels, heading="Who may see it"),
                ObjectList(cls.sorting_panels, heading="Sorting"),
                ObjectList(cls.care_panels, heading="Care"),
                ObjectList(cls.settings_panels, heading="Address and dates"),
            ]
        )
        return tabs.bind_to_model(cls)

    def clean(self) -> None:
        super().clean()
        if self.fixed_kind is not None:
            self.kind = self.fixed_kind
        if self.review_due and self.last_reviewed and self.review_due < self.last_reviewed:
            raise ValidationError({"review_due": "The next review must come after the last one."})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.fixed_kind is not None:
            self.kind = self.fixed_kind
        saved = super().save(*args, **kwargs)
        page_written.send(sender=type(self), page_id=self.pk)
        return saved

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Where approval, schedule and bulk action publish, past every form.

        What is scheduled was asked about its files when it was approved. Raises FilesNarrowerThanPage.
        """
        if revision.approved_go_live_at is None:
            draft = revision.as_object()
            refuse_narrower_files(body=draft.body, audience=draft.audience, parent=draft.get_parent())
        return super().publish(revision, *args, **kwargs)

    def permissions_for_user(self, user: Any) -> IndependentPublishingTester:
        return IndependentPublishingTester(user, self)

    def get_admin_display_title(self) -> str:
        """The published title, because lists in the admin reach people who may not see the draft."""
        return self.title

    @property
    def audience_change(self) -> str:
        """Who gains the page and who loses it when its newest version is published; empty if nobody does."""
        row = ContentPage.objects.select_related("audience").filter(pk=self.pk, live=True).first()
        if row is None or not row.has_unpublished_changes:
            return ""
        newest = row.get_latest_revision_as_object()
        return audience_change(parent=row.get_parent(), before=row.audience, after=newest.audience)

    @property
    def kind_label(self) -> str:
        """What readers are told that this is. A plain page needs no such word."""
        return "" if self.kind == Kind.PAGE else str(self.get_kind_display())

    @property
    def date(self) -> Any:
        """The day by which readers sort this page: when it was last published."""
        published = self.last_published_at or self.latest_revision_created_at
        return timezone.localdate(published) if published else None

    def body_text(self) -> str:
        """The words of the body that its author wrote: never a title of something else that it refers to."""
        parts = self.body.stream_block.get_searchable_content(self.body)
        return "\n".join(str(part) for part in parts if part)

    def listing(self, request: HttpRequest, viewer: Viewer) -> Listing | None:
        """The list that this page shows, if it shows one."""
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_of(request)
        references = references_in(self.body)
        newer = self.superseded_by_id or 0
        linked = pages_in(references) | {newer}
        around = surroundings_of(request, self, linked)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= {
            "viewer": viewer,
            "crumbs": around.crumbs,
            "visible": visible_references(references, viewer, around.linked),
            "listing": self.listing(request, viewer),
            "topics": [] if self.kind == Kind.PAGE else list(self.topics.all()),
            "superseded": around.linked.get(newer),
            "can_edit_here": user_enters_admin(request) and self.permissions_for_user(request.user).can_edit(),
            # Who works on what is for people of the portal, not for passers-by.
            "owner": str(self.content_owner) if viewer.is_authenticated and self.content_owner else "",
        }
        return context | extras_of(context)


class SectionPage(ContentPage):
    """A section of the portal: a text, and a list of what lies below it."""

    lists_all_below = models.BooleanField(
        "list everything below", default=False, help_text="Otherwise only the pages directly below this one are listed."
    )

    settings_panels: ClassVar[list[Any]] = [
        *ContentPage.settings_panels,
        FieldPanel("show_in_menus"),
        FieldPanel("lists_all_below"),
    ]
    template = "content/section_page.html"

    def listing(self, request: HttpRequest, viewer: Viewer) -> Listing | None:
        if self.lists_all_below:
            below = ContentPage.objects.descendant_of(self).exclude(kind=Kind.PAGE)
        else:
            below = ContentPage.objects.child_of(self)
        return listing_of(below, request, viewer)
