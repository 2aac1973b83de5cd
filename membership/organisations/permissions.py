"""Who acts for an organisation: its representatives, and on its own people alone."""

from django.contrib.auth.models import AnonymousUser

from membership.models import Organisation, Role, Tier, User


def organisation_of_representative(user: User | AnonymousUser) -> Organisation | None:
    """The organisation that this person acts for now. Nobody acts for the alliance: its people are staff's."""
    if not user.is_authenticated:
        return None
    represented = Organisation.objects.exclude(tier=Tier.ALLIANCE).filter(
        people__pk=user.pk, people__is_active=True, people__role_assignments__role=Role.REPRESENTATIVE
    )
    return represented.order_by().first()


def user_can_look_after_colleague(user: User | AnonymousUser, person: User) -> bool:
    """Whoever could suspend a superuser could lock out whoever might undo it."""
    organisation = organisation_of_representative(user)
    return organisation is not None and person.organisation_id == organisation.pk and not person.is_superuser
