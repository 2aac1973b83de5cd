"""Publishes what is due and takes down what has expired, page by page."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision


def due_changes() -> Iterator[Callable[[], None]]:
    """What is due now, in the order in which it is to be done. Each is one transaction.

    In place of Wagtail's `publish_scheduled` (8.0), which stops at the first page that fails, and which forgets that a
    page was due before it has published it: https://github.com/wagtail/wagtail/pull/13879 (closed unmerged)
    """
    now = timezone.now()
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        yield partial(_take_down, page.pk)
    due = Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision_id in list(due.values_list("pk", flat=True)):
        yield partial(_publish, revision_id)


@transaction.atomic
def _take_down(page_id: int) -> None:
    Page.objects.get(pk=page_id).unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


@transaction.atomic
def _publish(revision_id: int) -> None:
    Revision.objects.get(pk=revision_id).publish(log_action="wagtail.publish.scheduled")
