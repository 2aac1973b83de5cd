"""Topics and private files. Page types stand in `pages.py`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from . import uploads
from .document_texts import DocumentText, searchability
from .pages import ContentPage, SectionPage
from .signals import document_written
from .workflows import IndependentReviewTask

__all__ = [
    "ContentPage",
    "DocumentText",
    "IndependentReviewTask",
    "PrivateDocument",
    "PrivateImage",
    "Rendition",
    "SectionPage",
    "Topic",
]


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
        if not self.file:  # the second step of Wagtail's multiple upload, whose file was checked in the first
            return
        super().clean()
        if _is_upload(self.file):
            with _as_error_of("file"):
                uploads.check_document(self.file)

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new_file = _brings_new_file(self, kwargs)
        if is_new_file:
            was_stored = not _is_upload(self.file)
            self._set_document_file_metadata()
            if was_stored:
                self.file.close()
            _also_save(kwargs, "file_size", "file_hash")
        with transaction.atomic():
            if is_new_file and self.pk:
                DocumentText.objects.filter(document=self.pk).exclude(file_hash=self.file_hash).delete()
            super().save(*args, **kwargs)
            document_written.send(sender=type(self), document_id=self.pk)

    @property
    def searchability(self) -> str:
        """Whether its text is searched, for editors. One query."""
        return searchability(self)


class PrivateImage(AbstractImage):
    """A private picture, stored without the metadata that it came with. Readers get its renditions, never this file."""

    admin_form_fields = WagtailImage.admin_form_fields

    def clean(self) -> None:
        super().clean()
        if self.file and _is_upload(self.file):
            _leave_metadata_behind(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new_file = _brings_new_file(self, kwargs)
        if is_new_file:
            _leave_metadata_behind(self)
            self._set_image_file_metadata()
            _also_save(kwargs, "file_size", "file_hash", "width", "height")
        super().save(*args, **kwargs)
        if is_new_file:
            self.renditions.all().delete()

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> ContentFile:
        """In memory: Wagtail leaves its temporary file open."""
        with super().generate_rendition_file(*args, **kwargs) as drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), name=drawn.name)


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


def _is_upload(file: Any) -> bool:
    """Whether the file still has to be put into the storage."""
    return not file._committed


def _brings_new_file(holder: "PrivateDocument | PrivateImage", save_arguments: dict[str, Any]) -> bool:
    """Whether this save replaces the file of the stored row, also where the file was put into the storage before."""
    fields = save_arguments.get("update_fields")
    if not holder.file or (fields is not None and "file" not in fields):
        return False
    if _is_upload(holder.file):
        return True
    stored = type(holder)._default_manager.filter(pk=holder.pk).values_list("file", flat=True).first()
    return bool(holder.file.name != stored)


def _leave_metadata_behind(image: Any) -> None:
    raw = image.file
    if isinstance(raw.file, uploads.CleanPicture):
        return
    with _as_error_of("file"):
        image.file = uploads.without_metadata(raw)
    if not _is_upload(raw):  # the second step of Wagtail's multiple upload has stored the file as it came
        raw.close()
        raw.storage.delete(raw.name)


def _also_save(save_arguments: dict[str, Any], *fields: str) -> None:
    if save_arguments.get("update_fields") is not None:
        save_arguments["update_fields"] = {*save_arguments["update_fields"], *fields}


@contextmanager
def _as_error_of(field: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
