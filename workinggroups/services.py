"""What changes working groups and their rosters."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from membership.access import derived_group, role_group
from membership.models import Role, Tier, User
from visibility.models import Audience

from .access import coordinators_key, roster_key
from .models import (
    Asked,
    Existence,
    GroupInvitation,
    GroupRequest,
    GroupStatus,
    Joining,
    RosterEntry,
    RosterRole,
    WorkingGroup,
)


class WorkingGroupExists(Exception):
    """Another group or audience has this name or slug."""


class AlreadyOnRoster(Exception):
    """Someone is on a roster once; their role there can be changed."""


class NotOnRoster(Exception):
    pass


@transaction.atomic
def create_group(
    *,
    name: str,
    slug: str,
    purpose: str,
    theme: str = "",
    status: GroupStatus = GroupStatus.STANDING,
    parent: WorkingGroup | None = None,
) -> WorkingGroup:
    """A new group with an empty roster, and the audience that its pages are for. Raises WorkingGroupExists."""
    if name_in_use(name) or WorkingGroup.objects.filter(slug=slug).exists():
        raise WorkingGroupExists(name)
    audience = Audience.objects.create(name=name, slug=f"group-{slug}", description=_description(name))
    group = WorkingGroup.objects.create(
        name=name, slug=slug, purpose=purpose, theme=theme, status=status, parent=parent, audience=audience
    )
    roster = derived_group(roster_key(group.pk), name=_roster_name(name))
    coordinators = derived_group(coordinators_key(group.pk), name=_coordinators_name(name))
    audience.groups.set([roster, coordinators, role_group(Role.STAFF)])
    return group


@transaction.atomic
def change_group(
    *, group: WorkingGroup, name: str, purpose: str, theme: str, status: GroupStatus, parent: WorkingGroup | None
) -> WorkingGroup:
    """Change what a group is called and is about. Its audience and Django groups follow its name; its slug stays.

    Raises WorkingGroupExists.
    """
    if name_in_use(name, by_others_than=group):
        raise WorkingGroupExists(name)
    group.name, group.purpose, group.theme, group.status, group.parent = name, purpose, theme, status, parent
    group.save(update_fields=["name", "purpose", "theme", "status", "parent"])
    Audience.objects.filter(pk=group.audience_id).update(name=name, description=_description(name))
    Group.objects.filter(derived__key=roster_key(group.pk)).update(name=_roster_name(name))
    Group.objects.filter(derived__key=coordinators_key(group.pk)).update(name=_coordinators_name(name))
    return group


@transaction.atomic
def set_joining(
    *, group: WorkingGroup, joining: Joining, existence: Existence, allowed_tiers: tuple[Tier, ...] = ()
) -> WorkingGroup:
    """Say how people come in, which members' tiers may (none named: all), and who knows that there is the group."""
    group.joining, group.existence = joining, existence
    group.allowed_tiers = [tier.value for tier in allowed_tiers]
    group.save(update_fields=["joining", "existence", "allowed_tiers"])
    return group


def name_in_use(name: str, *, by_others_than: WorkingGroup | None = None) -> bool:
    """Whether a group cannot be called this: editors could not tell its audience from another one."""
    others = Audience.objects.exclude(working_group=by_others_than) if by_others_than else Audience.objects.all()
    return others.filter(Q(name__iexact=name) | Q(slug=f"group-{slugify(name)}")).exists()


@transaction.atomic
def add_to_roster(*, group: WorkingGroup, person: User, role: RosterRole = RosterRole.MEMBER) -> RosterEntry:
    """What this person had asked for, or was invited to, is settled by that. Raises AlreadyOnRoster."""
    entry, added = RosterEntry.objects.get_or_create(group=group, person=person, defaults={"role": role})
    if not added:
        raise AlreadyOnRoster(person, group)
    for asked in (GroupRequest, GroupInvitation):
        waiting = asked.objects.filter(group=group, person=person, state=Asked.WAITING)
        waiting.update(state=Asked.ACCEPTED, decided_at=timezone.now())
    return entry


@transaction.atomic
def change_roster_role(*, group: WorkingGroup, person: User, role: RosterRole) -> RosterEntry:
    """Raises NotOnRoster."""
    entry = _entry(group, person)
    entry.role = role
    entry.save(update_fields=["role"])
    return entry


@transaction.atomic
def remove_from_roster(*, group: WorkingGroup, person: User) -> WorkingGroup:
    """Raises NotOnRoster."""
    _entry(group, person).delete()
    return group


def _entry(group: WorkingGroup, person: User) -> RosterEntry:
    entry = RosterEntry.objects.filter(group=group, person=person).first()
    if entry is None:
        raise NotOnRoster(person, group)
    return entry


def _roster_name(name: str) -> str:
    return f"Working group: {name}"


def _coordinators_name(name: str) -> str:
    return f"Working group: {name} (coordinators)"


def _description(name: str) -> str:
    return f"People on the roster of {name}, its coordinators, and the alliance's staff."
