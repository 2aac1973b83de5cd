"""Files on pages, with texts as if they had been read."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from content.models import DocumentText, PrivateDocument

from .library import fresh

_numbers = count(1)


def document_saying(*pages: str, title: str = "A file", kind: str = "pdf") -> PrivateDocument:
    """A file with this text on its pages. What lies in the storage is not read again."""
    document = PrivateDocument(title=title)
    document.file = ContentFile(b"%PDF-1.4 nothing", name=f"file-{next(_numbers)}.{kind}")
    document.save()
    DocumentText.objects.create(
        document=document, file_hash=document.file_hash, pages=list(pages), read_at=timezone.now()
    )
    return document


def attach(page: Any, *documents: PrivateDocument) -> Any:
    """The same page, referring to these files."""
    page = fresh(page)
    page.body = [("documents", {"files": list(documents)})]
    page.save()
    return page
