"""The index: what can be found, and everything that stands above it. Nothing about viewers is stored here."""

from typing import ClassVar

from django.db import models
from wagtail.models import Page


class SearchEntry(models.Model):
    """One live page as search knows it. Written in the transaction that saves the page."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="search_entry")
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True, help_text="When it was last published.")
    version = models.PositiveBigIntegerField(default=1, help_text="Grows with every write.")

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.title


class EntryAncestor(models.Model):
    """One node above an entry, itself included: `p12` a page (of the alias source's path too), `c7` a collection."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="ancestors")
    node = models.CharField(max_length=24)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["node", "entry"], name="one_row_per_node_and_entry")
        ]

    def __str__(self) -> str:
        return f"{self.node} above {self.entry_id}"


class EntryFacet(models.Model):
    """One value by which an entry can be filtered and counted: its kind, region, a topic, the group it belongs to."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=255)
    label = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name", "value", "entry"], name="one_row_per_value_and_entry")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.label}"


class MovingSubtree(models.Model):
    """A subtree that is being moved: barred for everyone until the ancestors of its entries are rewritten.

    One row for each move: of two moves of the same page, the first to end must not lift the bar of the other.
    """

    root = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"page {self.root_id}"
