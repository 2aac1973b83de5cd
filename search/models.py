"""The index: what can be found, and everything that stands above it. Nothing about viewers is stored here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Page

from .curation import PromotedResult, SynonymSet, ZeroResultAsker, ZeroResultQuery

__all__ = [
    "EntryAncestor",
    "EntryFacet",
    "Follower",
    "MovingSubtree",
    "PromotedResult",
    "RemovedEntry",
    "SearchEntry",
    "SynonymSet",
    "VocabularyWord",
    "ZeroResultAsker",
    "ZeroResultQuery",
]


class SearchEntry(models.Model):
    """One live page as search knows it, or one file that a live page refers to: then it has a `document`.

    Written in the transaction that saves the page or the file.
    """

    # A file is not in use because it can be found.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_entries")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="search_entries",
    )
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True, help_text="Of a file, with `PAGE_BREAK` between its pages.")
    date = models.DateField(null=True, blank=True, help_text="When the page was last published.")
    version = models.PositiveBigIntegerField(default=1, help_text="Grows with every write.")
    indexed_version = models.PositiveBigIntegerField(
        default=0, help_text="The version that Elasticsearch has, where there is one."
    )
    learned_version = models.PositiveBigIntegerField(
        default=0, help_text="The version whose words are in the vocabulary."
    )
    changed_at = models.DateTimeField(auto_now=True, help_text="When `version` grew: how long a follower lags.")

    class Meta:
        verbose_name_plural = "search entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page"], condition=Q(document=None), name="one_entry_per_page"),
            models.UniqueConstraint(
                fields=["page", "document"], condition=~Q(document=None), name="one_entry_per_page_and_document"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [  # what is still to be done is few, and asked for by every search
            models.Index(fields=["id"], condition=~Q(version=models.F("indexed_version")), name="entries_not_indexed"),
            models.Index(fields=["id"], condition=~Q(version=models.F("learned_version")), name="entries_not_learned"),
        ]

    def __str__(self) -> str:
        return self.title


class EntryAncestor(models.Model):
    """One node above an entry, itself included: `p12` a page (of the alias source's path too).

    `d7` is the file itself. In which collection it lies is asked when somebody searches: nothing announces that.
    """

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="ancestors")
    node = models.CharField(max_length=24)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["node", "entry"], name="one_row_per_node_and_entry")
        ]

    def __str__(self) -> str:
        return f"{self.node} above {self.entry_id}"


class EntryFacet(models.Model):
    """One value by which an entry can be filtered and counted: its kind, region, year, a topic, the group it is in."""

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


class RemovedEntry(models.Model):
    """An entry that is gone, and that Elasticsearch may still hold. `version` is higher than any that it had."""

    entry_id = models.PositiveBigIntegerField(primary_key=True)
    version = models.PositiveBigIntegerField()
    removed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"entry {self.entry_id}"


class Follower(models.Model):
    """What is known of the Elasticsearch that follows the database: one row, and the lease of whoever writes to it.

    `index` is the one that searches ask; empty until one was built. `building` is one that is being built, up to the
    entry `built_up_to`; whoever finds it half done goes on.
    """

    index = models.CharField(max_length=100, blank=True)
    building = models.CharField(max_length=100, blank=True)
    built_up_to = models.PositiveBigIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(
        max_length=200, blank=True, help_text="What Elasticsearch refused the last time, and why."
    )

    def __str__(self) -> str:
        return self.index or "no index"


class VocabularyWord(models.Model):
    """A word that stands somewhere in the index, hidden texts included: never shown before a viewer's texts say it."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word
