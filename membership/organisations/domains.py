"""The mail domains of organisations: whose a domain is decides whom it lets in.

Representatives name those that are theirs, and staff check them. To ask takes a domain from nobody, and is answered
alike whoever has it.
"""

from django.db import transaction
from django.utils import timezone

from membership.joining.addresses import is_public_mail_domain, normal_domain
from membership.models import Organisation, User

from .models import DomainRequest, OrganisationDomain
from .services import own


class PublicMailDomain(Exception):
    """Anybody can have an address there, so it says nothing of where they work."""


class AlreadyYours(Exception):
    """The alliance has checked it, and it is this organisation's."""


class TooManyDomains(Exception):
    """So many wait to be checked that staff should first get to them."""


class TakenDomain(Exception):
    """Another organisation has it. For staff alone."""


MOST_WAITING = 20


@transaction.atomic
def ask_for_domain(*, organisation: Organisation, domain: str, by: User) -> DomainRequest:
    """`domain` as `joining.addresses` writes it. A second time changes nothing.

    Raises NotYours, PublicMailDomain, AlreadyYours and TooManyDomains.
    """
    organisation = own(organisation, by)
    if is_public_mail_domain(domain):
        raise PublicMailDomain(domain)
    if organisation.domains.filter(domain=domain).exclude(verified_at=None).exists():
        raise AlreadyYours(domain)
    waiting = DomainRequest.objects.filter(organisation=organisation)
    if waiting.exclude(domain=domain).count() >= MOST_WAITING:
        raise TooManyDomains(organisation)
    return waiting.get_or_create(organisation=organisation, domain=domain, defaults={"asked_by": by})[0]


@transaction.atomic
def grant_domain(*, request: DomainRequest, by: User) -> OrganisationDomain:
    """Staff have checked that the domain is the organisation's. Raises TakenDomain."""
    return add_domain(organisation=request.organisation, domain=request.domain, by=by)


@transaction.atomic
def dismiss_domain(*, request: DomainRequest) -> None:
    """Staff have found that it is not theirs."""
    request.delete()


# --- What staff do by themselves -----------------------------------------------------------------------------------


@transaction.atomic
def add_domain(*, organisation: Organisation, domain: str, by: User) -> OrganisationDomain:
    """Staff know that it is theirs, so it is verified. Raises AddressNotUsable, PublicMailDomain and TakenDomain."""
    name = normal_domain(domain)
    if is_public_mail_domain(name):
        raise PublicMailDomain(name)
    owned, _ = OrganisationDomain.objects.select_for_update().get_or_create(
        domain=name, defaults={"organisation": organisation}
    )
    if owned.organisation_id != organisation.pk:
        raise TakenDomain(name)
    return verify_domain(domain=owned, by=by)


@transaction.atomic
def verify_domain(*, domain: OrganisationDomain, by: User) -> OrganisationDomain:
    """From now on people with an address there can ask to join. A second time keeps the first."""
    unverified = OrganisationDomain.objects.filter(pk=domain.pk, verified_at=None)
    unverified.update(verified_at=timezone.now(), verified_by=by)
    DomainRequest.objects.filter(organisation=domain.organisation_id, domain=domain.domain).delete()
    domain.refresh_from_db()
    return domain


@transaction.atomic
def remove_domain(*, domain: OrganisationDomain) -> None:
    """Nobody joins by it any more; whoever is in stays in."""
    OrganisationDomain.objects.filter(pk=domain.pk).delete()
