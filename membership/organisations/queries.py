"""What representatives and staff read of an organisation. Whoever calls has asked `permissions.py` first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from membership.models import Organisation, Role, RoleAssignment, User

from .models import Confirmation, DomainRequest, Recertification


def people_of(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(organisation=organisation)


def roster(organisation: Organisation, words: str = "") -> QuerySet[User]:
    """Everyone of the organisation, with their roles. Each of the words stands in a name, address or job title."""
    found = people_of(organisation)
    for word in words.split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(job_title__icontains=word)
        )
    return found.prefetch_related("role_assignments").order_by("last_name", "first_name", "email")


# --- Domains -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Domain:
    """`verified_at` is None while the alliance has not checked it."""

    domain: str
    verified_at: datetime | None


def domains_of(organisation: Organisation) -> list[Domain]:
    """Its own, and those that it asked for. Whether another organisation has one of these does not show."""
    own = {row.domain: row.verified_at for row in organisation.domains.all()}
    asked = DomainRequest.objects.filter(organisation=organisation).values_list("domain", flat=True)
    return [Domain(name, at) for name, at in sorted((dict.fromkeys(asked) | own).items())]


def asked_domains() -> QuerySet[DomainRequest]:
    """For staff: what representatives want checked, the oldest first."""
    return DomainRequest.objects.select_related("organisation", "asked_by").order_by("asked_at", "pk")


# --- Yearly confirmation -------------------------------------------------------------------------------------------


def open_recertification(organisation: Organisation) -> Recertification | None:
    return Recertification.objects.filter(organisation=organisation, closed_at=None).first()


def open_recertifications() -> QuerySet[Recertification]:
    return Recertification.objects.filter(closed_at=None).select_related("organisation").order_by("due_at", "pk")


def overdue_recertifications() -> QuerySet[Recertification]:
    """For staff: their time has run out, and no representative has confirmed anybody. The oldest first."""
    return open_recertifications().filter(due_at__lte=timezone.now())


def people_to_confirm(recertification: Recertification) -> QuerySet[User]:
    """Who was in when it opened and still is. Representatives answer for others, and superusers to nobody here."""
    was_in = {"organisation": recertification.organisation_id, "organisation_since__lt": recertification.opened_at}
    return confirmable_people().filter(**was_in).order_by("last_name", "first_name", "email")


def confirmable_people() -> QuerySet[User]:
    represents = RoleAssignment.objects.filter(person=OuterRef("pk"), role=Role.REPRESENTATIVE)
    return User.objects.filter(suspended_at=None, is_superuser=False).exclude(Exists(represents))


def unconfirmed_people(recertification: Recertification) -> QuerySet[User]:
    confirmed = Confirmation.objects.filter(recertification=recertification, person=OuterRef("pk"))
    return people_to_confirm(recertification).exclude(Exists(confirmed))
