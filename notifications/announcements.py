"""What happened on the portal, and the notices of it that people get.

An *announcement* is written in the transaction of what it announces. Later the worker makes a *notice* of it for each
person whom it concerns and who may see the page then. Whether they may see it is asked again whenever a notice is
listed, counted or mailed.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Min, QuerySet
from django.utils import timezone
from wagtail.models import Page

from content.pages import ContentPage
from content.vocabulary import Kind, Sensitivity
from visibility.pages import can_view_page, visible_pages
from visibility.viewer import Viewer, viewers_for

from .jobs import Job, Waiting, each, register_job, wake
from .outbox import OutboxMail
from .preferences import Subject

SPREAD, SETTLE = "spread_announcements", "settle_notices"
SAME_CORRECTION_FOR = timedelta(days=1)
NO_NEWS = (Kind.PAGE, Kind.GROUP)  # sections and the homes of groups: what stands in them is the news
PEOPLE_AT_ONCE = 500
SUBJECTS_BY_WEIGHT = (
    Subject.CORRECTIONS,
    Subject.REQUESTS,
    Subject.EVENTS,
    Subject.GROUPS,
    Subject.BRIEFINGS,
    Subject.TOPICS,
)


class What(models.TextChoices):
    PUBLISHED = "published", "New"
    CORRECTED = "corrected", "Correction"


# A page that was published longer ago than this is no news: it was there before announcements were, or was brought in.
# Corrections are for those who rely on a page, also when it comes back after some weeks.
NEWS_FOR = {What.PUBLISHED: timedelta(days=1), What.CORRECTED: timedelta(days=30)}


class Announcement(models.Model):
    """Something happened to a page. `spread_at` is when the notices of it were made."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="announcements")
    what = models.CharField(max_length=20, choices=What.choices)
    text = models.TextField(blank=True, help_text="What a correction says. As sensitive as the page.")
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices, help_text="Of the page at that time.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    spread_at = models.DateTimeField(null=True)

    # Deleting a page deletes what was announced of it; that is no reason to call the page in use.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(what="published"), name="a_page_is_published_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=models.Q(spread_at=None), name="announcements_to_spread")
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: page {self.page_id}"


class Notice(models.Model):
    """One person hears of one announcement. `settled_at`: it was put into a mail, or will not be mailed."""

    # In addresses instead of the number, which would count the notices of others.
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=20, choices=Subject.choices)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(OutboxMail, null=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "announcement"], name="one_notice_per_person_and_announcement")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "made_at"], condition=models.Q(settled_at=None), name="notices_to_settle"),
            models.Index(fields=["person", "-made_at"], name="notices_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"


# --- Announcing ----------------------------------------------------------------------------------------------------


@transaction.atomic
def announce_publication(*, page_id: int) -> Announcement | None:
    """Announce a page that went live for the first time; None if it did not, or if it is no news."""
    begin = timezone.now() - NEWS_FOR[What.PUBLISHED]
    news = ContentPage.objects.filter(pk=page_id, live=True, alias_of=None, first_published_at__gt=begin)
    page = news.exclude(kind__in=NO_NEWS).first()
    if page is None:
        return None
    announcement, is_new = Announcement.objects.get_or_create(
        page_id=page_id, what=What.PUBLISHED, defaults={"sensitivity": page.sensitivity}
    )
    if not is_new:
        return None
    wake(SPREAD)
    return announcement


@transaction.atomic
def announce_correction(*, page: ContentPage, text: str, by: Any) -> Announcement:
    """Tell whoever has kept or follows this page, and may still see it, what was wrong in it.

    The same text a second time (a button pressed twice) announces nothing new.
    """
    begin = timezone.now() - SAME_CORRECTION_FOR
    said = Announcement.objects.filter(page=page, what=What.CORRECTED, text=text, made_at__gt=begin).first()
    if said is not None:
        return said
    announcement = Announcement.objects.create(
        page_id=page.pk, what=What.CORRECTED, text=text, by=by, sensitivity=page.sensitivity
    )
    wake(SPREAD)
    return announcement


@transaction.atomic
def look_again(*, page_id: int) -> int:
    """Somebody may see this page, or one below it, who could not when its news was spread. Returns how many news."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    below = Page.objects.filter(path__startswith=path or "-").values("pk")
    again = Announcement.objects.filter(_still_news(), page__in=below, spread_at__isnull=False).update(spread_at=None)
    if again:
        wake(SPREAD)
    return again


def _still_news() -> models.Q:
    news = models.Q()
    for what, long in NEWS_FOR.items():
        news |= models.Q(what=what, made_at__gt=timezone.now() - long)
    return news


# --- Whom it concerns ----------------------------------------------------------------------------------------------

# (announcement) -> (id of a person, why it concerns them). What they may see is not this function's concern.
RecipientSource = Callable[[Announcement], Iterable[tuple[int, Subject]]]

_sources: dict[str, RecipientSource] = {}


def register_recipient_source(name: str, source: RecipientSource) -> None:
    """Rooms above say whom an announcement concerns: followers of a topic, people on a roster."""
    _sources[name] = source


def concerned(announcement: Announcement) -> dict[int, Subject]:
    """Everyone whom it concerns, once each, for the weightiest reason; not whoever announced it."""
    reasons: dict[int, set[Subject]] = {}
    for source in _sources.values():
        for person_id, subject in source(announcement):
            reasons.setdefault(person_id, set()).add(subject)
    reasons.pop(announcement.by_id or 0, None)
    return {person_id: min(subjects, key=SUBJECTS_BY_WEIGHT.index) for person_id, subjects in sorted(reasons.items())}


# --- Making notices ------------------------------------------------------------------------------------------------


def spread_announcements() -> int:
    """The worker's job: make the notices of what was announced. Returns how many. Raises SomeFailed."""
    unspread_ids = Announcement.objects.filter(spread_at=None).order_by("pk").values_list("pk", flat=True)
    return each(list(unspread_ids), _spread)


def _spread(announcement_id: int) -> int:
    return spread(announcement_id=announcement_id)


@transaction.atomic
def spread(*, announcement_id: int) -> int:
    """Make a notice for everyone whom it concerns, who may see the page now and has none yet. Returns how many.

    While the page is not live the announcement waits, as long as it is news.
    """
    unspread = Announcement.objects.select_for_update(of=("self",)).filter(pk=announcement_id, spread_at=None)
    announcement = unspread.select_related("page").first()
    if announcement is None:
        return 0
    is_news = Announcement.objects.filter(_still_news(), pk=announcement_id).exists()
    if is_news and not announcement.page.live:
        return 0
    before = announcement.notices.count()
    made = [
        Notice(person_id=person_id, announcement=announcement, subject=subject)
        for person_id, subject in concerned_readers(announcement).items()
    ]
    Notice.objects.bulk_create(made, batch_size=PEOPLE_AT_ONCE, ignore_conflicts=True)
    announcement.spread_at = timezone.now()
    announcement.save(update_fields=["spread_at"])
    if made:
        wake(SETTLE)
    return announcement.notices.count() - before


def concerned_readers(announcement: Announcement) -> dict[int, Subject]:
    """Those whom it concerns and who may open the page now."""
    reasons = concerned(announcement)
    people = get_user_model()._default_manager.filter(pk__in=reasons, is_active=True)
    readers: dict[int, Subject] = {}
    answers: dict[tuple[bool, frozenset[int]], bool] = {}
    for person, viewer in viewers_for(people):
        alike = (viewer.is_superuser, viewer.group_ids)  # who has the same groups sees the same pages
        if alike not in answers:
            answers[alike] = can_view_page(viewer, announcement.page)
        if answers[alike]:
            readers[person.pk] = reasons[person.pk]
    return readers


def unspread() -> Waiting:
    row = Announcement.objects.filter(spread_at=None).aggregate(oldest=Min("made_at"))
    return Waiting(Announcement.objects.filter(spread_at=None).count(), oldest=row["oldest"])


register_job(
    Job(
        SPREAD,
        "Makes the notices of what was published or corrected.",
        spread_announcements,
        waiting=unspread,
        longest_pause=timedelta(minutes=5),
    )
)


# --- Reading them --------------------------------------------------------------------------------------------------


def notices_for(viewer: Viewer) -> QuerySet[Notice]:
    """The notices of this person whose page they may open now."""
    theirs = Notice.objects.filter(person=viewer.user_id)
    return theirs.filter(announcement__page__in=visible_pages(viewer).values("pk"))


def unread_count(viewer: Viewer) -> int:
    return notices_for(viewer).filter(read_at=None).count() if viewer.is_authenticated else 0


def mark_read(*, notices: QuerySet[Notice]) -> int:
    return notices.filter(read_at=None).update(read_at=timezone.now())
