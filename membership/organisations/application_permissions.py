"""Who sees which application: the company its own, coordinators what waits for one of them and what they lead."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from membership.models import Organisation, Role, Standing, Tier, User
from membership.permissions import user_can_manage_organisations

from .models import ApplicationState, MembershipApplication

COORDINATE = "membership.change_membershipapplication"


def may_apply(organisation: Organisation) -> bool:
    return (
        organisation.tier == Tier.PATHWAYS
        and organisation.standing == Standing.CURRENT
        and organisation.suspended_at is None
    )


def may_lead(person: User) -> bool:
    return coordinators().filter(pk=person.pk).exists()


def coordinators() -> QuerySet[User]:
    """Whoever may lead an application."""
    roles = [Role.COORDINATOR, Role.STAFF]
    return User.objects.filter(is_active=True, role_assignments__role__in=roles).distinct()


# --- The company ----------------------------------------------------------------------------------------------------


def applying_organisation(user: User) -> Organisation | None:
    """The organisation whose application this person may read.

    That is their own while it may apply; and once it is a member by applying, so that the answer can still be read.
    """
    own = user.organisation
    if own is None or may_apply(own):
        return own
    accepted = own.applications.filter(state=ApplicationState.ACCEPTED)
    return own if own.standing == Standing.CURRENT and accepted.exists() else None


def user_can_write_application(user: User) -> bool:
    """Begin, fill in, submit and withdraw the application of their company."""
    own = user.organisation
    if own is None or not may_apply(own):
        return False
    return user.role_assignments.filter(role=Role.REPRESENTATIVE).exists()


# --- The alliance ---------------------------------------------------------------------------------------------------


def applications_for(user: User | AnonymousUser) -> QuerySet[MembershipApplication]:
    """Those that somebody of the alliance may read. What was never submitted is the company's own."""
    submitted = MembershipApplication.objects.exclude(submitted_at=None)
    if user_can_manage_organisations(user):
        return submitted
    if not user.has_perm(COORDINATE):
        return submitted.none()
    waiting = Q(state=ApplicationState.SUBMITTED, coordinator=None)
    return submitted.filter(waiting | Q(coordinator=user.pk))


def user_can_review_applications(user: User | AnonymousUser) -> bool:
    return user.has_perm(COORDINATE)


def user_can_decide_application(user: User | AnonymousUser, application: MembershipApplication) -> bool:
    """Its coordinator, and staff."""
    return user_can_manage_organisations(user) or (user.has_perm(COORDINATE) and application.coordinator_id == user.pk)
