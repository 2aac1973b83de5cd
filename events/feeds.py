"""Secret addresses of personal calendars. They are signed, so that guessing one costs no query and tells nothing."""

from typing import Any

from django.core import signing
from django.db import transaction

from .models import CalendarFeed

SALT = "events.calendar-feed"


def feed_of(person: Any) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person).first()


@transaction.atomic
def renew(*, person: Any) -> CalendarFeed:
    """Give somebody an address, or a new one: the old one is at its end."""
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(person=person)
    if not is_new:
        feed.renew()
        feed.save(update_fields=["secret", "renewed_at"])
    return feed


def token_of(feed: CalendarFeed) -> str:
    return signing.Signer(salt=SALT, sep=".").sign(feed.secret)


def person_behind(token: str) -> Any:
    """Whose calendar it is; None for what was never given, has been renewed, or belongs to somebody suspended."""
    try:
        secret = signing.Signer(salt=SALT, sep=".").unsign(token)
    except signing.BadSignature:
        return None
    feed = CalendarFeed.objects.filter(secret=secret, person__is_active=True).select_related("person").first()
    return feed.person if feed is not None else None
