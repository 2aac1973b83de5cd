"""Whom the news of this room concern: people on a group's roster, and whoever follows policy briefings."""

from collections.abc import Iterable

from membership.access import MEMBERS
from membership.models import DerivedGroup, User
from notifications.announcements import Announcement, What, register_recipient_source
from notifications.preferences import Subject

from .models import RosterEntry
from .pages import BriefingPage


def register() -> None:
    register_recipient_source("rosters", _on_the_roster)
    register_recipient_source("briefings", _members_for_briefings)


def _on_the_roster(announcement: Announcement) -> Iterable[tuple[int, Subject]]:
    """Everyone on the roster of a group on whose page, or below it, something was published."""
    if announcement.what != What.PUBLISHED:
        return
    above = announcement.page.get_ancestors(inclusive=True).values("pk")
    entries = RosterEntry.objects.filter(group__page__in=above)
    yield from ((person_id, Subject.GROUPS) for person_id in entries.values_list("person", flat=True))


def _members_for_briefings(announcement: Announcement) -> Iterable[tuple[int, Subject]]:
    """All members, who choose themselves how often they want to hear of briefings."""
    is_briefing = BriefingPage.objects.filter(pk=announcement.page_id).exists()
    if announcement.what != What.PUBLISHED or not is_briefing:
        return
    members = DerivedGroup.objects.filter(key=MEMBERS).values("group")
    people = User.objects.filter(groups__in=members, is_active=True)
    yield from ((person_id, Subject.BRIEFINGS) for person_id in people.values_list("pk", flat=True))
