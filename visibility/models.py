"""Audiences: who may see. Enforcement stands on Wagtail's own restrictions, which are derived from these."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import PageViewRestriction


class AudienceCannotBeDeleted(Exception):
    """Old revisions of pages name their audience, and could no longer be read without it. Archive it instead."""


class Audience(models.Model):
    """A named set of people who may see a page: everyone in one of `groups`."""

    name = models.CharField(max_length=120, unique=True, help_text="Editors and readers see this name.")
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(
        blank=True, help_text="Who these people are, in one sentence that editors read before they choose."
    )
    groups = models.ManyToManyField(
        Group, blank=True, related_name="audiences", help_text="Someone in any of these groups is in the audience."
    )
    teaser = models.BooleanField(
        "title and summary are public",
        default=False,
        help_text="People outside see the title and summary in lists and are told how to get in. "
        "Never in search, feeds, mail or counts.",
    )
    archived = models.BooleanField(default=False, help_text="No longer offered to editors. Pages that have it keep it.")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AudienceCannotBeDeleted(self)


class AudienceRestriction(models.Model):
    """Which audience a page's restriction was derived from. A restriction without this row lets in no teaser."""

    restriction = models.OneToOneField(
        PageViewRestriction, on_delete=models.CASCADE, primary_key=True, related_name="derived_from"
    )
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="restrictions")

    def __str__(self) -> str:
        return f"{self.audience} on page {self.restriction.page_id}"


class AudiencedPage(models.Model):
    """Mixin of the page model that carries an audience: a page field, so it is drafted, reviewed and compared."""

    audience = models.ForeignKey(
        Audience,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who may see this page, of those who may see the page above it. Empty: the same people.",
    )

    class Meta:
        abstract = True
