"""What becomes public of a request: a redacted text that rests on one consent, and who has approved it.

A consent that was taken back never counts again, nor does the text that rests on it, nor any page made of it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from .models import Consent, ExpertRequest


class Side(models.TextChoices):
    """Whose approval a text needs."""

    REQUESTER = "requester", "The requester"
    EXPERT = "expert", "The expert"


class Publication(models.Model):
    """A redacted question and answer. `publication.reading_of` says who reads it before it is a page.

    Its pages are `pathways.AnswerPage` rows: copies and aliases that editors make of the first one are among them. The
    database deletes neither a consent nor a text that a page rests on.
    """

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="publication")
    title = models.CharField(max_length=160)
    short_answer = models.TextField(max_length=300)
    question = models.TextField(max_length=5000)
    answer = models.TextField(max_length=20000)
    audience = models.ForeignKey(
        "visibility.Audience",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who will read the page. It is approved with the words. Empty: everybody.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that nobody approves one unseen.")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="publications_prepared"
    )
    prepared_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, help_text="Requester and expert read it since then.")
    handed_over_at = models.DateTimeField(null=True, help_text="Since then it is a page, and editors publish it.")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        """Never its words: this stands in logs and error pages."""
        return f"Publication {self.pk}"

    @property
    def request(self) -> ExpertRequest:
        return self.consent.request


class Approval(models.Model):
    """What one side says to the text that was sent to it: approved, or what should change."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="approvals")
    side = models.CharField(max_length=20, choices=Side.choices)
    approved_at = models.DateTimeField(null=True)
    wishes = models.TextField(max_length=2000, blank=True, help_text="What should change.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A coordinator may stand in for an expert who is not there any more. Empty: they have left.",
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["publication", "side"], name="one_approval_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: publication {self.publication_id}"
