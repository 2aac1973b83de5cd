"""An organisation with people always has somebody who looks after them."""

from membership.joining.queries import active_representatives
from membership.models import Organisation, User


class LastRepresentative(Exception):
    """Nobody else could look after the colleagues of this person."""


def is_last_representative(person: User) -> bool:
    """Whether they are the only active representative of an organisation in which others are active."""
    if person.organisation is None:
        return False
    acting = set(active_representatives(person.organisation).values_list("pk", flat=True))
    colleagues = User.objects.filter(organisation=person.organisation_id, is_active=True).exclude(pk=person.pk)
    return acting == {person.pk} and colleagues.exists()


def keep_a_representative(person: User) -> None:
    """Call it inside the transaction that takes from `person` the role, the organisation, the access or the account.

    It holds the organisation: two who are each the other's last resort do not both go. Raises LastRepresentative.
    """
    if person.organisation_id is None:
        return
    Organisation.objects.select_for_update().get(pk=person.organisation_id)
    if is_last_representative(person):
        raise LastRepresentative(person)
