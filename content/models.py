"""Topics and private files. Page types stand in `pages.py`."""

from typing import Any, ClassVar

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from . import uploads
from .pages import ContentPage, SectionPage

__all__ = ["ContentPage", "PrivateDocument", "PrivateImage", "Rendition", "SectionPage", "Topic"]


class Topic(models.Model):
    """A subject in the alliance's small tree of subjects. Topics have no audience: their names are public words."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    description = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class PrivateDocument(AbstractDocument):
    """A private file. It leaves the portal only through `content.views.serve_document`."""

    admin_form_fields = WagtailDocument.admin_form_fields

    def clean(self) -> None:
        super().clean()
        if self.file and not self.file._committed:
            uploads.check_document(self.file)


class PrivateImage(AbstractImage):
    """A private picture, stored without the metadata that it came with."""

    admin_form_fields = WagtailImage.admin_form_fields

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.file = uploads.without_metadata(self.file)
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    image = models.ForeignKey(PrivateImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]

    @property
    def url(self) -> str:
        """Through the view that asks the rule of visibility, never from the storage."""
        from django.urls import reverse

        return reverse("image", args=[self.pk, self.file.name.rsplit("/", 1)[-1]])
