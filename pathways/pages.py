"""The part of the portal that is open to companies that are not members: the hub, learning paths and answers."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.listings import Card, card_lists, cards
from content.pages import ContentPage
from content.permissions import IndependentPublishingTester
from content.vocabulary import Kind
from membership.models import Tier
from visibility.pages import listable_pages
from visibility.viewer import Viewer

from .requests.permissions import user_can_ask
from .requests.queries import readable_by
from .requests.standing import (
    EVERYBODY,
    NOT_THIS_AUDIENCE,
    agreed_audience,
    may_be_published,
    refuse_without_consent,
)
from .requests.who_may_ask import why_not

ON_THE_HUB = (Kind.TOPIC, Kind.ANSWER, Kind.RECORDING)
AT_MOST = 6  # of each


class PathwaysHubPage(ContentPage):
    """The way in for startups: what to learn, what others asked, and when to listen."""

    max_count = 1
    template = "pathways/pathways_hub_page.html"

    settings_panels: ClassVar[list[Any]] = [*ContentPage.settings_panels, FieldPanel("show_in_menus")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        viewer: Viewer = context["viewer"]
        context["is_from_pathways"] = is_from_pathways(request.user)
        context["can_ask"] = user_can_ask(request.user)
        context["why_not"] = None if context["can_ask"] else why_not(request.user)
        newest = list(_newest_of_each_kind(listable_pages(viewer, ContentPage.objects.descendant_of(self))))
        sections = listable_pages(viewer, ContentPage.objects.child_of(self).filter(kind=Kind.PAGE)).order_by("path")
        context["topic_cards"], context["answers"], context["chats"], context["sections"] = card_lists(
            [*([page for page in newest if page.kind == kind] for kind in ON_THE_HUB), sections], request
        )
        return context


def is_from_pathways(user: Any) -> bool:
    return bool(user.is_authenticated and user.organisation and user.organisation.tier == Tier.PATHWAYS)


def _newest_of_each_kind(pages: QuerySet[Any]) -> QuerySet[Any]:
    order = [F("last_published_at").desc(nulls_last=True), F("pk").desc()]
    place = Window(RowNumber(), partition_by=F("kind"), order_by=order)
    return pages.filter(kind__in=ON_THE_HUB).annotate(place=place).filter(place__lte=AT_MOST).order_by("place")


def _newest(pages: QuerySet[Any]) -> QuerySet[Any]:
    return pages.order_by("-last_published_at", "-pk")[:AT_MOST]


class LearningStepBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock()
    title = blocks.CharBlock(max_length=120, help_text="What one does in this step, for example: Learn the options.")
    note = blocks.CharBlock(max_length=250, required=False, help_text="Why it comes at this place.")

    class Meta:
        icon = "arrow-right"


class LearningStepsBlock(blocks.StreamBlock):
    step = LearningStepBlock()


@dataclass(frozen=True)
class LearningStep:
    """One step of a path, with the card of the page to read."""

    title: str
    note: str
    card: Card


class TopicPage(ContentPage):
    """A learning path: what to read about one topic, in order."""

    fixed_kind = Kind.TOPIC
    topic = models.ForeignKey("content.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="paths")
    steps = StreamField(LearningStepsBlock(), blank=True)

    subpage_types: ClassVar[list[str]] = ["workinggroups.ResourcePage"]
    content_panels: ClassVar[list[Any]] = [*ContentPage.content_panels, FieldPanel("steps"), FieldPanel("topic")]
    template = "pathways/topic_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        viewer: Viewer = context["viewer"]
        on_topic = ContentPage.objects.filter(kind=Kind.ANSWER, topics=self.topic) if self.topic else None
        context |= {
            "steps": self._steps_for(viewer, request),
            "answers": cards(_newest(listable_pages(viewer, on_topic)), request) if on_topic is not None else [],
        }
        return context

    def _steps_for(self, viewer: Viewer, request: HttpRequest) -> list[LearningStep]:
        """The steps whose page the viewer may open or is teased with. A step with a hidden page is left out."""
        values = [step.value for step in self.steps if step.value["page"]]
        pages = list(listable_pages(viewer, ContentPage.objects.filter(pk__in=[value["page"].pk for value in values])))
        card_of = {page.pk: card for page, card in zip(pages, cards(pages, request), strict=True)}
        return [
            LearningStep(value["title"], value["note"], card_of[value["page"].pk])
            for value in values
            if value["page"].pk in card_of
        ]


class ConsentTester(IndependentPublishingTester):
    """The same permissions, but that nobody publishes what was made of a question without standing consent."""

    page: "AnswerPage"

    def can_publish(self) -> bool:
        return super().can_publish() and may_be_published(self.page.publication_id)

    def can_approve(self) -> bool:
        return super().can_approve() and may_be_published(self.page.publication_id)


class AnswerPage(ContentPage):
    """A question that others will have too, and the experts' answer."""

    fixed_kind = Kind.ANSWER

    # Not the other way round: a copy or an alias that an editor makes of the page rests on the same consent.
    publication = models.ForeignKey(
        "pathways.Publication",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="pages",
        help_text="The approved text that it was made of. Empty: it was made of nobody's question.",
    )

    subpage_types: ClassVar[list[str]] = []
    template = "pathways/answer_page.html"

    def clean(self) -> None:
        super().clean()
        if self.publication_id is not None:
            agreed = agreed_audience(self.publication_id)
            if agreed != self.audience:
                raise ValidationError({"audience": NOT_THIS_AUDIENCE.format(agreed or EVERYBODY)})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ConsentMissing for a page that would be live without consent, whatever made it so."""
        if self.live:
            refuse_without_consent(self.publication_id, self.audience)
        return super().save(*args, **kwargs)

    @transaction.atomic
    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Also where it is only put on the calendar. Raises ConsentMissing."""
        refuse_without_consent(self.publication_id, revision.as_object().audience)
        return super().publish(revision, *args, **kwargs)

    def permissions_for_user(self, user: Any) -> ConsentTester:
        return ConsentTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["origin_url"] = self._origin_url(request)
        return context

    def _origin_url(self, request: HttpRequest) -> str:
        """The question that it was made of, for whoever reads that. To all others the page says nothing of it."""
        if self.publication_id is None or getattr(request, "is_preview", False):
            return ""
        origin = readable_by(request.user).filter(consents__publication=self.publication_id).first()
        return origin.get_absolute_url() if origin else ""
