"""From whom a requester keeps a question, as they write it: a domain or an address in each line.

Who is a member is not for everybody to know, so nobody is offered a list to choose from, and what a line matches is
told to nobody: a known line and an unknown one are taken alike. Lines are read again whenever the question is saved or
sent, and afterwards by the clock, so that they also hold for whoever joins later.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.functions import Lower, StrIndex, Substr

from membership.joining.addresses import (
    AddressNotUsable,
    domain_of,
    is_public_mail_domain,
    normal_address,
    normal_domain,
)
from membership.models import OrganisationDomain, Tier, User

MOST_LINES = 50


@dataclass(frozen=True)
class Lines:
    """`unusable` are neither; `anybodys` are domains at which anybody can have an address."""

    domains: frozenset[str]
    addresses: frozenset[str]
    unusable: tuple[str, ...] = ()
    anybodys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """The ids of organisations and people, as the portal knows them now."""

    organisations: frozenset[int]
    people: frozenset[int]
    is_alliance: bool = False


def lines_of(text: str) -> Lines:
    """Also as people copy them: with `@` or `https://www.` before a domain. What is beyond `MOST_LINES` is not read."""
    domains, addresses = set(), set()
    unusable, anybodys = [], []
    for line in [line.strip(" \t,;") for line in text.splitlines() if line.strip(" \t,;")][:MOST_LINES]:
        try:
            if "@" in line.removeprefix("@"):
                addresses.add(normal_address(line))
                continue
            domain = normal_domain(_host(line))
        except AddressNotUsable:
            unusable.append(line)
            continue
        if is_public_mail_domain(domain):
            anybodys.append(line)
        else:
            domains.add(domain)
    return Lines(frozenset(domains), frozenset(addresses), tuple(unusable), tuple(anybodys))


def _host(line: str) -> str:
    host = line.removeprefix("https://").removeprefix("http://").partition("/")[0]
    return host.removeprefix("www.")


def named_in(texts: Iterable[str]) -> list[Named]:
    """Whom each of these names. Two queries for all of them.

    An organisation is known by its domains, as in `membership.joining.queries.owner_of`; whoever is elsewhere, or
    nowhere yet, by an address at one of them. The alliance is not named by its domain, and neither are its people.
    """
    written = [lines_of(text) for text in texts]
    owners = _owners_of(frozenset().union(*(lines.domains for lines in written)))
    people = _people_at(
        frozenset().union(*(lines.domains for lines in written)),
        frozenset().union(*(lines.addresses for lines in written)),
    )
    return [_named(lines, owners, people) for lines in written]


Owner = tuple[str, int, str]  # domain, organisation, tier
Person = tuple[int, str, int | None, str | None]  # person, address, organisation, tier


def _owners_of(domains: frozenset[str]) -> list[Owner]:
    known = Q(verified_at__isnull=False) | Q(organisation__tier=Tier.PATHWAYS)
    rows = OrganisationDomain.objects.filter(known, domain__in=domains)
    return list(rows.values_list("domain", "organisation", "organisation__tier"))


def _people_at(domains: frozenset[str], addresses: frozenset[str]) -> list[Person]:
    address = Lower("email")
    known = User.objects.annotate(address=address, at=Substr(address, StrIndex(address, Value("@")) + 1))
    rows = known.filter(Q(address__in=addresses) | Q(at__in=domains))
    return list(rows.values_list("pk", "address", "organisation", "organisation__tier"))


def _named(lines: Lines, owners: list[Owner], people: list[Person]) -> Named:
    companies = {organisation: tier for domain, organisation, tier in owners if domain in lines.domains}
    by_address = {person for person, address, _, _ in people if address in lines.addresses}
    by_domain = {
        person: tier
        for person, address, organisation, tier in people
        if domain_of(address) in lines.domains and organisation not in companies
    }
    return Named(
        organisations=frozenset(company for company, tier in companies.items() if tier != Tier.ALLIANCE),
        people=frozenset(by_address | {person for person, tier in by_domain.items() if tier != Tier.ALLIANCE}),
        is_alliance=Tier.ALLIANCE in {*companies.values(), *by_domain.values()},
    )
