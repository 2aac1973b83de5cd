"""What waits, and on whom: one queryset for each thing that somebody has to decide, the longest waiting first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from membership.joining.models import JoinState
from membership.models import (
    JoinRequest,
    MembershipApplication,
    Organisation,
    OrganisationDomain,
    Recertification,
    Role,
    Standing,
    Tier,
    User,
)
from membership.organisations import lifecycle
from membership.organisations.application_permissions import applications_for, user_can_review_applications
from membership.organisations.models import ApplicationState, ChangeKind, DomainRequest
from membership.organisations.queries import asked_domains, overdue_recertifications
from membership.permissions import user_can_manage_organisations


@dataclass(frozen=True)
class Line:
    """Something that waits. `acts` are (label, address) of what can be done about it."""

    title: str
    url: str
    detail: str
    waits_on: str
    since: datetime
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Queue:
    """`rows` are what a user may see of it; `counted`, those that the alliance itself has to do something about."""

    slug: str
    title: str
    may_see: Callable[[Any], bool]
    rows: Callable[[Any], QuerySet]
    counted: Callable[[Any], QuerySet]
    line: Callable[[Any], Line]


# --- What waits -----------------------------------------------------------------------------------------------------


def companies_to_review(_user: Any = None) -> QuerySet[Organisation]:
    waiting = Organisation.objects.filter(standing=Standing.APPLICANT)
    return waiting.annotate(count=Count("people")).order_by("joined_at", "pk")


def open_applications(user: Any) -> QuerySet[MembershipApplication]:
    """Staff know of those that are only begun, too; nobody reads in them."""
    open_ones = MembershipApplication.objects.filter(state__in=ApplicationState.open_states())
    if not user_can_manage_organisations(user):
        open_ones = open_ones.filter(pk__in=applications_for(user).values("pk"))
    return open_ones.select_related("organisation", "coordinator").order_by("state_since", "pk")


def applications_with_the_alliance(user: Any) -> QuerySet[MembershipApplication]:
    return open_applications(user).exclude(state=ApplicationState.BEGUN)


def join_requests_for_staff(_user: Any = None) -> QuerySet[JoinRequest]:
    waiting = JoinRequest.objects.filter(state=JoinState.WAITING).exclude(Exists(_representatives("organisation")))
    return waiting.select_related("organisation", "person").order_by("asked_at", "pk")


def domains_to_verify(_user: Any = None) -> QuerySet[OrganisationDomain]:
    """Of members. The people of a Pathways company are peers by their addresses: nothing hangs on its domain."""
    became = Max("organisation__changes__at", filter=Q(organisation__changes__kind=ChangeKind.TIER))
    unverified = OrganisationDomain.objects.filter(verified_at=None).exclude(
        Q(organisation__tier__in=[Tier.PATHWAYS, Tier.ALLIANCE]) | Q(organisation__standing=Standing.LEFT)
    )
    since = Coalesce(became, F("organisation__joined_at"))
    return unverified.annotate(since=since).select_related("organisation").order_by("since", "pk")


def organisations_without_representative(_user: Any = None) -> QuerySet[Organisation]:
    """Current ones with people who can sign in, none of whom can act for it."""
    people = User.objects.filter(organisation=OuterRef("pk"), is_active=True)
    current = Organisation.objects.filter(standing=Standing.CURRENT, suspended_at=None).exclude(tier=Tier.ALLIANCE)
    left_alone = current.filter(Exists(people)).exclude(Exists(_representatives("pk")))
    return left_alone.order_by("joined_at", "pk")


def lacks_representative(organisation: Organisation, *, without: User | None = None) -> bool:
    """Whether people there can sign in and none of them can act for it; or could not, `without` this person."""
    people = User.objects.filter(organisation=organisation, is_active=True)
    if without is not None:
        people = people.exclude(pk=without.pk)
    if organisation.tier == Tier.ALLIANCE or not people.exists():
        return False
    return not people.filter(role_assignments__role=Role.REPRESENTATIVE).exists()


def _representatives(organisation: str) -> QuerySet[User]:
    return User.objects.filter(
        organisation=OuterRef(organisation), is_active=True, role_assignments__role=Role.REPRESENTATIVE
    )


# --- As lines -------------------------------------------------------------------------------------------------------


def organisation_url(organisation: Organisation) -> str:
    return reverse("organisations:inspect", args=[organisation.pk])


def _company_line(organisation: Any) -> Line:
    acts = [
        (label, reverse("staff_organisation_standing", args=[organisation.pk, to.value]))
        for to, label in lifecycle.steps_from(organisation).items()
    ]
    people = f"People: {organisation.count}"
    return Line(organisation.name, organisation_url(organisation), people, "Staff", organisation.joined_at, tuple(acts))


def _application_line(application: MembershipApplication) -> Line:
    organisation, state = application.organisation, ApplicationState(application.state)
    coordinator = str(application.coordinator or "A coordinator")
    waits_on = organisation.name if state == ApplicationState.BEGUN else coordinator
    since = application.state_since
    if application.submitted_at is None:
        return Line(organisation.name, organisation_url(organisation), state.label, waits_on, since)
    url = reverse("application_review", args=[application.pk])
    return Line(organisation.name, url, state.label, waits_on, since, (("Read", url),))


def _request_line(request: JoinRequest) -> Line:
    acts = (
        ("Let in", reverse("join_request_accept", args=[request.pk])),
        ("Decline", reverse("join_request_decline", args=[request.pk])),
    )
    person = f"{request.person} ({request.person.email})"
    return Line(
        person, organisation_url(request.organisation), str(request.organisation), "Staff", request.asked_at, acts
    )


def _domain_line(domain: Any) -> Line:
    acts = (
        ("Verify", reverse("domain_verify", args=[domain.pk])),
        ("Remove", reverse("domain_remove", args=[domain.pk])),
    )
    organisation = domain.organisation
    return Line(domain.domain, organisation_url(organisation), organisation.name, "Staff", domain.since, acts)


def _asked_domain_line(asked: DomainRequest) -> Line:
    acts = (
        ("Verify", reverse("asked_domain_grant", args=[asked.pk])),
        ("Dismiss", reverse("asked_domain_dismiss", args=[asked.pk])),
    )
    organisation = asked.organisation
    return Line(asked.domain, organisation_url(organisation), organisation.name, "Staff", asked.asked_at, acts)


def _recertification_line(recertification: Recertification) -> Line:
    organisation = recertification.organisation
    url = organisation_url(organisation)
    waits_on = "Its representatives"
    return Line(organisation.name, url, "Was due", waits_on, recertification.due_at, (("Look", url),))


def _alone_line(organisation: Organisation) -> Line:
    url = organisation_url(organisation)
    return Line(organisation.name, url, "Joined", "Staff", organisation.joined_at, (("Name one", url),))


def _staff_queue(slug: str, title: str, rows: Callable[[Any], QuerySet], line: Callable[[Any], Line]) -> Queue:
    return Queue(slug, title, user_can_manage_organisations, rows, rows, line)


QUEUES: tuple[Queue, ...] = (
    _staff_queue("companies", "Companies to review", companies_to_review, _company_line),
    Queue(
        "applications",
        "Applications for membership",
        user_can_review_applications,
        open_applications,
        applications_with_the_alliance,
        _application_line,
    ),
    _staff_queue(
        "requests", "Requests to join that no representative can decide", join_requests_for_staff, _request_line
    ),
    _staff_queue("domains", "Domains to verify", domains_to_verify, _domain_line),
    _staff_queue(
        "asked-domains", "Domains that representatives name as theirs", lambda _: asked_domains(), _asked_domain_line
    ),
    _staff_queue(
        "confirmations",
        "Yearly confirmations that are overdue",
        lambda _: overdue_recertifications(),
        _recertification_line,
    ),
    _staff_queue(
        "representatives", "Organisations without a representative", organisations_without_representative, _alone_line
    ),
)


def queues_for(user: Any) -> list[Queue]:
    return [queue for queue in QUEUES if queue.may_see(user)]


def waiting_count(user: Any) -> int:
    """How much the alliance itself has to do something about, in one query."""
    first, *others = (_counted(queue.counted(user)) for queue in queues_for(user))
    return sum(first.union(*others, all=True).values_list("number", flat=True))


def _counted(rows: QuerySet) -> QuerySet:
    """One row with their number; none if there are none."""
    ids = rows.order_by().values("pk")
    return (
        rows.model._base_manager.filter(pk__in=ids)
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk"))
        .values("number")
    )
