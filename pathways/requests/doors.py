"""Lets people in to a question that they may read, and says in words what services refuse."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from membership.models import User

from . import errors
from .models import ExpertRequest
from .queries import Reader, readable_by, reader_of, with_parties

MOVED_ON = "This question has moved on since you opened it. Here is where it stands now."
# What a person may meet who may do the thing. NotYourStep is for others: to them there is no such page.
SENTENCES: dict[type[Exception], str] = {
    errors.MayNotAsk: "Your company cannot ask at the moment. Write to us if you think that is wrong.",
    errors.NothingAsked: "Write what you want to say.",
    errors.NoSuchStep: MOVED_ON,
    errors.RequestAlreadyClaimed: "Another expert was faster and has this question now. Thank you for wanting to help.",
    errors.NotSuitable: "This cannot be given to whom you chose. They may have left since, or there is a conflict.",
    errors.NobodyIsThere: "There is nobody just now who could take it over. Try again later, or write to us.",
    errors.ReasonMissing: "Say why, in a sentence.",
    errors.DateNotUsable: "Choose a day from tomorrow on, within the next two weeks.",
    errors.TheAllianceCannotBeBarred: "The alliance’s own coordinators look after every question. "
    "You can name a single person among them instead.",
}
REFUSALS = tuple(SENTENCES)


View = TypeVar("View", bound=Callable[..., HttpResponse])


def in_confidence(view: View) -> View:
    """For whoever is signed in, and kept by no browser: words of others' questions stand on the page."""
    return login_required(cache_control(private=True, no_store=True)(view))


class PersonsRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User


def readable_or_404(user: User, code: UUID) -> ExpertRequest:
    """With all that a page shows of it, and what they are to it (`queries.parties_told`).

    Nobody learns from the answer whether there is such a question.
    """
    shown = ("topic", "organisation", "requester__organisation", "owner__organisation", "owner__expert_profile")
    reader = reader_of(user)
    found = None
    if reader is not None:
        readable = readable_by(reader).filter(code=code).select_related(*shown)
        found = with_parties(readable, reader).first()
    if found is None:
        raise Http404
    return found


def coordinator_or_404(user: User) -> Reader:
    reader = reader_of(user)
    if reader is None or not reader.is_coordinator:
        raise Http404
    return reader
