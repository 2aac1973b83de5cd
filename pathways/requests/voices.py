"""Under which name people appear to one another. No template prints a requester's or an expert's name by itself.

`parties` is what the reader is to the request, `queries.parties_of`, asked once for a page. None of this asks anything.
"""

from membership.models import Organisation, User

from .models import ExpertRequest, Reply, Voice
from .states import ENDED, WITH_COORDINATOR, Party, State

COORDINATOR = "A coordinator of the alliance"


Parties = frozenset[Party]


def standing_for(parties: Parties, request: ExpertRequest) -> str:
    """Where it stands, in words for this reader."""
    if request.state == State.AWAITING and Party.REQUESTER in parties:
        return "Waiting for you"
    return str(State(request.state).label)


def requester_for(parties: Parties, request: ExpertRequest) -> str:
    """Coordinators know who asks. Others do too, unless the request is blind."""
    if Party.REQUESTER in parties:
        return "You"
    if request.requester is None:
        return "Somebody who has left"
    if request.is_blind and Party.COORDINATOR not in parties:
        return "Somebody at a company that is not named"
    return signed(request.requester, request.organisation)


def owner_for(parties: Parties, request: ExpertRequest) -> str:
    """Whom the requester reads of is what the expert chose to answer as. Colleagues read the name."""
    if request.owner is None or request.state in ENDED:
        return ""
    if Party.REQUESTER not in parties:
        return signed(request.owner, request.owner.organisation)
    if request.state in WITH_COORDINATOR:
        return COORDINATOR
    return speaking_as(voice_of(request.owner), request.owner, request.owner.organisation)


def author_for(parties: Parties, request: ExpertRequest, reply: Reply) -> str:
    """A reply keeps the voice and the organisation that it was written with."""
    if reply.voice == Voice.REQUESTER:
        return requester_for(parties, request)
    if reply.author is not None and Party.COORDINATOR in parties:
        return signed(reply.author, reply.organisation)
    return speaking_as(Voice(reply.voice), reply.author, reply.organisation)


def voice_of(person: User) -> Voice:
    """As which they answer, if they do not choose another one. Coordinators speak for the alliance."""
    profile = getattr(person, "expert_profile", None)
    return Voice(profile.answers_as) if profile else Voice.ALLIANCE


def speaking_as(voice: Voice, person: User | None, organisation: Organisation | None) -> str:
    if voice == Voice.ALLIANCE or (organisation is None and person is None):
        return "An expert of the alliance"
    if voice == Voice.NAME and person is not None:
        return signed(person, organisation)
    return f"An expert at {organisation}" if organisation else "An expert of the alliance"


def signed(person: User, organisation: Organisation | None) -> str:
    """Never an address, also where somebody gave no name."""
    name = person.get_full_name() or "Somebody"
    return f"{name}, {organisation}" if organisation else name
