"""Who may know of which request. Everything that shows, counts, finds or mails one compiles from `readable_by`.

Barred wins over everything but being the requester. Colleagues of the requester do not find it in their queues, whether
they are at the company where it was sent from or at the one where the requester is now.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Window
from django.utils import timezone

from content.models import Topic
from membership.models import Role, Standing, User

from .models import Barred, Consultation, ExpertProfile, ExpertRequest, RequestEvent
from .states import UNSENT, Party, State
from .voices import signed

COORDINATING = frozenset({Role.COORDINATOR, Role.STAFF})
# For so long whoever was too late is told that it is taken, and not that there is no such request.
JUST_LEFT = timedelta(hours=1)


@dataclass(frozen=True)
class Reader:
    """What of a person decides which requests they read, as the database has it now."""

    person_id: int
    organisation_id: int | None
    is_superuser: bool
    is_coordinator: bool
    is_expert: bool


Whoever = User | AnonymousUser | Reader


def reader_of(user: Whoever) -> Reader | None:
    """None for whoever reads nothing: nobody signed in, or somebody suspended. One query.

    Experts answer, and coordinators coordinate, while their organisation is current. A page that shows several lists
    asks for its Reader once, and gives that to each of them.
    """
    if isinstance(user, Reader):
        return user
    if user.pk is None:
        return None
    rows = list(
        User.objects.filter(pk=user.pk, is_active=True).values_list(
            "organisation", "organisation__standing", "is_superuser", "role_assignments__role"
        )
    )
    if not rows:
        return None
    organisation_id, standing, is_superuser, _ = rows[0]
    roles = {role for *_, role in rows}
    is_current = standing in {None, Standing.CURRENT}  # none without an organisation
    return Reader(
        person_id=user.pk,
        organisation_id=organisation_id,
        is_superuser=is_superuser,
        is_coordinator=is_superuser or (is_current and bool(roles & COORDINATING)),
        is_expert=is_current and Role.EXPERT in roles,
    )


# --- The one queryset -----------------------------------------------------------------------------------------------

# Its words passed the guard, and were sent.
SENT = Q(submitted_at__isnull=False) & ~Q(state__in=UNSENT)
# As `states.OPEN` says: the database refuses open requests without a date, and others with one. Open by date: an index.
IS_OPEN = Q(next_action_at__isnull=False)
NONE = Q(pk__in=[])


def readable_by(user: Whoever) -> QuerySet[ExpertRequest]:
    """All requests whose words this person may read. Nobody but the requester reads what was not sent."""
    reader = reader_of(user)
    if reader is None:
        return ExpertRequest.objects.none()
    if reader.is_superuser:
        return ExpertRequest.objects.all()
    others = _as_coordinator(reader) | _as_owner(reader) | _as_consulted(reader) | _in_queue(reader)
    return ExpertRequest.objects.filter(Q(requester=reader.person_id) | (others & _not_barred(reader) & SENT))


def can_read_request(user: User | AnonymousUser, request: ExpertRequest) -> bool:
    return readable_by(user).filter(pk=request.pk).exists()


def _as_coordinator(reader: Reader) -> Q:
    return ~NONE if reader.is_coordinator else NONE


def _as_owner(reader: Reader) -> Q:
    return Q(owner=reader.person_id) if reader.is_expert or reader.is_coordinator else NONE


def _as_consulted(reader: Reader) -> Q:
    asked = Consultation.objects.filter(expert=reader.person_id)
    return Q(IS_OPEN, pk__in=asked.values("request")) & _of_others(reader) if reader.is_expert else NONE


def _in_queue(reader: Reader) -> Q:
    return Q(state=State.TRIAGED) & _on_topics(reader) & _not_barred(reader) & _of_others(reader)


def _on_topics(reader: Reader) -> Q:
    """Whoever answers on a topic answers on those below it."""
    if not reader.is_expert:
        return NONE
    own = ExpertProfile.topics.through.objects.filter(expertprofile__person=reader.person_id).values("topic")
    return Q(topic__in=Topic.objects.filter(Q(pk__in=own) | Q(parent__in=own)).values("pk"))


def _of_others(reader: Reader) -> Q:
    """Neither their own question nor a colleague's."""
    own = Q(requester__isnull=False, requester=reader.person_id)
    if reader.organisation_id is None:
        return ~own
    colleagues = User.objects.filter(organisation=reader.organisation_id).values("pk")
    theirs = Q(organisation__isnull=False, organisation=reader.organisation_id)
    return ~own & ~theirs & ~Q(requester__isnull=False, requester__in=colleagues)


def _not_barred(reader: Reader) -> Q:
    barred = Q(person=reader.person_id)
    if reader.organisation_id is not None:
        barred |= Q(organisation=reader.organisation_id)
    return ~Q(pk__in=Barred.objects.filter(barred).values("request"))


# --- Lists ----------------------------------------------------------------------------------------------------------


def own_requests(user: User | AnonymousUser) -> QuerySet[ExpertRequest]:
    """What this person has asked, drafts included, the newest first."""
    if reader_of(user) is None:
        return ExpertRequest.objects.none()
    shown = ("topic", "owner__organisation", "owner__expert_profile", "organisation", "requester")
    return ExpertRequest.objects.filter(requester=user.pk).select_related(*shown)


def claimable_by(user: Whoever) -> QuerySet[ExpertRequest]:
    """What this expert could take now, the oldest first."""
    reader = reader_of(user)
    if reader is None:
        return ExpertRequest.objects.none()
    found = ExpertRequest.objects.filter(_in_queue(reader), SENT).order_by("submitted_at", "pk")
    return found.select_related("topic", "organisation", "owner__organisation", "requester")


def on_hand_of(expert: Whoever) -> QuerySet[ExpertRequest]:
    """What they have, and what they are asked for their view on; by date."""
    reader = reader_of(expert)
    if reader is None:
        return ExpertRequest.objects.none()
    on_hand = _as_owner(reader) | _as_consulted(reader)
    return _by_date(ExpertRequest.objects.filter(on_hand, _not_barred(reader), SENT, _not_theirs(reader)))


def queue_of(expert: User | AnonymousUser) -> QuerySet[ExpertRequest]:
    """An expert's page: theirs, those that they are consulted on, and those that they could take; by date."""
    reader = reader_of(expert)
    if reader is None:
        return ExpertRequest.objects.none()
    in_queue = _as_owner(reader) | _as_consulted(reader) | _in_queue(reader)
    return _by_date(ExpertRequest.objects.filter(in_queue, _not_barred(reader), SENT, _not_theirs(reader)))


def desk_of(coordinator: Whoever) -> QuerySet[ExpertRequest]:
    """All open requests that a coordinator looks after, by date. What is held stands beside it: `held_beside`."""
    return _by_date(looked_after_by(coordinator))


def looked_after_by(coordinator: Whoever) -> QuerySet[ExpertRequest]:
    """Open or ended, for figures. Nothing that they asked themselves, so that no figure tells who answers it."""
    reader = reader_of(coordinator)
    if reader is None or not reader.is_coordinator:
        return ExpertRequest.objects.none()
    return ExpertRequest.objects.filter(_not_barred(reader), SENT, _not_theirs(reader))


def _not_theirs(reader: Reader) -> Q:
    return ~Q(requester__isnull=False, requester=reader.person_id)


def _by_date(requests: QuerySet[ExpertRequest]) -> QuerySet[ExpertRequest]:
    shown = ("topic", "organisation", "owner__organisation", "requester__organisation")
    return requests.filter(IS_OPEN).select_related(*shown).order_by("next_action_at", "pk")


@dataclass(frozen=True)
class Held:
    """All that a coordinator learns of a request that is held: who looks after it, for what it is held, since when."""

    owner: str
    kinds: tuple[str, ...]
    since: datetime | None
    next_action_at: datetime | None


def held_beside(coordinator: Whoever) -> list[Held]:
    """What is held, without a word of it, and without its address."""
    return held_first(coordinator, most=100)[0]


def held_first(coordinator: Whoever, *, most: int) -> tuple[list[Held], int]:
    """Of what is held, what goes back to the drafts next, and how many there are. One query besides the reader's."""
    columns = ("held_for", "owned_since", "next_action_at", "owner__first_name", "owner__last_name")
    counted = _held_beside(coordinator).annotate(in_all=Window(Count("pk")))
    rows = list(counted.select_related("owner").only(*columns).order_by("next_action_at", "pk")[:most])
    lines = [
        Held(signed(row.owner, None) if row.owner else "", tuple(row.held_for), row.owned_since, row.next_action_at)
        for row in rows
    ]
    return lines, rows[0].in_all if rows else 0


def _held_beside(coordinator: Whoever) -> QuerySet[ExpertRequest]:
    reader = reader_of(coordinator)
    if reader is None or not reader.is_coordinator:
        return ExpertRequest.objects.none()
    return ExpertRequest.objects.filter(_not_barred(reader), _not_theirs(reader), state=State.HELD)


def offered_to(expert: User | AnonymousUser) -> QuerySet[ExpertRequest]:
    """What they can claim, and what left their queue within the last hour, in whatever way.

    For the view that claims: whoever could have claimed it a moment ago is told that it is taken. Others get a 404.
    """
    reader = reader_of(expert)
    if reader is None:
        return ExpertRequest.objects.none()
    left = RequestEvent.objects.filter(_on_topics(reader), before=State.TRIAGED, at__gte=timezone.now() - JUST_LEFT)
    just_left = Q(pk__in=left.values("request")) & _not_barred(reader) & _of_others(reader)
    return ExpertRequest.objects.filter(_in_queue(reader) | just_left, submitted_at__isnull=False)


# --- What somebody is to a request ----------------------------------------------------------------------------------


def parties_of(user: User | AnonymousUser, request: ExpertRequest) -> frozenset[Party]:
    """Nothing for whoever may not know of it. The requester is the requester alone, whatever else they are.

    One query besides the reader's own.
    """
    reader = reader_of(user)
    found = with_parties(ExpertRequest.objects.filter(pk=request.pk), reader).first() if reader else None
    return parties_told(found) if found else frozenset()


def with_parties(requests: QuerySet[ExpertRequest], reader: Reader) -> QuerySet[ExpertRequest]:
    """The same requests, each of which knows what the reader is to it: see `parties_told`. No further query."""
    known = ~NONE if reader.is_superuser else SENT & _not_barred(reader)
    conditions = {
        Party.REQUESTER: Q(requester__isnull=False, requester=reader.person_id),
        Party.OWNER: _as_owner(reader) & known,
        Party.COORDINATOR: _as_coordinator(reader) & known,
        Party.CONSULTED: _as_consulted(reader) & known,
        Party.EXPERT: _in_queue(reader) & known,
    }
    columns = {_column(party): ExpressionWrapper(of, BooleanField()) for party, of in conditions.items()}
    return requests.annotate(**columns)


def parties_told(request: ExpertRequest) -> frozenset[Party]:
    """What the reader is to a request that was found `with_parties`."""
    parties = frozenset(party for party in Party if getattr(request, _column(party), False))
    return frozenset({Party.REQUESTER}) if Party.REQUESTER in parties else parties


def _column(party: Party) -> str:
    return f"reader_is_{party.value}"
