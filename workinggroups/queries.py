"""Which groups exist for somebody, and what they may know of the people in them."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from membership.directory.permissions import user_can_read_directory
from membership.directory.queries import people_shown_to, present_people
from membership.models import MEMBER_TIERS, Role, RoleAssignment, Standing, User

from .access import counting_entries
from .models import Asked, Existence, GroupInvitation, GroupRequest, GroupStatus, RosterEntry, RosterRole, WorkingGroup

# An invitation that nobody answers is not ours to keep: the address may be anybody's.
INVITED_FOR = timedelta(days=60)
LEADING = (RosterRole.CHAIR, RosterRole.COORDINATOR)
LEADERS_FIRST = Case(
    When(role=RosterRole.COORDINATOR, then=Value(0)),
    When(role=RosterRole.CHAIR, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


# --- Groups --------------------------------------------------------------------------------------------------------


def visible_groups(user: User | AnonymousUser) -> QuerySet[WorkingGroup]:
    """The groups that exist for this person. What stands on a group's pages is not decided here."""
    if not user.is_authenticated or not user.is_active:
        return WorkingGroup.objects.none()
    if looks_after_all_groups(user):
        return WorkingGroup.objects.all()
    exists = Q(pk__in=_entries_of(user).values("group")) | Q(pk__in=open_invitations_to(user).values("group"))
    if user_can_read_directory(user):
        exists |= Q(existence=Existence.MEMBERS)
    return WorkingGroup.objects.filter(exists)


def looks_after_all_groups(user: User) -> bool:
    """Alliance staff, whatever roster they are on."""
    return user.is_superuser or RoleAssignment.objects.filter(person=user, role=Role.STAFF).exists()


def groups_of(user: User) -> QuerySet[WorkingGroup]:
    """Those whose roster this person is on."""
    return WorkingGroup.objects.filter(pk__in=_entries_of(user).values("group"))


def groups_led_by(user: User) -> QuerySet[WorkingGroup]:
    """Those whose chair or coordinator this person is; for alliance staff, all."""
    return _groups_where(user, LEADING)


def groups_coordinated_by(user: User) -> QuerySet[WorkingGroup]:
    return _groups_where(user, (RosterRole.COORDINATOR,))


def _groups_where(user: User, roles: tuple[RosterRole, ...]) -> QuerySet[WorkingGroup]:
    if looks_after_all_groups(user):
        return WorkingGroup.objects.all()
    return WorkingGroup.objects.filter(pk__in=_entries_of(user).filter(role__in=roles).values("group"))


def _entries_of(user: User) -> QuerySet[RosterEntry]:
    return counting_entries().filter(person=user)


def listed_for(user: User) -> QuerySet[WorkingGroup]:
    """The groups that exist for this person, their own first, each with how they stand to it."""
    own = RosterEntry.objects.filter(group=OuterRef("pk"), pk__in=_entries_of(user).values("pk"))
    asked = GroupRequest.objects.filter(group=OuterRef("pk"), person=user, state=Asked.WAITING)
    invited = open_invitations_to(user).filter(group=OuterRef("pk"))
    return (
        visible_groups(user)
        .annotate(own_role=Subquery(own.values("role")[:1]), has_asked=Exists(asked), is_invited=Exists(invited))
        .order_by(Case(When(own_role=None, then=Value(1)), default=Value(0), output_field=IntegerField()), "name")
    )


# --- What waits ----------------------------------------------------------------------------------------------------


def open_invitations_to(user: User) -> QuerySet[GroupInvitation]:
    """Those that this person can still answer: the group takes people in, and their company is a current member."""
    theirs = unanswered_invitations().filter(person=user, person__in=people_of_members())
    return theirs.exclude(group__status=GroupStatus.CLOSED)


def unanswered_invitations() -> QuerySet[GroupInvitation]:
    return invitations_not_ended().filter(state=Asked.WAITING)


def invitations_not_ended() -> QuerySet[GroupInvitation]:
    return GroupInvitation.objects.filter(asked_at__gt=timezone.now() - INVITED_FOR)


def ended_invitations() -> QuerySet[GroupInvitation]:
    return GroupInvitation.objects.filter(asked_at__lte=timezone.now() - INVITED_FOR)


def people_of_members() -> QuerySet[User]:
    """Who may be in a group at all, by themselves. The alliance's own people are added by staff."""
    return User.objects.filter(
        is_active=True,
        organisation__tier__in=MEMBER_TIERS,
        organisation__standing=Standing.CURRENT,
        organisation__suspended_at=None,
    )


def people_who_may_join(group: WorkingGroup) -> QuerySet[User]:
    if group.is_closed:
        return User.objects.none()
    return people_of_members().filter(organisation__tier__in=group.tiers_that_may_join)


def waiting_requests(group: WorkingGroup) -> QuerySet[GroupRequest]:
    return group.requests.filter(state=Asked.WAITING).select_related("person__organisation")


def standing_invitations(group: WorkingGroup) -> QuerySet[GroupInvitation]:
    """As those who lead the group see them. A declined one stands like an unread one: else it told who is here."""
    return invitations_not_ended().filter(group=group, state__in=(Asked.WAITING, Asked.DECLINED))


def leaders_of(group: WorkingGroup) -> QuerySet[User]:
    """Who decides on requests; alliance staff where nobody else is there to."""
    leading = counting_entries().filter(group=group, role__in=LEADING, person__is_active=True)
    if leading.exists():
        return User.objects.filter(pk__in=leading.values("person"))
    return User.objects.filter(role_assignments__role=Role.STAFF, is_active=True)


# --- Rosters -------------------------------------------------------------------------------------------------------


def whole_roster(group: WorkingGroup) -> QuerySet[RosterEntry]:
    """For chairs, coordinators and staff. `counts`: whether this person gets in at present."""
    present = counting_entries().filter(pk=OuterRef("pk"), person__is_active=True)
    return _in_order(group.roster.annotate(counts=Exists(present)))


def roster_shown_to(user: User, group: WorkingGroup) -> QuerySet[RosterEntry]:
    """Those of the group who let this person, who is in it too, see them."""
    return _in_order(group.roster.filter(person__in=people_shown_to(user)))


def hidden_on_roster(user: User, group: WorkingGroup) -> int:
    """How many of the group's people chose not to be shown to this person."""
    present = group.roster.filter(person__in=present_people())
    return present.exclude(person__in=people_shown_to(user)).count()


def _in_order(entries: QuerySet[RosterEntry]) -> QuerySet[RosterEntry]:
    by_name = ("person__last_name", "person__first_name", "pk")
    return entries.select_related("person__organisation").order_by(LEADERS_FIRST, *by_name)


# --- One person and one group --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Footing:
    """How somebody stands to one group."""

    entry: RosterEntry | None
    request: GroupRequest | None
    invitation: GroupInvitation | None
    may_join: bool

    @classmethod
    def of(cls, user: User, group: WorkingGroup) -> "Footing":
        return cls(
            entry=_entries_of(user).filter(group=group).first(),
            request=GroupRequest.objects.filter(group=group, person=user, state=Asked.WAITING).first(),
            invitation=open_invitations_to(user).filter(group=group).first(),
            may_join=people_who_may_join(group).filter(pk=user.pk).exists(),
        )
