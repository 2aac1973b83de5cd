"""Who may look into the directory."""

from django.contrib.auth.models import AnonymousUser

from membership.models import MEMBER_TIERS, Organisation, Role, RoleAssignment, Standing, User

LOOK_AFTER_MEMBERS = (Role.STAFF, Role.COORDINATOR)


def user_can_read_directory(user: User | AnonymousUser) -> bool:
    """People of current member organisations, and those of the alliance who look after members."""
    return user_is_current_member(user) or (
        isinstance(user, User)
        and user.is_active
        and (user.is_superuser or RoleAssignment.objects.filter(person=user, role__in=LOOK_AFTER_MEMBERS).exists())
    )


def user_is_current_member(user: User | AnonymousUser) -> bool:
    """Takes no query where the organisation is known already, as it is of whoever asks."""
    return isinstance(user, User) and user.is_active and _is_current_member(user.organisation)


def _is_current_member(organisation: Organisation | None) -> bool:
    return (
        organisation is not None
        and organisation.tier in MEMBER_TIERS
        and organisation.standing == Standing.CURRENT
        and organisation.suspended_at is None
    )
