"""Who may look into the directory."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from membership.models import Role, Standing, Tier, User

MEMBER_TIERS = tuple(tier for tier in Tier if tier.is_member)


def readers() -> QuerySet[User]:
    """People of current member organisations, and those of the alliance who look after members."""
    at_member = Q(
        organisation__standing=Standing.CURRENT, organisation__suspended_at=None, organisation__tier__in=MEMBER_TIERS
    )
    looks_after = Q(pk__in=User.objects.filter(role_assignments__role__in=(Role.STAFF, Role.COORDINATOR)).values("pk"))
    return User.objects.filter(at_member | looks_after | Q(is_superuser=True), is_active=True)


def user_can_read_directory(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and readers().filter(pk=user.pk).exists()
