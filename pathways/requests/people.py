"""Who answers and who coordinates: whom to suggest for a request and why, and who owns it when nobody else does.

Colleagues of the requester are never chosen for it. Coordinators look after the questions of their colleagues, too.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from membership.models import Role, Standing, User

from .models import Away, Barred, ExpertProfile, ExpertRequest
from .queries import COORDINATING
from .states import OPEN, WITH_COORDINATOR, WITH_EXPERT

SUGGESTED_AT_ONCE = 5


@dataclass(frozen=True)
class Suggestion:
    """An expert whom a coordinator could assign, and why. For coordinators alone: it tells of others' work."""

    expert: User
    reason: str


# --- Experts --------------------------------------------------------------------------------------------------------


def experts() -> QuerySet[User]:
    """All who may answer now: active, with the role, at an organisation that is current."""
    current = Q(organisation=None) | Q(organisation__standing=Standing.CURRENT)
    ids = User.objects.filter(current, is_active=True, role_assignments__role=Role.EXPERT).values("pk")
    return User.objects.filter(pk__in=ids)


def assignable_to(request: ExpertRequest) -> QuerySet[User]:
    """Experts and coordinators who may be given it: nobody barred, not the requester, and none of their colleagues."""
    people = User.objects.filter(Q(pk__in=experts().values("pk")) | Q(pk__in=coordinators().values("pk")))
    return _without_colleagues(_without_conflict(people, request), request)


def consultable_on(request: ExpertRequest) -> QuerySet[User]:
    return _besides(request.owner_id, _without_colleagues(_without_conflict(experts(), request), request))


def suggested_experts(
    request: ExpertRequest, *, now: datetime | None = None, most: int = SUGGESTED_AT_ONCE
) -> list[Suggestion]:
    """By topic, not away, under capacity, without conflict; then the fewest open, then the longest idle. One query.

    Empty while the request has no topic.
    """
    if request.topic_id is None:
        return []
    today = _today(now)
    found = (
        consultable_on(request)
        .filter(pk__in=_on_topic_of(request))
        .exclude(pk__in=_away_on(today))
        .annotate(
            open_requests=Count("expert_requests_owned", filter=Q(expert_requests_owned__state__in=WITH_EXPERT)),
            last_taken=Max("expert_requests_owned__owned_since"),
            capacity=F("expert_profile__capacity"),
        )
        .filter(open_requests__lt=F("capacity"))
        .select_related("organisation")
        .order_by("open_requests", F("last_taken").asc(nulls_first=True), "pk")
    )
    return [Suggestion(person, _reason(person, request)) for person in found[:most]]


def _reason(person: User, request: ExpertRequest) -> str:
    open_requests, capacity, last = (getattr(person, name) for name in ("open_requests", "capacity", "last_taken"))
    idle = f"took the last one on {date_format(last, 'j F')}" if last else "has had none yet"
    return f"Answers on {request.topic}, has {open_requests} of at most {capacity} open, and {idle}."


def _on_topic_of(request: ExpertRequest) -> QuerySet:
    topic = request.topic
    assert topic is not None, "asked for a request with a topic"  # noqa: S101  for the types
    above = {topic.pk, topic.parent_id} - {None}
    return ExpertProfile.objects.filter(topics__in=above).values("person")


# --- Coordinators ---------------------------------------------------------------------------------------------------


def coordinators() -> QuerySet[User]:
    """All who may coordinate now. Superusers are the last resort."""
    current = Q(organisation=None) | Q(organisation__standing=Standing.CURRENT)
    ids = User.objects.filter(current, role_assignments__role__in=COORDINATING).values("pk")
    return User.objects.filter(Q(pk__in=ids) | Q(is_superuser=True), is_active=True)


def coordinator_for(request: ExpertRequest, *, besides: User | None = None, now: datetime | None = None) -> User | None:
    """Who owns it when nobody else does: a coordinator, else staff, else a superuser; of them, who has the fewest.

    Never anybody barred, nor the requester. Those who are away only if all are. None if there is nobody.
    """
    candidates = _besides(besides.pk if besides else None, _without_conflict(coordinators(), request))
    away = _away_on(_today(now))
    for among in (candidates.exclude(pk__in=away), candidates.filter(pk__in=away)):
        for rank in (
            Q(pk__in=_with_role(Role.COORDINATOR)),
            Q(pk__in=_with_role(Role.STAFF)),
            Q(is_superuser=True),
        ):
            fewest = Count("expert_requests_owned", filter=Q(expert_requests_owned__state__in=OPEN))
            chosen = among.filter(rank).annotate(open_requests=fewest).order_by("open_requests", "pk").first()
            if chosen is not None:
                return chosen
    return None


def is_away(person: User, *, now: datetime | None = None) -> bool:
    return _away_on(_today(now)).filter(person=person.pk).exists()


def may_own(person: User, request: ExpertRequest) -> bool:
    """Whether they could own it as it is now, be they away or not."""
    if may_coordinate(person, request):
        return True
    return request.state not in WITH_COORDINATOR and assignable_to(request).filter(pk=person.pk).exists()


def may_coordinate(person: User, request: ExpertRequest) -> bool:
    return _without_conflict(coordinators(), request).filter(pk=person.pk).exists()


def away_now(now: datetime) -> QuerySet:
    """The ids of those who are away."""
    return _away_on(_today(now))


def away_dates() -> QuerySet[Away]:
    """Everybody's, now and to come, the first ones first."""
    return Away.objects.filter(last_day__gte=timezone.localdate()).order_by("first_day", "pk")


def _with_role(role: Role) -> QuerySet:
    return User.objects.filter(role_assignments__role=role).values("pk")


def _without_conflict(people: QuerySet[User], request: ExpertRequest) -> QuerySet[User]:
    barred = Barred.objects.filter(request=request)
    by_company = barred.filter(organisation__isnull=False).values("organisation")
    unbarred = people.exclude(pk__in=barred.filter(person__isnull=False).values("person")).exclude(
        organisation__isnull=False, organisation__in=by_company
    )
    return _besides(request.requester_id, unbarred)


def _without_colleagues(people: QuerySet[User], request: ExpertRequest) -> QuerySet[User]:
    """Of the requester: where they were when they sent it, and where they are now."""
    now = User.objects.filter(expert_requests=request.pk, organisation__isnull=False).values("organisation")
    asking = Q(organisation=request.organisation_id) | Q(organisation__in=now)
    return people.exclude(asking, organisation__isnull=False)


def _besides(person_id: int | None, people: QuerySet[User]) -> QuerySet[User]:
    return people if person_id is None else people.exclude(pk=person_id)


def _away_on(day: date) -> QuerySet:
    return Away.objects.filter(first_day__lte=day, last_day__gte=day).values("person")


def _today(now: datetime | None) -> date:
    return timezone.localdate(now)
