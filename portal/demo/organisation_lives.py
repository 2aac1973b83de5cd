"""How the companies of the demonstration came, who wants to join them, what waits for staff. All is illustrative."""

import datetime

from django.utils import timezone

from membership import services as people
from membership.joining import services as joining
from membership.models import Organisation, OrganisationChange, OrganisationDomain, Role, Standing, Tier, User
from membership.organisations import applications
from membership.organisations.domains import add_domain
from membership.organisations.models import ChangeKind

from .organisations import ALL_ORGANISATIONS

STAFF = "marta.ilves@alliance.example"
COORDINATOR = "coordinator@demo.example"

# When each company came.
JOINED: dict[str, datetime.date] = {
    "larkspan": datetime.date(2021, 6, 1),
    "quillmere-cloud": datetime.date(2021, 6, 1),
    "nonagon-play": datetime.date(2022, 3, 14),
    "velloquy": datetime.date(2024, 2, 5),
    "findlewick": datetime.date(2021, 9, 20),
    "murmurine": datetime.date(2023, 5, 8),
    "pebblecast": datetime.date(2023, 11, 13),
    "tidewell-pay": datetime.date(2024, 6, 3),
    "hearthlark-dating": datetime.date(2024, 9, 16),
    "sproutslate": datetime.date(2025, 4, 7),
    "chatterfig": datetime.date(2025, 10, 27),
    "boxwren": datetime.date(2026, 2, 9),
}

# What happened since: company, when, what, from, to, why.
SINCE: tuple[tuple[str, datetime.date, ChangeKind, str, str, str], ...] = (
    ("findlewick", datetime.date(2023, 1, 16), ChangeKind.TIER, "associate", "cornerstone", "Leads the search work"),
    ("velloquy", datetime.date(2025, 1, 13), ChangeKind.TIER, "pathways", "cornerstone", "Application accepted"),
    ("pebblecast", datetime.date(2025, 1, 7), ChangeKind.STANDING, "current", "lapsed", "Renewal not signed in time"),
    ("pebblecast", datetime.date(2025, 2, 24), ChangeKind.STANDING, "lapsed", "current", "Renewal signed"),
    ("hearthlark-dating", datetime.date(2025, 8, 4), ChangeKind.SUSPENDED, "", "", "Shared sign-in, being cleared up"),
    ("hearthlark-dating", datetime.date(2025, 8, 6), ChangeKind.REINSTATED, "", "", "Everybody has their own account"),
)
CAME_AS = {"findlewick": "associate", "velloquy": "pathways"}

SAID: dict[str, str] = {
    "product-at-risk": (
        "Sproutslate is a whiteboard for classes. Pupils of 8 to 16 draw and write together and can message each other; "
        "somebody could pass as a pupil and contact a child."
    ),
    "own-service": "We build and run it ourselves, on rented servers. Schools are our customers.",
    "published-ban": (
        "Our community rules forbid the sexual exploitation and abuse of children in any form, including drawings and "
        "generated pictures. They stand at sproutslate.example/rules."
    ),
    "acts-on-reports": (
        "Pupils and teachers report from every board. Two people read reports on each school day; what may be a crime "
        "goes to the hotline the same day, and the account is frozen."
    ),
    "rights-and-openness": "We publish how many reports we get, once a year, and meet two children's charities each term.",
    "takes-part": "Bea Tolliver and our lead engineer would join the groups on tools and on transparency.",
}
CONFIRMED = ("product-at-risk", "own-service", "published-ban")


def load_lives() -> None:
    """Expects the organisations and people of the demonstration."""
    staff = User.objects.get(email=STAFF)
    _domains(staff)
    _history(staff)
    _founders()
    _company_to_review()
    _application()
    _ways_in()


def _domains(staff: User) -> None:
    """Those of members are verified. A Pathways company has one because its people have proved addresses there."""
    for demo in ALL_ORGANISATIONS:
        organisation = Organisation.objects.get(slug=demo.slug)
        if Tier(organisation.tier).is_member:
            add_domain(organisation=organisation, domain=demo.domain, by=staff)
        else:
            OrganisationDomain.objects.create(organisation=organisation, domain=demo.domain)


def _history(staff: User) -> None:
    """Dated back: the services write what happens now."""
    for slug, date in JOINED.items():
        organisation = Organisation.objects.get(slug=slug)
        came = organisation.changes.filter(kind=ChangeKind.JOINED)
        came.update(at=_noon(date), after=CAME_AS.get(slug, organisation.tier))
        organisation.joined_at = _noon(date)
        if Tier(organisation.tier).is_member:
            organisation.certified_at = timezone.now() - datetime.timedelta(days=120)
        organisation.save(update_fields=["joined_at", "certified_at"])
    OrganisationChange.objects.bulk_create(
        OrganisationChange(
            organisation=Organisation.objects.get(slug=slug),
            at=_noon(date),
            kind=kind,
            before=before,
            after=after,
            reason=reason,
            by=staff,
        )
        for slug, date, kind, before, after, reason in SINCE
    )


def _founders() -> None:
    for email in ("bea.tolliver@sproutslate.example", "arjun.moss@chatterfig.example", "freya.donk@boxwren.example"):
        people.assign_role(person=User.objects.get(email=email), role=Role.REPRESENTATIVE)


def _company_to_review() -> None:
    company = people.add_organisation(
        name="Quibblenest", slug="quibblenest", tier=Tier.PATHWAYS, sector="forums", standing=Standing.APPLICANT
    )
    OrganisationDomain.objects.create(organisation=company, domain="quibblenest.example")
    founder = people.add_person(
        email="wren.halloway@quibblenest.example", first_name="Wren", last_name="Halloway", organisation=company
    )
    people.assign_role(person=founder, role=Role.REPRESENTATIVE)


def _application() -> None:
    """Sproutslate wants to become a member, and is half way through."""
    bea = User.objects.get(email="bea.tolliver@sproutslate.example")
    coordinator = User.objects.get(email=COORDINATOR)
    sproutslate = Organisation.objects.get(slug="sproutslate")
    application = applications.begin_application(organisation=sproutslate, by=bea)
    for key, said in SAID.items():
        applications.say_step(application=application, key=key, said=said, by=bea)
    applications.submit_application(application=application, by=bea, message="We would like to start in the new year.")
    applications.take_application(application=application, coordinator=coordinator, by=coordinator)
    for key in CONFIRMED:
        applications.confirm_step(application=application, key=key, by=coordinator)


def _ways_in() -> None:
    """Requests to join, one of which nobody but staff can decide, and invitations that are open."""
    for email, first_name, last_name in (
        ("ottilie.crane@quillmere.example", "Ottilie", "Crane"),
        ("femi.lockhart@pebblecast.example", "Femi", "Lockhart"),
    ):
        person = people.add_person(email=email, first_name=first_name, last_name=last_name)
        joining.ask_to_join(person=person)
    ray = User.objects.get(email="representative@demo.example")
    quillmere = Organisation.objects.get(slug="quillmere-cloud")
    joining.invite(organisation=quillmere, email="saskia.borrow@quillmere.example", by=ray)
    hana = User.objects.get(email="hana.vesterby@nonagon.example")
    nonagon = Organisation.objects.get(slug="nonagon-play")
    joining.invite(organisation=nonagon, email="ilir.quist@nonagon.example", by=hana, as_representative=True)


def _noon(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time(12, tzinfo=datetime.UTC))
