"""What editors bring to the search: synonyms and promoted results, and what people looked for in vain."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Page


class SynonymSet(models.Model):
    """Terms that mean the same to whoever searches, one a line: an abbreviation and what it stands for."""

    terms = models.TextField(
        help_text="One term a line, the one that people know best first. Whoever searches for one finds the others. "
        "Anybody can find out that these terms belong together, so nothing confidential may stand here."
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["terms"]

    def __str__(self) -> str:
        return ", ".join(self.as_list())

    def as_list(self) -> list[str]:
        return list(dict.fromkeys(term for line in self.terms.splitlines() if (term := " ".join(line.split()))))

    def clean(self) -> None:
        terms = self.as_list()
        if len(terms) < 2:
            raise ValidationError({"terms": "Give two terms or more, each on a line of its own."})
        if any(len(term) > 100 for term in terms):
            raise ValidationError({"terms": "A term has at most 100 characters."})
        self.terms = "\n".join(terms)


class PromotedResult(ClusterableModel):
    """A page that editors show first for some queries, to the people who may open it and are in its audiences."""

    queries = models.TextField(help_text="One query a line. The page is promoted to whoever types exactly this.")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why this page, in a few words that readers see: “Start here”."
    )
    audiences = ParentalManyToManyField(
        "visibility.Audience",
        blank=True,
        related_name="+",
        help_text="Only for people in these audiences. Without any: for everyone who may open the page.",
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["queries"]

    def __str__(self) -> str:
        return ", ".join(self.queries.splitlines())


class ZeroResultQuery(models.Model):
    """What people looked for in vain in a month, in normalised terms. Editors see it once three people have asked."""

    terms = models.CharField(max_length=100)
    month = models.DateField(help_text="The first day of the month.")
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "terms"], name="one_row_per_terms_and_month")
        ]

    def __str__(self) -> str:
        return self.terms


class ZeroResultAsker(models.Model):
    """That somebody has been counted, as a digest of who and what, so that nobody counts twice.

    The digest is of both together: two queries of one person have nothing in common.
    """

    query = models.ForeignKey(ZeroResultQuery, on_delete=models.CASCADE, related_name="askers")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["query", "digest"], name="one_row_per_query_and_digest")
        ]

    def __str__(self) -> str:
        return str(self.query_id)
