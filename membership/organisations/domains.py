"""Mail domains that representatives name as theirs, until staff have checked them.

To ask takes a domain from nobody and is answered alike whoever has it.
"""

from django.db import transaction
from django.utils import timezone

from membership.joining.addresses import is_public_mail_domain
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
    taken = OrganisationDomain.objects.filter(domain=request.domain).exclude(organisation=request.organisation_id)
    if taken.exists():
        raise TakenDomain(request)
    verified = {"verified_at": timezone.now(), "verified_by": by}
    domain, _ = OrganisationDomain.objects.update_or_create(
        domain=request.domain, organisation=request.organisation, defaults=verified
    )
    request.delete()
    return domain


@transaction.atomic
def dismiss_domain(*, request: DomainRequest) -> None:
    """Staff have found that it is not theirs."""
    request.delete()
