"""A mail at every step, to whom the table says. It holds no word of any request: a sentence of ours, a date and a link.

So a confidential request needs no rule of its own. When the mail is sent, its reader is asked for once more: whoever
may not read the request by then, or is no longer what the mail calls them, gets none.
"""

from datetime import datetime

from membership.models import User
from notifications.letters import Letter, absolute, address_of, letter, register_message
from notifications.outbox import OutboxMail, post

from .models import ExpertRequest, RequestEvent
from .people import suggested_experts
from .queries import claimable_by, readable_by
from .states import BY_DEED, Deed, Party, sentence

STEP = "expert_request_step"


def post_notices(event: RequestEvent, *, consulted: User | None, now: datetime) -> None:
    """In the transaction of the step."""
    for party in BY_DEED[Deed(event.deed)].tells:
        for person in _people(party, event, consulted, now):
            context = {"request": event.request_id, "deed": event.deed, "party": party.value}
            key = f"{STEP}:{event.pk}:{party.value}:{person.pk}"
            post(message=STEP, person=person, context=context, key=key)


def _people(party: Party, event: RequestEvent, consulted: User | None, now: datetime) -> list[User]:
    request = event.request
    if party == Party.EXPERT:
        return [suggestion.expert for suggestion in suggested_experts(request, now=now)]
    person = {Party.REQUESTER: request.requester, Party.OWNER: request.owner, Party.CONSULTED: consulted}[party]
    # Who did it knows of it; the requester gets a mail about their own steps, as a receipt.
    if person is None or (person.pk == event.by_id and party != Party.REQUESTER):
        return []
    return [person]


def compose_step(mail: OutboxMail) -> Letter | None:
    party = Party(mail.context["party"])
    request = _as_read(mail, party)
    if request is None:
        return None
    given = {
        "words": sentence(mail.context["deed"], party),
        "is_owner": party == Party.OWNER,
        "is_requester": party == Party.REQUESTER,
        "state": request.get_state_display(),
        "next_action_at": request.next_action_at,
        "url": absolute(request.get_absolute_url()),
    }
    return letter(STEP, given, to=address_of(mail))


def _as_read(mail: OutboxMail, party: Party) -> ExpertRequest | None:
    """The request, if the mail's person may read it now and is still what the mail takes them for."""
    if mail.person is None or not address_of(mail):
        return None
    requests = claimable_by(mail.person) if party == Party.EXPERT else readable_by(mail.person)
    request = requests.filter(pk=mail.context["request"]).first()
    if request is None:
        return None
    expected = {Party.OWNER: request.owner_id, Party.REQUESTER: request.requester_id}.get(party, mail.person.pk)
    return request if expected == mail.person.pk else None


register_message(STEP, compose_step)
