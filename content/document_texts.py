"""The text of private documents: what the search may use of it, and the job that reads what has not been read yet."""

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.template.defaultfilters import pluralize
from django.utils import timezone

from . import extraction
from .extraction import Extracted
from .signals import document_written

if TYPE_CHECKING:
    from .models import PrivateDocument

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# How the parts of a file are called. A DOCX has one part, because its pages are made where it is printed.
UNITS = {"pdf": "page", "pptx": "slide"}


class DocumentText(models.Model):
    """What was read in the file of a document. Ask `text_of`: the file may have been replaced since."""

    # A document is not in use because its text is here.
    wagtail_reference_index_ignore = True

    document = models.OneToOneField("content.PrivateDocument", on_delete=models.CASCADE, related_name="text")
    file_hash = models.CharField(max_length=40, blank=True)  # of the file that was read, or is being read
    pages = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)  # empty until an attempt has come to its end
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"Text of document {self.document_id}"

    @property
    def unit(self) -> str:
        """What one of `pages` is: a page, a slide, or nothing that has a name."""
        return UNITS.get(kind_of(self.document), "")


def kind_of(document: "PrivateDocument") -> str:
    """The extension, in lower case and without the dot."""
    return Path(document.file.name or "").suffix.lower().removeprefix(".")


# --- What the search reads -----------------------------------------------------------------------------------------


def texts_in_force() -> QuerySet[DocumentText]:
    """Texts that were read in the file that the document has now, and no other."""
    return DocumentText.objects.filter(read_at__isnull=False, file_hash=F("document__file_hash"))


def text_of(document_id: int) -> DocumentText | None:
    return texts_in_force().select_related("document").filter(document_id=document_id).first()


# --- What the editor is told ---------------------------------------------------------------------------------------


def searchability(document: "PrivateDocument") -> str:
    """Whether the text of this document is searched, in a sentence or two. One query."""
    kind = kind_of(document)
    if kind not in extraction.KINDS:
        return extraction.OTHER_KIND
    text = DocumentText.objects.filter(document=document, file_hash=document.file_hash).first()
    if text is None or (text.read_at is None and text.attempts < MAX_ATTEMPTS):
        return "Its text will be read within a few minutes."
    if text.read_at is None:
        return extraction.FAILED
    if not text.pages:
        return text.note
    unit, count = UNITS.get(kind), len(text.pages)
    length = f": {count:,} {unit}{pluralize(count)}" if unit else ""
    return f"Its text is searched{length}. {text.note}".strip()


# --- Reading -------------------------------------------------------------------------------------------------------


def documents_to_read() -> QuerySet["PrivateDocument"]:
    """Those whose text is missing, or is that of another file; none whose file has ended too many attempts."""
    from .models import PrivateDocument

    readable = Q()
    for kind in extraction.KINDS:
        readable |= Q(file__iendswith=f".{kind}")
    unread = Q(text__read_at=None) & Q(text__attempts__lt=MAX_ATTEMPTS)
    due = Q(text=None) | ~Q(text__file_hash=F("file_hash")) | unread
    return PrivateDocument.objects.filter(readable, due)


def read_documents(*, seconds: float = 25.0) -> int:
    """The worker's job: read what is due, and begin no file once the time is used up. Returns how many were read.

    The worker gives a task 60 seconds, and the last file may take `extraction.TIMEOUT`. Files that failed before come
    last, so that none of them stands in the way of the others.
    """
    ends = time.monotonic() + seconds
    count = 0
    for document_id in (
        documents_to_read().order_by(F("text__attempts").asc(nulls_first=True), "pk").values_list("pk", flat=True)
    ):
        if time.monotonic() >= ends:
            break
        try:
            count += read_document(document_id) is not None
        except Exception as failure:  # the next run tries again
            logger.warning("The text of document %s could not be read: %s", document_id, type(failure).__name__)
    return count


def read_document(document_id: int) -> DocumentText | None:
    """Read the file and write its text. None if it is not due, or was replaced or read by somebody else meanwhile.

    Raises what the storage raises, and then the attempt does not count. It does where nobody comes back from it, or the
    text could not be written.
    """
    document = _begin_attempt(document_id)
    if document is None:
        return None
    try:
        with document.file.storage.open(document.file.name) as file:
            extracted = extraction.extract(file, kind_of(document))
    except FileNotFoundError:
        extracted = Extracted([], extraction.MISSING)
    except Exception:
        DocumentText.objects.filter(document=document, attempts__gt=0).update(attempts=F("attempts") - 1)
        raise
    return _write_text(document, extracted)


@transaction.atomic
def _begin_attempt(document_id: int) -> "PrivateDocument | None":
    document = documents_to_read().filter(pk=document_id).first()
    if document is None:
        return None
    text, _created = DocumentText.objects.select_for_update().get_or_create(document=document)
    if text.file_hash != document.file_hash:
        text.file_hash, text.pages, text.note, text.read_at, text.attempts = document.file_hash, [], "", None, 0
    text.attempts += 1
    text.save()
    return document


@transaction.atomic
def _write_text(document: "PrivateDocument", extracted: Extracted) -> DocumentText | None:
    unread = DocumentText.objects.filter(document=document, file_hash=document.file_hash, read_at=None)
    text = unread.select_for_update().first()  # before its document, which is the order of a deletion too
    same_file = type(document).objects.filter(pk=document.pk, file=document.file.name, file_hash=document.file_hash)
    if text is None or same_file.select_for_update().first() is None:
        return None
    text.pages, text.note, text.read_at = extracted.pages, extracted.note, timezone.now()
    text.save()
    document_written.send(sender=DocumentText, document_id=document.pk)
    return text
