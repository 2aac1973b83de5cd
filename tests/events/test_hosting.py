"""Hosts manage their event without the admin, and nobody else learns that there is such a thing."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from audit.models import Action, AuditEntry
from content.models import PrivateDocument
from events import after, hosting, questioning, registering
from events.models import Feedback, Material, Question, Registration
from events.states import State
from membership.accounts.personal_data import export_of
from tests import factories
from tests.content.samples import pdf, upload

from .programme import (
    JOIN_LINK,
    TITLE,
    all_of,
    an_event,
    arrived,
    change,
    fresh,
    in_days,
    registered,
    signed_in,
    state_of,
    states,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

HOST_PAGES = ("", "roster.csv", "message/", "materials/", "cancel/")


@pytest.fixture
def host():
    return factories.expert()


@pytest.fixture
def event(host):
    return an_event(hosts=(host,))


def test_the_pages_of_hosts_answer_everybody_else_like_pages_that_never_were(event, host):
    others = [factories.member(), factories.startup_user(), factories.editor(), factories.publisher()]
    registered(event, *others[:2])
    for person in others:
        client = signed_in(person)
        for page in HOST_PAGES:
            hidden, missing = (client.get(f"/events/{number}/host/{page}") for number in (event.pk, 999_999))
            assert (hidden.status_code, hidden.content) == (404, missing.content), (person, page)
    for person in (host, factories.alliance_staff()):
        assert [signed_in(person).get(f"/events/{event.pk}/host/{page}").status_code for page in HOST_PAGES] == [
            200
        ] * 5


def test_a_host_who_may_not_see_the_event_any_more_hosts_nothing(host):
    event = an_event(below="webinars", hosts=(factories.startup_user(),))
    outsider = event.hosts.get()
    assert signed_in(outsider).get(f"/events/{event.pk}/host/").status_code == 404
    with pytest.raises(hosting.NotAHost):
        hosting.cancel_event(event=event, by=outsider)


def test_people_are_checked_in_at_the_door_and_out_again(event, host):
    person = factories.startup_user()
    [registration] = registered(event, person)
    client = signed_in(host)
    found = text_of(client.get(f"/events/{event.pk}/host/?q=moss"))
    assert "Arjun Moss" in found
    assert "Arjun Moss" not in text_of(client.get(f"/events/{event.pk}/host/?q=nobody"))
    address = f"/events/{event.pk}/host/people/{registration.pk}/"
    client.post(address, {"action": "check-in"})
    client.post(address, {"action": "check-in"})
    assert state_of(event, person) == State.ATTENDED
    client.post(address, {"action": "undo"})
    assert state_of(event, person) == State.REGISTERED
    assert client.post(address, {"action": "promote"}).status_code == 400
    assert signed_in(person).post(address, {"action": "check-in"}).status_code == 404


def test_a_registration_of_another_event_is_not_this_hosts(event, host):
    elsewhere = an_event()
    [registration] = registered(elsewhere, factories.startup_user())
    for number in (event.pk, elsewhere.pk):
        address = f"/events/{number}/host/people/{registration.pk}/"
        assert signed_in(host).post(address, {"action": "reject"}).status_code == 404
    assert Registration.objects.get().state == State.REGISTERED


def test_taking_a_seat_away_offers_it_on(host):
    event = an_event(capacity=1, hosts=(host,))
    first, second = factories.startup_user(), factories.startup_user()
    [registration, _] = registered(event, first, second)
    hosting.reject(registration=registration, by=host)
    assert states(event) == {first.email: "rejected", second.email: "offered"}


def test_the_roster_leaves_as_csv_without_formulas_and_is_written_down(event, host):
    person = factories.person("=cmd|' /C calc'!A0", "-2+3", at=factories.startup())
    registered(event, person, answers=[("Why?", "@SUM(A1)")])
    response = signed_in(host).get(f"/events/{event.pk}/host/roster.csv")
    head, row = csv.reader(io.StringIO(response.content.decode()))
    assert head[-1] == "Why?"
    assert row[:2] == ["'=cmd|' /C calc'!A0 -2+3", person.email]
    assert row[-1] == "'@SUM(A1)"
    entry = AuditEntry.objects.filter(action=Action.EXPORTED).get()
    assert (entry.actor_id, entry.details) == (host.pk, {"page": event.pk, "count": 1})


def test_a_hosts_message_reaches_those_who_have_a_seat_and_nobody_else(host):
    event = an_event(capacity=1, hosts=(host,))
    first, second = factories.startup_user(), factories.startup_user()
    registered(event, first, second)
    arrived()
    client = signed_in(host)
    words = {"subject": "Bring\r\nBcc: all@x.example", "text": "Bring <b>questions</b>."}
    assert "Enter a message." in text_of(client.post(f"/events/{event.pk}/host/message/", {"subject": "x"}))
    assert client.post(f"/events/{event.pk}/host/message/", words).status_code == 302
    [mail] = arrived()
    assert mail.to == [first.email]
    assert mail.subject == f"Bring Bcc: all@x.example: {TITLE}"
    assert "Bring <b>questions</b>." in mail.body
    assert "&lt;b&gt;questions" in mail.alternatives[0].content


def test_of_a_confidential_event_a_message_stands_on_its_page_and_in_no_mail(host):
    event = an_event(capacity=1, sensitivity="confidential", hosts=(host,))
    first, second = factories.startup_user(), factories.startup_user()
    registered(event, first, second)
    arrived()
    hosting.write_to_attendees(event=event, by=host, subject="zqnotesubjectqz", text="zqnotetextqz")
    [mail] = arrived()
    assert "zqnote" not in all_of(mail)
    assert "zqnotetextqz" in text_of(signed_in(first).get(event.url))
    for other in (second, factories.member()):
        assert "zqnote" not in text_of(signed_in(other).get(event.url))


def test_a_cancelled_event_says_so_everywhere_and_gives_out_no_join_link(event, host):
    person = factories.startup_user()
    registered(event, person)
    client = signed_in(host)
    client.get(f"/events/{event.pk}/host/cancel/")
    assert fresh(event).ledger.cancelled_at is None
    client.post(f"/events/{event.pk}/host/cancel/")
    for address in (event.url, f"/events/{event.pk}/event.ics", "/events/", "/events/mine/"):
        text = text_of(signed_in(person).get(address))
        assert "ancelled" in text or "STATUS:CANCELLED" in text, address
        assert JOIN_LINK not in text, address
    assert all(JOIN_LINK not in all_of(mail) for mail in arrived())


# --- Recording and slides ------------------------------------------------------------------------------------------


def test_files_of_an_event_leave_by_its_own_address_and_go_when_they_are_removed(event, host):
    client = signed_in(host)
    address = f"/events/{event.pk}/host/materials/"
    wrong = upload("slides.exe", b"MZ")
    assert client.post(address, {"title": "Slides", "file": wrong}).status_code == 200
    assert client.post(address, {"title": "Nothing"}).status_code == 200
    assert not Material.objects.exists()
    file = upload("slides.pdf", pdf("Slides"))
    assert client.post(address, {"title": "Slides", "file": file}).status_code == 302
    assert client.post(address, {"title": "Film", "link": "https://video.example/1"}).status_code == 302
    slides, film = Material.objects.order_by("pk")
    reader = signed_in(factories.startup_user())
    response = reader.get(f"/events/{event.pk}/materials/{slides.pk}/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert reader.get(f"/events/{event.pk}/materials/{film.pk}/").url == "https://video.example/1"
    assert reader.get(slides.document.url).status_code == 404
    assert Client().get(f"/events/{event.pk}/materials/{slides.pk}/").status_code == 404
    other = an_event(hosts=(host,))
    assert reader.get(f"/events/{other.pk}/materials/{slides.pk}/").status_code == 404
    assert client.post(address, {"remove": slides.pk}).status_code == 302
    assert not PrivateDocument.objects.exists()


# --- Questions -----------------------------------------------------------------------------------------------------


def test_others_see_a_question_when_a_host_has_let_it_through(event, host):
    asker, other = factories.startup_user(), factories.member()
    registered(event, asker, other)
    address = f"/events/{event.pk}/questions/"
    signed_in(asker).post(address, {"text": "How many hashes?"})
    question = Question.objects.get()
    button = f"{address}{question.pk}/"
    assert "How many hashes?" in text_of(signed_in(asker).get(address))
    assert "How many hashes?" not in text_of(signed_in(other).get(address))
    assert signed_in(other).post(button, {"action": "vote"}).status_code == 404
    assert signed_in(other).post(button, {"action": "show"}).status_code == 404
    assert signed_in(asker).post(button, {"action": "show"}).status_code == 404
    signed_in(host).post(button, {"action": "show"})
    assert "How many hashes?" in text_of(signed_in(other).get(address))
    for _ in range(2):
        signed_in(other).post(button, {"action": "vote"})
    assert question.votes.count() == 1
    signed_in(other).post(button, {"action": "unvote"})
    assert question.votes.count() == 0
    signed_in(host).post(button, {"action": "hide"})
    assert "How many hashes?" not in text_of(signed_in(other).get(address))


def test_nobody_is_told_who_asked_without_a_name(event, host):
    asker = factories.person("Zqaskerqz", "Zqaskerqz", at=factories.startup())
    registered(event, asker)
    address = f"/events/{event.pk}/questions/"
    signed_in(asker).post(address, {"text": "Named"})
    signed_in(host).get(address)
    assert "Zqaskerqz" in text_of(signed_in(host).get(address))
    Question.objects.all().delete()
    signed_in(asker).post(address, {"text": "Not named", "is_anonymous": "on"})
    text = text_of(signed_in(host).get(address))
    assert "Not named" in text
    assert "Zqaskerqz" not in text


def test_whoever_got_no_answer_asks_the_experts_with_one_press(event, host):
    asker, other = factories.startup_user(), factories.member()
    registered(event, asker, other)
    for text in ("What comes first?", "And then?"):
        questioning.ask(event=event, person=asker, text=text, is_anonymous=False)
    for text, standing in (("What comes first?", "shown"), ("And then?", "answered")):
        questioning.moderate(question=Question.objects.get(text=text), by=host, standing=Question.Standing(standing))
    address = f"/events/{event.pk}/questions/"
    assert "Ask an expert instead" not in text_of(signed_in(asker).get(address)), "hosts still have time"
    change(event, starts_at=in_days(-1), ends_at=in_days(-0.9))
    assert "Ask an expert instead" not in text_of(signed_in(other).get(address))
    page = signed_in(asker).get(address)
    assert [line.text for line in page.context["lines"] if line.goes_to_experts] == ["What comes first?"]
    given = {"subject": "What comes first?", "question": "What comes first?", "urgency": "normal", "action": "keep"}
    response = signed_in(asker).post(page.context["ask_url"], given, follow=True)
    assert "Your draft is kept" in text_of(response)
    assert "What comes first?" in text_of(response)


def test_an_export_holds_what_somebody_asked_answered_and_thought(event, host):
    asker, other = factories.startup_user(), factories.member()
    for person, word in ((asker, "zqmineqz"), (other, "zqtheirsqz")):
        (registration,) = registered(event, person, answers=[("Diet", f"{word} none")], is_listed=True)
        questioning.ask(event=event, person=person, text=f"{word}?", is_anonymous=True)
        Registration.objects.filter(pk=registration.pk).update(state=State.ATTENDED)
        Feedback.objects.create(event=event, person=person, useful=4, text=f"{word}!")
    exported = export_of(person=asker).decode()
    assert [exported.count(f"zqmineqz{end}") for end in (" none", "?", "!")] == [1, 1, 1]
    assert "zqtheirsqz" not in exported


def test_the_most_wanted_question_stands_first(event, host):
    event = an_event(hosts=(host,), questions_for="everyone")
    people = [factories.startup_user() for _ in range(3)]
    asked = [questioning.ask(event=event, person=people[0], text=text, is_anonymous=False) for text in ("One", "Two")]
    for question in asked:
        questioning.moderate(question=question, by=host, standing=Question.Standing.SHOWN)
    for person in people:
        questioning.vote(question=Question.objects.get(text="Two"), person=person)
    text = text_of(signed_in(people[1]).get(f"/events/{event.pk}/questions/"))
    assert text.index("Two") < text.index("One")


def test_one_person_cannot_drown_the_others(event, host):
    for number in range(questioning.MOST_QUESTIONS):
        questioning.ask(event=event, person=host, text=str(number), is_anonymous=False)
    response = signed_in(host).post(f"/events/{event.pk}/questions/", {"text": "One more"})
    assert "You have asked 20 questions already." in text_of(response)
    assert Question.objects.count() == questioning.MOST_QUESTIONS


# --- Afterwards ----------------------------------------------------------------------------------------------------


def test_whoever_had_a_seat_says_how_it_was_and_hosts_read_it_without_a_name(host):
    with time_machine.travel(in_days(0), tick=False) as clock:
        event = an_event(starts_at=in_days(1), hosts=(host,))
        person, other = factories.person("Zqsayerqz", at=factories.startup()), factories.startup_user()
        registered(event, person)
        address = f"/events/{event.pk}/feedback/"
        assert signed_in(person).get(address).status_code == 404
        clock.shift(timedelta(days=2))
        assert "Choose how useful it was." in text_of(signed_in(person).post(address, {}))
        for useful in ("2", "5"):
            assert signed_in(person).post(address, {"useful": useful, "text": "More time."}).status_code == 302
        assert signed_in(other).post(address, {"useful": "1"}).status_code == 404
        with pytest.raises(after.FeedbackNotAsked):
            after.give_feedback(event=event, person=other, useful=1, text="")
        assert Feedback.objects.get().useful == 5
        registering.Registration.objects.filter(person=person).delete()  # so that the roster itself does not name them
        text = text_of(signed_in(host).get(f"/events/{event.pk}/host/"))
        assert "More time." in text
        assert "Zqsayerqz" not in text


def test_whoever_attended_gets_a_certificate_and_nobody_else(event, host):
    person, other = factories.person("Ada & <Co>", "Lovelace", at=factories.startup()), factories.startup_user()
    one, _ = registered(event, person, other)
    hosting.check_in(registration=one, by=host)
    response = signed_in(person).get(f"/events/{event.pk}/certificate.pdf")
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Ada & <Co> Lovelace" in text
    assert TITLE in text
    assert signed_in(other).get(f"/events/{event.pk}/certificate.pdf").status_code == 404
