"""Events that come again: drafts of the next ones, at the same time of day where they happen."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from .page_forms import TIMES
from .pages import EventPage

MOST = 26


class Every(models.IntegerChoices):
    WEEK = 1, "Every week"
    FORTNIGHT = 2, "Every two weeks"
    FOUR_WEEKS = 4, "Every four weeks"


def user_can_repeat_event(user: Any, event: EventPage) -> bool:
    """Whoever may write another event beside it, and may edit this one, which the others copy."""
    parent = event.get_parent().specific
    return bool(event.permissions_for_user(user).can_edit() and parent.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def repeat(*, event: EventPage, every: Every, times: int, by: Any) -> list[EventPage]:
    """Write so many drafts, which are reviewed and published like any others. All become one series.

    They copy the newest version of the event, and nothing of its registrations. `times` is `MOST` at most.
    """
    newest: EventPage = event.get_latest_revision_as_object()
    series = newest.series or newest.title[:100]
    return [_draft(newest, timedelta(weeks=every * number), series, by) for number in range(1, min(times, MOST) + 1)]


def _draft(event: EventPage, later: timedelta, series: str, by: Any) -> EventPage:
    moved = {name: _moved(event, getattr(event, name), later) for name in TIMES}
    slug = _free_slug(event, f"{event.slug[:60]}-{event.local_start + later:%Y-%m-%d}")
    changes = {**moved, "slug": slug, "series": series, "content_owner": event.content_owner}
    copied: EventPage = event.copy(update_attrs=changes, copy_revisions=False, keep_live=False, user=by)
    return copied


def _moved(event: EventPage, at: datetime | None, later: timedelta) -> datetime | None:
    """By the clock on the wall, which is not always by hours."""
    return None if at is None else at.astimezone(event.zone) + later


def _free_slug(event: EventPage, wanted: str) -> str:
    taken = set(event.get_siblings().values_list("slug", flat=True))
    slug = slugify(wanted)
    numbered = (f"{slug}-{number}" for number in range(2, MOST + len(taken) + 3))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)
