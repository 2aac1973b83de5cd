"""Who may do what about requests. On one request, `user_can_take_step` says what the table of steps says."""

from django.contrib.auth.models import AnonymousUser

from membership.models import Standing, Tier, User

from .models import ExpertRequest
from .queries import claimable_by, parties_of, reader_of
from .states import TRANSITIONS, Deed, who_may
from .voices import Parties


def user_can_ask(user: User | AnonymousUser) -> bool:
    """People of Pathways companies and of members, while these are current."""
    if user.pk is None:
        return False
    companies = User.objects.filter(pk=user.pk, is_active=True, organisation__standing=Standing.CURRENT)
    return companies.exclude(organisation__tier=Tier.ALLIANCE).exists()


def user_can_claim_request(user: User | AnonymousUser, request: ExpertRequest) -> bool:
    return claimable_by(user).filter(pk=request.pk).exists()


def user_can_coordinate(user: User | AnonymousUser) -> bool:
    reader = reader_of(user)
    return reader is not None and reader.is_coordinator


def user_can_answer(user: User | AnonymousUser) -> bool:
    """Whether they have a queue."""
    reader = reader_of(user)
    return reader is not None and reader.is_expert


def user_can_go_away(user: User | AnonymousUser) -> bool:
    """Whether questions come to them, so that it matters when they are not there."""
    reader = reader_of(user)
    return reader is not None and (reader.is_expert or reader.is_coordinator)


def steps_open_to(user: User, request: ExpertRequest) -> set[Deed]:
    """What this person could do with this request as it stands: the buttons on its page."""
    return steps_for(parties_of(user, request), request)


def steps_for(parties: Parties, request: ExpertRequest) -> set[Deed]:
    return {
        transition.deed
        for transition in TRANSITIONS
        if request.state in transition.moves and parties & who_may(transition.deed, is_blind=request.is_blind)
    }


def user_can_take_step(user: User, request: ExpertRequest, deed: Deed) -> bool:
    return deed in steps_open_to(user, request)
