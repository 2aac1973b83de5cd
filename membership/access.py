"""Works out what follows from who someone is: the Django groups that they are in, and whether they may sign in.

Rooms above register a *group source*: a function that says, for some people, which group keys are theirs. That way this
room never imports them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from audit.kinds import PERSON
from audit.log import record
from audit.models import Action

from .accounts.sessions import end_all_sessions
from .models import DerivedGroup, Organisation, Role, RoleAssignment, Standing, Tier, User

# (ids of people) -> (id of a person, key of a group that this person is in)
GroupSource = Callable[[set[int]], Iterable[tuple[int, str]]]

_sources: dict[str, GroupSource] = {}

# A sweep locks this many people at a time.
SWEEP_BATCH = 500

MEMBERS = "members"
PATHWAYS = "pathways"


def register_group_source(name: str, source: GroupSource) -> None:
    _sources[name] = source


def tier_key(tier: str) -> str:
    return f"tier:{tier}"


def role_key(role: str) -> str:
    return f"role:{role}"


def derived_group(key: str, *, name: str) -> Group:
    """The Django group for this key, made with this name if it is not there yet."""
    derived = DerivedGroup.objects.filter(key=key).select_related("group").first()
    if derived is None:
        group = Group.objects.create(name=name)
        derived = DerivedGroup.objects.create(key=key, group=group)
    return derived.group


def ensure_groups() -> None:
    """Make the groups of tiers and roles, so that audiences and permissions can name them before anyone is in one."""
    derived_group(MEMBERS, name="Members")
    derived_group(PATHWAYS, name="Pathways")
    for tier in Tier:
        derived_group(tier_key(tier.value), name=f"Tier: {tier.label}")
    for role in Role:
        role_group(role)


def role_group(role: Role) -> Group:
    return derived_group(role_key(role.value), name=f"Role: {role.label}")


@transaction.atomic
def derive_access(people: Iterable[User]) -> int:
    """Set groups and `is_active` of these people to what the rules derive. Returns how many people changed."""
    ids = {person.pk for person in people}
    # Locked before anything is read: of two changes at once, the later one derives from what the earlier one left.
    list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    wanted: dict[int, set[str]] = defaultdict(set)
    for source in _sources.values():
        for person_id, key in source(ids):
            wanted[person_id].add(key)
    group_of = dict(DerivedGroup.objects.values_list("key", "group_id"))
    key_of = {group_id: key for key, group_id in group_of.items()}
    changed = 0
    for person in User.objects.filter(pk__in=ids).select_related("organisation").prefetch_related("groups"):
        has = {group.pk for group in person.groups.all()} & key_of.keys()
        should = {group_of[key] for key in wanted[person.pk] if key in group_of}
        active = _may_sign_in(person)
        if has == should and active == person.is_active:
            continue
        person.groups.add(*(should - has))
        person.groups.remove(*(has - should))
        User.objects.filter(pk=person.pk).update(is_active=active)
        if not active:
            end_all_sessions(person=person)  # whoever is let in again signs in again
        record(
            action=Action.ACCESS_CHANGED,
            kind=PERSON,
            object_id=person.pk,
            gained=sorted(key_of[pk] for pk in should - has),
            lost=sorted(key_of[pk] for pk in has - should),
            active=active,
        )
        changed += 1
    return changed


def sweep_access() -> int:
    """Derive everyone anew, and repair what bulk updates or a crash left. Returns how many people changed."""
    people = list(User.objects.order_by("pk").only("pk"))
    batches = (people[start : start + SWEEP_BATCH] for start in range(0, len(people), SWEEP_BATCH))
    return sum(derive_access(batch) for batch in batches)


def _may_sign_in(person: User) -> bool:
    organisation: Organisation | None = person.organisation
    if person.suspended_at is not None:
        return False
    if organisation is None:
        return True
    return organisation.suspended_at is None and organisation.standing != Standing.LEFT


def _from_tier(people: set[int]) -> Iterable[tuple[int, str]]:
    """Nothing while the organisation waits for review, has lapsed or has left."""
    current = User.objects.filter(pk__in=people, organisation__standing=Standing.CURRENT)
    for person_id, tier in current.values_list("pk", "organisation__tier"):
        yield person_id, tier_key(tier)
        if Tier(tier).is_member:
            yield person_id, MEMBERS
        elif tier == Tier.PATHWAYS:
            yield person_id, PATHWAYS


def _from_roles(people: set[int]) -> Iterable[tuple[int, str]]:
    for person_id, role in RoleAssignment.objects.filter(person__in=people).values_list("person", "role"):
        yield person_id, role_key(role)


register_group_source("tier", _from_tier)
register_group_source("roles", _from_roles)
