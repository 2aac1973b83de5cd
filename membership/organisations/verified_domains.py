"""The mail domains of organisations, as staff look after them: whose a domain is decides whom it lets in."""

from django.db import transaction
from django.utils import timezone

from membership.joining.addresses import domain_of, is_public_mail_domain, normal_address
from membership.models import Organisation, User

from .domains import PublicMailDomain, TakenDomain
from .models import OrganisationDomain


@transaction.atomic
def add_domain(*, organisation: Organisation, domain: str, by: User) -> OrganisationDomain:
    """Staff know that it is theirs, so it is verified. Raises AddressNotUsable, PublicMailDomain and TakenDomain."""
    name = domain_of(normal_address(f"somebody@{domain.strip().removeprefix('@')}"))
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
    domain.refresh_from_db()
    return domain


@transaction.atomic
def remove_domain(*, domain: OrganisationDomain) -> None:
    """Nobody joins by it any more; whoever is in stays in."""
    OrganisationDomain.objects.filter(pk=domain.pk).delete()
