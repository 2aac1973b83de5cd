"""The life of an organisation: applicant → Pathways → member of a tier; lapse, return, suspension, leaving.

Each step is one transaction that writes the step into the dated history, and to the representatives. What follows from
it, groups and `is_active`, is derived in the same transaction by receivers in `signal_handlers.py`. The table is drawn
in docs/membership.md.
"""

from django.db import transaction
from django.utils import timezone

from membership.models import JoinPolicy, Organisation, Standing, Tier, User

from .letters import tell_representatives
from .models import ChangeKind, OrganisationChange

# What a standing may become, and what that step is called for whoever takes it.
TRANSITIONS: dict[Standing, dict[Standing, str]] = {
    Standing.APPLICANT: {Standing.CURRENT: "Accept", Standing.LEFT: "Turn away"},
    Standing.CURRENT: {Standing.LAPSED: "Lapse", Standing.LEFT: "Leave"},
    Standing.LAPSED: {Standing.CURRENT: "Renew", Standing.LEFT: "Leave"},
    Standing.LEFT: {Standing.CURRENT: "Return"},
}


class TheAllianceStays(Exception):
    """It would lock out everyone who could undo it; and nobody else becomes the alliance."""


class NoSuchStep(Exception):
    """An organisation in this standing cannot take this step."""


class OnlyWhileCurrent(Exception):
    """A tier changes only while the organisation is current."""


@transaction.atomic
def change_standing(
    *, organisation: Organisation, to: Standing, by: User | None = None, reason: str = ""
) -> Organisation:
    """Raises NoSuchStep, and TheAllianceStays."""
    organisation = _locked(organisation)
    if organisation.tier == Tier.ALLIANCE:
        raise TheAllianceStays(organisation)
    before = Standing(organisation.standing)
    if to not in TRANSITIONS[before]:
        raise NoSuchStep(before, to)
    organisation.standing = to
    organisation.save(update_fields=["standing"])
    _write(organisation, ChangeKind.STANDING, before=before, after=to, by=by, reason=reason)
    return organisation


@transaction.atomic
def change_tier(*, organisation: Organisation, tier: Tier, by: User | None = None, reason: str = "") -> Organisation:
    """Nothing happens if it has this tier. Raises OnlyWhileCurrent, and TheAllianceStays."""
    organisation = _locked(organisation)
    before = Tier(organisation.tier)
    if tier == before:
        return organisation
    if Tier.ALLIANCE in {tier, before}:
        raise TheAllianceStays(organisation)
    if organisation.standing != Standing.CURRENT:
        raise OnlyWhileCurrent(organisation)
    organisation.tier = tier
    if before == Tier.PATHWAYS and organisation.join_policy == JoinPolicy.AUTOMATIC:
        organisation.join_policy = JoinPolicy.ASK  # what its people find is worth more from now on
    organisation.save(update_fields=["tier", "join_policy"])
    _write(organisation, ChangeKind.TIER, before=before, after=tier, by=by, reason=reason)
    return organisation


@transaction.atomic
def suspend_organisation(*, organisation: Organisation, by: User | None = None, reason: str = "") -> Organisation:
    """Keep all of its people out, from their next request on. A second suspension keeps the time of the first.

    Raises TheAllianceStays.
    """
    organisation = _locked(organisation)
    if organisation.tier == Tier.ALLIANCE:
        raise TheAllianceStays(organisation)
    if organisation.suspended_at is None:
        organisation.suspended_at = timezone.now()
        organisation.save(update_fields=["suspended_at"])
        _write(organisation, ChangeKind.SUSPENDED, by=by, reason=reason)
    return organisation


@transaction.atomic
def reinstate_organisation(*, organisation: Organisation, by: User | None = None, reason: str = "") -> Organisation:
    """Let its people in again, except those who are suspended themselves."""
    organisation = _locked(organisation)
    if organisation.suspended_at is not None:
        organisation.suspended_at = None
        organisation.save(update_fields=["suspended_at"])
        _write(organisation, ChangeKind.REINSTATED, by=by, reason=reason)
    return organisation


def write_joined(*, organisation: Organisation, by: User | None = None) -> OrganisationChange:
    """The first line of its history."""
    return _write(organisation, ChangeKind.JOINED, after=Tier(organisation.tier), by=by)


def steps_from(organisation: Organisation) -> dict[Standing, str]:
    """The steps that it can take now, with their names; none for the alliance itself."""
    return {} if organisation.tier == Tier.ALLIANCE else TRANSITIONS[Standing(organisation.standing)]


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _write(
    organisation: Organisation,
    kind: ChangeKind,
    *,
    before: str = "",
    after: str = "",
    by: User | None = None,
    reason: str = "",
) -> OrganisationChange:
    change = OrganisationChange.objects.create(
        organisation=organisation, kind=kind, before=str(before), after=str(after), by=by, reason=reason
    )
    tell_representatives(change)
    return change
