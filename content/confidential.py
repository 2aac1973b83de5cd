"""Writes down who reads what is to be handled as confidential, before the first byte of it leaves the portal.

A read that cannot be written down is an error of the request: nothing confidential leaves unrecorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http.response import HttpResponseBase
from wagtail.models import Page, ReferenceIndex

from audit.kinds import FILE, PAGE
from audit.log import record
from audit.models import Action
from visibility.pages import ALIAS_SOURCES

from .models import PrivateDocument
from .pages import ContentPage
from .vocabulary import Sensitivity


def record_page_read(page: ContentPage, response: HttpResponseBase) -> None:
    if response.status_code < 400 and _is_confidential(page):
        record(action=Action.PAGE_READ, kind=PAGE, object_id=page.pk)


def _is_confidential(page: ContentPage) -> bool:
    """An alias is so with what it repeats: its own sensitivity follows only when that is published."""
    if page.sensitivity == Sensitivity.CONFIDENTIAL:
        return True
    if page.alias_of_id is None:
        return False
    sources = Q()
    for source in ALIAS_SOURCES:
        sources |= Q(**{f"{source}__contentpage__sensitivity": Sensitivity.CONFIDENTIAL})
    return Page.objects.filter(sources, pk=page.pk).exists()


def marking_confidential(documents: QuerySet[PrivateDocument]) -> QuerySet[Any]:
    """Each says by `is_confidential` whether a live page refers to it that is to be handled so. No query of its own."""
    return documents.annotate(is_confidential=Exists(_confidential_references(Cast(OuterRef("pk"), CharField()))))


@contextmanager
def recorded_as_read(document: Any) -> Iterator[None]:
    """Around what answers with this marked file. A part of it counts, and so does "not modified": they have a copy.

    If answering fails, because the storage has lost the file, nothing was read and nothing is recorded.
    """
    if not document.is_confidential:
        yield
        return
    pages = sorted(set(_confidential_references(str(document.pk)).values_list("page", flat=True)))
    with transaction.atomic():
        record(action=Action.FILE_READ, kind=FILE, object_id=document.pk, pages=pages)
        yield


def _confidential_references(document_id: Any) -> QuerySet[Any]:
    confidential = ContentPage.objects.filter(live=True, sensitivity=Sensitivity.CONFIDENTIAL)
    references: QuerySet[Any] = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PrivateDocument),
        to_object_id=document_id,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return references.annotate(page=Cast("object_id", IntegerField())).filter(page__in=confidential.values("pk"))
