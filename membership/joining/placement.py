"""Where somebody belongs who has just proved an address: with colleagues who are here, or with a company of theirs."""

from itertools import count

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from membership import services as people
from membership.models import JoinPolicy, Organisation, OrganisationDomain, Role, Standing, Tier, User

from .addresses import domain_of
from .queries import door_for, open_invitations_to, owner_of
from .services import TakesNobodyIn, ask_to_join

LONGEST_NAME = 200  # of an organisation


@transaction.atomic
def place(*, person: User, company: str) -> User:
    """An invitation goes before all else, and is theirs to accept. Then whoever owns the domain decides."""
    if open_invitations_to(person.email).exists():
        return person
    if owner_of(domain_of(person.email)) is None:
        try:
            with transaction.atomic():
                return found_company(person=person, name=company)
        except IntegrityError:  # a colleague has founded it a moment ago
            person.refresh_from_db()
    door = door_for(person)
    if door is None:
        return person
    is_deserted = door.organisation.tier == Tier.PATHWAYS and not door.organisation.people.exists()
    try:
        person = ask_to_join(person=person)
    except TakesNobodyIn:  # since a moment ago
        return person
    if is_deserted and person.organisation is not None:
        people.assign_role(person=person, role=Role.REPRESENTATIVE)
    return person


@transaction.atomic
def found_company(*, person: User, name: str) -> User:
    """A Pathways company of which they are the first person, and so its representative.

    The domain stands in the name, always: it is the one thing that is proven, and whether another company has the name
    is nobody's to learn.
    """
    domain = domain_of(person.email)
    organisation = people.add_organisation(
        **_free_name(name, domain),
        tier=Tier.PATHWAYS,
        standing=Standing.APPLICANT if settings.PATHWAYS_ENROLMENT == "review" else Standing.CURRENT,
        by=person,
    )
    # Colleagues at a startup are peers, until one of them decides otherwise.
    Organisation.objects.filter(pk=organisation.pk).update(join_policy=JoinPolicy.AUTOMATIC)
    if not OrganisationDomain.objects.filter(domain=domain).exists():  # or somebody claims it, without proof
        OrganisationDomain.objects.create(organisation=organisation, domain=domain)
    people.move_person(person=person, organisation=organisation)
    people.assign_role(person=person, role=Role.REPRESENTATIVE)
    return person


def _free_name(name: str, domain: str) -> dict[str, str]:
    for number in count(1):
        ending = f" ({domain})" if number == 1 else f" ({domain}, {number})"
        full = name[: LONGEST_NAME - len(ending)] + ending
        slug = slugify(full)[:LONGEST_NAME]
        if not Organisation.objects.filter(Q(name__iexact=full) | Q(slug=slug)).exists():
            return {"name": full, "slug": slug}
    raise AssertionError("count() ends nowhere")
