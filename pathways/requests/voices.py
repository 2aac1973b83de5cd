"""Under which name people appear to one another. No template prints a requester's or an expert's name by itself."""

from membership.models import Organisation, User

from .models import ExpertProfile, ExpertRequest, Reply, Voice
from .queries import parties_of
from .states import ENDED, WITH_COORDINATOR, Party

COORDINATOR = "A coordinator of the alliance"


def requester_for(user: User, request: ExpertRequest) -> str:
    """Coordinators know who asks. Others do too, unless the request is blind."""
    parties = parties_of(user, request)
    if Party.REQUESTER in parties:
        return "You"
    if request.requester is None:
        return "Somebody who has left"
    if request.is_blind and Party.COORDINATOR not in parties:
        return "Somebody at a company that is not named"
    return signed(request.requester, request.organisation)


def owner_for(user: User, request: ExpertRequest) -> str:
    """Whom the requester reads of is what the expert chose to answer as. Colleagues read the name."""
    if request.owner is None or request.state in ENDED:
        return ""
    if Party.REQUESTER not in parties_of(user, request):
        return signed(request.owner, request.owner.organisation)
    if request.state in WITH_COORDINATOR:
        return COORDINATOR
    return speaking_as(voice_of(request.owner), request.owner, request.owner.organisation)


def author_for(user: User, reply: Reply) -> str:
    """A reply keeps the voice and the organisation that it was written with."""
    if reply.voice == Voice.REQUESTER:
        return requester_for(user, reply.request)
    if reply.author is not None and Party.COORDINATOR in parties_of(user, reply.request):
        return signed(reply.author, reply.organisation)
    return speaking_as(Voice(reply.voice), reply.author, reply.organisation)


def voice_of(person: User) -> Voice:
    """As which they answer, if they do not choose another one. Coordinators speak for the alliance."""
    profile = ExpertProfile.objects.filter(person=person).first()
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
