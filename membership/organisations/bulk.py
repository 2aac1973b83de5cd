"""Invites everyone on a list at once: first says what would become of each row, then does exactly that or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from membership.joining.addresses import AddressNotUsable, normal_address
from membership.joining.forms import plain_words
from membership.joining.letters import INVITATION
from membership.joining.models import Invitation
from membership.joining.queries import open_invitations, seats_left, unanswered_invitations
from membership.joining.services import INVITED_FOR, locked_and_open, refuse_too_many
from membership.models import Organisation, Role, User
from notifications.outbox import post_to_many

from .queries import people_of
from .services import own
from .sheets import Row

LONGEST_NAME = 100
CONFIRM_WITHIN = timedelta(hours=1)


class PlanChanged(Exception):
    """Not the same people would be invited any more as when whoever confirms looked at the list."""


@dataclass(frozen=True)
class Planned:
    """What would become of a row. `address` is empty unless it would be invited."""

    row: Row
    said: str
    address: str = ""
    as_representative: bool = False


def plan(organisation: Organisation, rows: list[Row]) -> list[Planned]:
    """A few queries, however many rows. An address with an account elsewhere is planned like an unknown one."""
    planned = list(_each_by_itself(rows))
    addresses = [each.address for each in planned if each.address]
    here = set(people_of(organisation).filter(email__in=addresses).values_list("email", flat=True))
    invited = set(open_invitations(organisation).filter(email__in=addresses).values_list("email", flat=True))
    left = seats_left(organisation)
    outcomes = []
    for each in planned:
        if each.address in here:
            outcomes.append(Planned(each.row, f"Already at {organisation}."))
        elif each.address in invited:
            outcomes.append(Planned(each.row, "Already invited."))
        elif each.address and left == 0:
            outcomes.append(Planned(each.row, "No seat is left."))
        else:
            outcomes.append(each)
            left = left - 1 if left is not None and each.address else left
    return outcomes


def addresses_to_invite(planned: Iterable[Planned]) -> list[str]:
    return [each.address for each in planned if each.address]


@transaction.atomic
def invite_all(*, organisation: Organisation, rows: list[Row], expected: list[str], by: User) -> list[Invitation]:
    """Invite those of the rows that can be, if they are those whom `by` expects.

    Raises NotYours, TakesNobodyIn, TooManyToday and PlanChanged; then nobody is invited.
    """
    organisation = locked_and_open(own(organisation, by))
    wanted = [each for each in plan(organisation, rows) if each.address]
    if addresses_to_invite(wanted) != expected:
        raise PlanChanged(organisation)
    refuse_too_many(organisation, len(wanted))
    now = timezone.now()
    unanswered_invitations().filter(organisation=organisation, email__in=expected).update(revoked_at=now)
    made = Invitation.objects.bulk_create(
        Invitation(
            organisation=organisation,
            email=each.address,
            first_name=each.row.first_name,
            last_name=each.row.last_name,
            as_representative=each.as_representative,
            invited_by=by,
            invited_at=now,
            expires_at=now + INVITED_FOR,
        )
        for each in wanted
    )
    keys = {f"{INVITATION}:{made_one.pk}:{made_one.nonce}": {"invitation": made_one.pk} for made_one in made}
    post_to_many(message=INVITATION, contexts=keys)
    return made


# --- Between looking and confirming --------------------------------------------------------------------------------


def seal(organisation: Organisation, by: User, planned: list[Planned]) -> str:
    """The list and what was said of it, for the form to carry: whoever confirms cannot have changed it."""
    content = [[list(each.row) for each in planned], addresses_to_invite(planned)]
    return signing.dumps(content, salt=_salt(organisation, by), compress=True)


def unseal(organisation: Organisation, by: User, sealed: str) -> tuple[list[Row], list[str]]:
    """Raises SignatureExpired, and BadSignature for what this person did not see for this organisation."""
    rows, expected = signing.loads(sealed, salt=_salt(organisation, by), max_age=CONFIRM_WITHIN)
    return [Row(*row) for row in rows], expected


def _salt(organisation: Organisation, by: User) -> str:
    return f"membership.bulk:{organisation.pk}:{by.pk}"


# --- What a row says by itself -------------------------------------------------------------------------------------


def _each_by_itself(rows: list[Row]) -> Iterator[Planned]:
    first_at: dict[str, int] = {}
    for row in rows:
        planned = _alone(row)
        if planned.address in first_at:
            planned = Planned(row, f"The same address as in row {first_at[planned.address]}.")
        elif planned.address:
            first_at[planned.address] = row.number
        yield planned


def _alone(row: Row) -> Planned:
    role = row.role.lower()
    if row.has_surplus:
        return Planned(row, "This row has more cells than there are headings.")
    if not row.email:
        return Planned(row, "The email address is missing.")
    if role not in {"", Role.REPRESENTATIVE}:
        return Planned(row, "The role can be representative, or empty.")
    if max(len(row.first_name), len(row.last_name)) > LONGEST_NAME:
        return Planned(row, f"A name has {LONGEST_NAME} characters at most.")
    try:
        plain_words(row.first_name)
        plain_words(row.last_name)
    except ValidationError:
        return Planned(row, "A name has signs that no name has.")
    try:
        address = normal_address(row.email)
    except AddressNotUsable as refusal:
        return Planned(row, str(refusal))
    is_representative = role == Role.REPRESENTATIVE
    said = "Will be invited as a representative." if is_representative else "Will be invited."
    return Planned(row, said, address, as_representative=is_representative)
