"""Who may look into the directory."""

from django.contrib.auth.models import AnonymousUser

from membership.models import MEMBER_TIERS, Organisation, Role, RoleAssignment, Standing, User

LOOK_AFTER_MEMBERS = (Role.STAFF, Role.COORDINATOR)


def user_can_read_directory(user: User | AnonymousUser) -> bool:
    """People of current member organisations, and those of the alliance who look after members.

    Every page asks for its header. It knows the organisation already, so that for members this takes no query.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser or _is_current_member(user.organisation):
        return True
    return RoleAssignment.objects.filter(person=user, role__in=LOOK_AFTER_MEMBERS).exists()


def _is_current_member(organisation: Organisation | None) -> bool:
    return (
        organisation is not None
        and organisation.tier in MEMBER_TIERS
        and organisation.standing == Standing.CURRENT
        and organisation.suspended_at is None
    )
