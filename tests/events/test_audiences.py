"""Five audiences an event: who sees it, its join link, its question box, its attendee list, its recording.

The table is the whole expectation: who belongs to which circle. It holds for each part, at each surface.
"""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reportlab.pdfgen.canvas import Canvas

from content.document_texts import read_documents
from events import feeds, hosting, questioning
from events.letters import REMINDER
from events.models import Question, Registration
from events.pages import EventPage
from events.registering import REGISTERED
from events.states import State
from events.vocabulary import Circle, Part
from membership import services as people
from membership.models import Tier
from notifications.letters import compose
from notifications.outbox import OutboxMail
from tests import factories

from .programme import JOIN_LINK, TITLE, an_event, in_days, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

# see: the event is theirs to see. x: the part is, if it is for that circle.
TABLE = """
               listing  everyone  registered  attended  hosts  nobody
anonymous      -        -         -           -         -      -
outsider       -        -         -           -         -      -
suspended      -        -         -           -         -      -
expelled       -        -         -           -         -      -
member         see      x         -           -         -      -
requested      see      x         -           -         -      -
waitlisted     see      x         -           -         -      -
offered        see      x         -           -         -      -
withdrawn      see      x         -           -         -      -
rejected       see      x         -           -         -      -
registered     see      x         x           -         -      -
attended       see      x         x           x         -      -
host           see      x         x           x         x      -
staff          see      x         x           x         x      -
former host    -        -         -           -         -      -
"""
HAVE_REGISTERED = {
    "suspended": State.REGISTERED,
    "expelled": State.ATTENDED,
    "offered": State.OFFERED,
    **{state.value: state for state in State if state not in {State.OFFERED, State.CANCELLED}},
}
ATTENDEE, QUESTION, MATERIAL, FILE_TEXT = "Zqattendeeqz", "zqquestionqz", "zqmaterialqz", "zqfiletextqz"
CANARY = {Part.JOIN_LINK: JOIN_LINK, Part.QUESTIONS: QUESTION, Part.ATTENDEES: ATTENDEE, Part.RECORDING: MATERIAL}


def rows() -> dict[str, dict[str, bool]]:
    head, *lines = TABLE.strip("\n").splitlines()
    columns = head.split()
    cells = {line[:15].strip(): line[15:].split() for line in lines}
    return {who: dict(zip(columns, (cell != "-" for cell in row), strict=True)) for who, row in cells.items()}


class World:
    """An event for members, and everybody of the table."""

    def __init__(self):
        host, former_host = factories.expert(), factories.expert()
        self.event = an_event(below="webinars", hosts=(host, former_host), starts_at=in_days(3))
        self.people = {
            "anonymous": None,
            "outsider": factories.startup_user(),
            "member": factories.member(),
            "host": host,
            "former host": former_host,
            "staff": factories.alliance_staff(),
        }
        for place, (who, state) in enumerate(HAVE_REGISTERED.items()):
            self.people[who] = self._come(who, state, place)
        people.suspend_person(person=self.people["suspended"])
        elsewhere = factories.organisation("Leftwell", Tier.PATHWAYS)
        for who in ("expelled", "former host"):
            people.move_person(person=self.people[who], organisation=elsewhere)
        listed = factories.person("Zara", ATTENDEE, at=factories.organisation())
        self._register(listed, State.REGISTERED, 100, is_listed=True)
        question = questioning.ask(event=self.event, person=self.people["staff"], text=QUESTION, is_anonymous=False)
        Question.objects.filter(pk=question.pk).update(standing=Question.Standing.SHOWN)
        file = SimpleUploadedFile("slides.pdf", _pdf(), "application/pdf")
        self.material = hosting.add_file(event=self.event, by=host, title=MATERIAL, file=file)
        self.feeds = {
            who: feeds.token_of(feeds.renew(person=person)) for who, person in self.people.items() if person is not None
        }

    def _come(self, who, state, place):
        person = factories.person("Per", who.title(), at=factories.organisation())
        self._register(person, state, place)
        return person

    def _register(self, person, state, place, **more):
        until = self.event.starts_at if state == State.OFFERED else None
        Registration.objects.create(
            event=self.event, person=person, state=state, place=place, offered_until=until, **more
        )

    def choose(self, circle, *parts):
        fields = {f"{part.value}_for": circle for part in parts}
        EventPage.objects.filter(pk=self.event.pk).update(**fields)

    def client(self, who) -> Client:
        person = self.people[who]
        if person is None:
            return Client()
        person.refresh_from_db()
        return signed_in(person)

    # --- The surfaces: what each says to somebody

    def answers(self, who) -> dict[str, str]:
        client, event = self.client(who), self.event
        addresses = {
            "page": event.url,
            "page by number": f"/events/{event.pk}/",
            "upcoming": "/events/",
            "month": f"/events/?month={event.local_start:%Y-%m}",
            "mine": "/events/mine/",
            "section": "/library/webinars/",
            "home": "/",
            "calendar file": f"/events/{event.pk}/event.ics",
            "updates": "/updates.atom",
            "search": f"/search/?q={TITLE}",
            "questions": f"/events/{event.pk}/questions/",
            "attendees": f"/events/{event.pk}/attendees/",
            "register": f"/events/{event.pk}/register/",
            "withdraw": f"/events/{event.pk}/withdraw/",
            "accept": f"/events/{event.pk}/accept/",
            "file": f"/events/{event.pk}/materials/{self.material.pk}/",
            "document": self.material.document.url,
        }
        texts = {}
        for name, address in addresses.items():
            response = client.get(address)
            texts[name] = f"{response.status_code} {text_of(response)}"
        if who in self.feeds:
            response = Client().get(f"/events/calendar/{self.feeds[who]}.ics")
            texts["feed"] = f"{response.status_code} {text_of(response)}"
        return texts | self.mails(who)

    def searches(self, who) -> dict[str, str]:
        """What is found by words that stand in parts of the event, or in its file."""
        client = self.client(who)
        words = (*CANARY.values(), FILE_TEXT, "meet.example", "zqjoinqz")
        addresses = [f"/search/{how}?q={word}" for word in words for how in ("", "suggest/")]
        return {address: text_of(client.get(address)) for address in addresses}

    def mails(self, who) -> dict[str, str]:
        registration = Registration.objects.filter(event=self.event, person=self.people[who]).first()
        if registration is None:
            return {}
        starts_at = self.event.starts_at.isoformat()
        texts = {}
        for message in (REGISTERED, REMINDER, "event-offered", "event-changed", "event-waitlisted", "event-rejected"):
            person = registration.person
            mail = OutboxMail(
                message=message, person=person, context={"registration": registration.pk, "starts_at": starts_at}
            )
            letter = compose(mail)
            if letter is not None:
                attached = "".join(one.content for one in letter.attachments)
                texts[f"mail {message}"] = (
                    "200 " + letter.subject + letter.text + letter.html + attached.replace("\r\n ", "")
                )
        return texts


def _pdf() -> bytes:
    written = BytesIO()
    canvas = Canvas(written)
    canvas.drawString(72, 720, FILE_TEXT)
    canvas.save()
    return written.getvalue()


@pytest.fixture
def world() -> World:
    made = World()
    read_documents()
    return made


def told(texts: dict[str, str], canary: str) -> set[str]:
    """The surfaces that say it."""
    return {name for name, text in texts.items() if canary in text}


def test_everyone_in_the_table_is_there(world):
    assert set(rows()) == set(world.people)


@pytest.mark.parametrize("circle", Circle)
def test_each_part_is_told_to_its_circle_and_to_nobody_else_on_any_surface(world, circle):
    world.choose(circle, *Part)
    for who, cells in rows().items():
        texts = world.answers(who)
        sees, within = cells["listing"], cells[circle.value]
        assert bool(told(texts, TITLE) - {"search"}) == sees, who  # what was searched for stands there again
        assert (TITLE in texts["upcoming"]) == ("data-entry=" in texts["search"]) == sees, who
        assert (texts["page"].startswith("200")) == sees, who
        holds = {part: told(texts, canary) for part, canary in CANARY.items()}
        if not within:
            assert holds == {part: set() for part in Part}, who
        else:
            assert (
                {"page", "calendar file"} <= holds[Part.JOIN_LINK] <= {"page", "calendar file", "feed", *_mails(texts)}
            ), who
            assert holds[Part.QUESTIONS] == {"questions"}, who
            assert holds[Part.ATTENDEES] == {"attendees"}, who
            assert holds[Part.RECORDING] == {"page"}, who
        statuses = {name: texts[name][:3] for name in ("questions", "attendees", "file")}
        assert set(statuses.values()) == {"200" if within else "404"}, who
        # Alliance staff look after every file of the portal, in the admin.
        assert texts["document"].startswith("200" if who == "staff" else "404"), who


@pytest.mark.parametrize("who", ["waitlisted", "attended", "host", "staff"])
def test_nobody_finds_an_event_by_what_stands_in_its_parts(world, who):
    world.choose(Circle.EVERYONE, *Part)
    for address, text in world.searches(who).items():
        assert "data-entry=" not in text, address
        assert TITLE not in text, address


def _mails(texts) -> set[str]:
    return {name for name in texts if name.startswith("mail ")}


def test_the_join_link_reaches_whoever_has_a_seat_by_calendar_and_mail(world):
    """So that the test above does not pass because nobody is told at all."""
    texts = world.answers("registered")
    assert told(texts, JOIN_LINK) == {
        "page",
        "calendar file",
        "feed",
        "mail event-registered",
        "mail event-reminder",
        "mail event-changed",
    }
    assert told(world.answers("waitlisted"), JOIN_LINK) == set()


@pytest.mark.parametrize("hidden", Part)
def test_the_parts_have_each_an_audience_of_their_own(world, hidden):
    world.choose(Circle.EVERYONE, *Part)
    world.choose(Circle.NOBODY, hidden)
    texts = world.answers("host")
    assert {part for part, canary in CANARY.items() if told(texts, canary)} == set(Part) - {hidden}


def test_nobody_who_is_out_gets_a_mail(world):
    for who in ("suspended", "expelled"):
        assert world.mails(who) == {}


def test_member_of_another_organisation_cannot_see_who_attended_unless_the_editor_says_so(world):
    assert world.event.circle_of(Part.ATTENDEES) == Circle.HOSTS
    assert told(world.answers("attended"), ATTENDEE) == set()


def test_only_those_who_agreed_and_may_sign_in_are_listed(world):
    world.choose(Circle.EVERYONE, Part.ATTENDEES)
    text = world.answers("member")["attendees"]
    assert ATTENDEE in text
    assert "Registered" not in text.split("<main")[1]
    listed = Registration.objects.get(is_listed=True).person
    people.suspend_person(person=listed)
    assert ATTENDEE not in world.answers("member")["attendees"]
