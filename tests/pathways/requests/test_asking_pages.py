"""Asking, as a person meets it in a browser without JavaScript: nothing is lost, and nobody else learns of it."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.models import Standing, User
from membership.organisations.domains import add_domain
from notifications.outbox import OutboxMail
from pathways.requests import asking, triage, upkeep
from pathways.requests.barring import bar_latecomers
from pathways.requests.guard import SENTENCES, Kind
from pathways.requests.models import Barred, ExpertRequest, RequestEvent
from pathways.requests.queries import can_read_request, held_beside, readable_by
from pathways.requests.states import State
from search.curation import ZeroResultQuery
from tests import factories
from tests.search.library import audience, resource, section
from tests.signing_in import signed_in

from . import world

pytestmark = pytest.mark.django_db

LIST, NEW = "/questions/", "/questions/new/"
SUBJECT, QUESTION, TRIED, *_ = world.CANARIES
WRITTEN = {
    "subject": f"About {SUBJECT}",
    "question": f"How does {QUESTION} work?",
    "tried": f"We read {TRIED}.",
    "urgency": "urgent",
    "is_blind": "on",
    "kept_from": "rival.example\nsomebody@rival.example",
}


def written(**changes: str) -> dict[str, str]:
    return {**WRITTEN, **changes}


def post(client: Client, address: str, action: str, **changes: str) -> Any:
    return client.post(address, {**written(**changes), "action": action})


def edit(request: ExpertRequest) -> str:
    return f"/questions/{request.code}/edit/"


def text_of(response: Any) -> str:
    """What a reader reads of a page, without tags and in one line."""
    html = response.content.decode().split("<main")[1].split("</main>")[0]
    return unescape(" ".join(re.sub("<[^>]*>", " ", html).split()))


def title_of(response: Any) -> str:
    return response.content.decode().split("<title>")[1].split("</title>")[0]


def fields_of(response: Any) -> dict[str, Any]:
    return {field.name: field.value() for field in response.context["form"]}


def buttons_of(response: Any) -> list[str]:
    """What the buttons of the form post, in order."""
    return re.findall(r'name="action"\s+value="([^"]+)"', response.content.decode())


def only_question() -> ExpertRequest:
    return ExpertRequest.objects.get()


# --- The journey ----------------------------------------------------------------------------------------------------


def test_whoever_finds_nothing_takes_the_question_along_and_sends_it(client):
    world.coordinator()
    asker = factories.startup_user()
    signed_in(asker, client)
    found = client.get("/search/", {"q": "zqsubjectqz in chats"})
    address = unescape(re.search(r'href="(/questions/new/[^"]*)"', found.content.decode())[1])
    page = client.get(address)
    assert fields_of(page)["subject"] == "zqsubjectqz in chats"
    assert 'action="/questions/new/"' in page.content.decode()
    sent = post(client, NEW, "send")
    made = only_question()
    assert (sent.status_code, sent.url) == (302, f"/questions/{made.code}/")
    assert (made.state, made.requester, made.urgency, made.is_blind) == (State.SUBMITTED, asker, "urgent", True)
    assert (made.subject, made.question, made.tried) == tuple(
        WRITTEN[name] for name in ("subject", "question", "tried")
    )
    assert made.fitting_shown == 0


def test_pages_that_fit_come_first_and_the_second_press_sends_it():
    world.coordinator()
    resource("Hash lists and how to match them", summary="What zqsubjectqz is.")
    client = signed_in(factories.startup_user())
    looked = post(client, NEW, "send", subject="How to match hashes")
    draft = only_question()
    assert (draft.state, draft.fitting_shown) == (State.DRAFT, 1)
    assert looked.url == f"{edit(draft)}?look=yes"
    page = client.get(looked.url)
    assert [answer.title for answer in page.context["answers"]] == ["Hash lists and how to match them"]
    assert "None of these answers it: send my question" in text_of(page)
    assert buttons_of(page)[0] == "send-now"
    sent = post(client, edit(draft), "send-now", subject="How to match hashes")
    assert sent.url == f"/questions/{draft.code}/"
    assert (only_question().state, only_question().fitting_shown) == (State.SUBMITTED, 1)


def test_what_fits_is_shown_once_and_on_request_also_while_a_question_is_held():
    world.coordinator()
    resource("Hash lists and how to match them")
    asker = factories.startup_user()
    client = signed_in(asker)
    post(client, NEW, "send", subject="How to match hashes")
    post(client, edit(only_question()), "send", subject="How to match hashes", question=world.GUARDED)
    held = only_question()
    assert (held.state, held.fitting_shown) == (State.HELD, 1)
    looked = post(client, edit(held), "look", subject="How to match hashes", question=world.GUARDED)
    page = client.get(looked.url)
    assert [answer.title for answer in page.context["answers"]] == ["Hash lists and how to match them"]
    assert "Your question is held" in text_of(page)


def test_a_page_that_has_one_word_in_common_does_not_fit():
    world.coordinator()
    resource("How to write a transparency report")
    client = signed_in(factories.startup_user())
    post(client, NEW, "send", subject="How to match hashes in chats", question="Which report would you read?")
    assert only_question().state == State.SUBMITTED


def test_the_question_is_looked_for_where_the_subject_finds_little():
    resource("Grooming in voice chats", summary="How moderators recognise it in games.")
    client = signed_in(factories.startup_user())
    question = "Our moderators listen to voice chats. How do they recognise grooming in games?"
    looked = post(client, NEW, "look", subject="Something new", question=question)
    page = client.get(looked.url)
    assert [answer.title for answer in page.context["answers"]] == ["Grooming in voice chats"]


def test_answers_come_before_other_pages_and_five_are_enough():
    for number in range(6):
        resource(f"Matching hashes, part {number}", kind="guidance")
    resource("Matching hashes in chats, asked before", kind="answer", body="Long. " * 50)
    client = signed_in(factories.startup_user())
    looked = post(client, NEW, "look", subject="Matching hashes", question="How?")
    answers = client.get(looked.url).context["answers"]
    assert (len(answers), answers[0].title) == (5, "Matching hashes in chats, asked before")


def test_a_page_that_the_requester_may_not_open_is_never_among_what_fits():
    members = audience("Members of this test")
    resource("Matching hashes for everybody")
    resource("Matching hashes for members", under=section("Closed", audience=members))
    member, startup = factories.member(), factories.startup_user()
    member.groups.add(Group.objects.get(name="Members of this test"))
    seen = {}
    for person in (member, startup):
        client = signed_in(person)
        looked = post(client, NEW, "look", subject="Matching hashes")
        seen[person] = {answer.title for answer in client.get(looked.url).context["answers"]}
    assert seen[startup] == {"Matching hashes for everybody"}
    assert seen[member] == {"Matching hashes for everybody", "Matching hashes for members"}


def test_nothing_of_a_question_is_kept_by_the_search_nor_stands_in_a_title():
    client = signed_in(factories.startup_user())
    pages = [client.get(post(client, NEW, "look").url), client.get(LIST), client.get(NEW, {"question": SUBJECT})]
    pages.append(post(client, NEW, "send", question=""))
    assert all(page.status_code == 200 for page in pages)
    assert [word for page in pages for word in world.CANARIES if word in title_of(page)] == []
    assert not ZeroResultQuery.objects.exists()
    assert not any(word in repr(dict(client.session)) for word in world.CANARIES)


def test_words_that_mean_something_to_the_search_are_plain_words_here():
    resource("Matching hashes")
    client = signed_in(factories.startup_user())
    looked = post(client, NEW, "look", subject='"Matching -hashes" -matching')
    assert [answer.title for answer in client.get(looked.url).context["answers"]] == ["Matching hashes"]


# --- Drafts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"subject": "", "question": "", "tried": "Half a thou"},
        {"question": world.GUARDED},
        {"kept_from": "no domain\ngmail.com"},
    ],
)
def test_a_draft_is_kept_with_anything_in_it_for_its_requester_alone(changes):
    coordinator = world.coordinator()
    asker = factories.startup_user()
    client = signed_in(asker)
    assert post(client, NEW, "keep", **changes).url == LIST
    draft = only_question()
    expected = {**WRITTEN, **changes}
    assert {name: getattr(draft, name) for name in ("subject", "question", "tried", "kept_from")} == {
        name: expected[name] for name in ("subject", "question", "tried", "kept_from")
    }
    assert (set(readable_by(coordinator)), OutboxMail.objects.count()) == (set(), 0)
    page = client.get(edit(draft))
    assert {name: fields_of(page)[name] for name in changes} == changes
    assert (fields_of(page)["is_blind"], fields_of(page)["urgency"]) == (True, "urgent")


def test_an_empty_form_makes_no_draft():
    client = signed_in(factories.startup_user())
    for action in ("keep", "look", "send"):
        post(client, NEW, action, subject=" ", question="", tried="")
    assert not ExpertRequest.objects.exists()


def test_what_is_wrong_is_said_and_what_was_written_stays_on_the_screen():
    client = signed_in(factories.startup_user())
    wrong = {"subject": "x" * 161, "question": "", "urgency": "soon", "topic": "999"}
    page = post(client, NEW, "send", **wrong, kept_from="no domain\ngmail.com")
    assert page.context["form"].errors == {
        "subject": ["Shorten the subject to 160 characters."],
        "question": ["Enter your question."],
        "urgency": ["Select a valid choice. soon is not one of the available choices."],
        "topic": ["Choose a topic from the list, or none."],
        "kept_from": [
            "“no domain” is neither a domain, like company.example, nor an address, like someone@company.example.",
            "Anybody can have an address at “gmail.com”. Write the whole address of the person you mean.",
        ],
    }
    assert {name: fields_of(page)[name] for name in wrong} == wrong
    assert (fields_of(page)["tried"], fields_of(page)["kept_from"]) == (WRITTEN["tried"], "no domain\ngmail.com")
    assert not ExpertRequest.objects.exists()


def test_a_character_that_the_database_cannot_keep_is_left_out():
    client = signed_in(factories.startup_user())
    post(client, NEW, "keep", subject="a\x00b", question="c\x00d\r\ne", tried="\x00", kept_from="f\x00.example")
    draft = only_question()
    assert (draft.subject, draft.question, draft.tried, draft.kept_from) == ("ab", "cd\ne", "", "f.example")
    assert client.get(NEW, {"question": "a\x00b"}).context["form"]["subject"].value() == "a b"


def test_a_service_keeps_no_more_than_a_column_takes():
    long = world.question(subject="s\x00" + "x" * 200, question="y" * 6000, tried="z" * 4000, kept_from="k" * 3000)
    draft = asking.begin_draft(by=factories.startup_user(), given=long)
    draft.refresh_from_db()
    assert draft.subject == "s" + "x" * 159
    assert [len(text) for text in (draft.question, draft.tried, draft.kept_from)] == [5000, 3000, 2000]


def test_new_lines_count_as_one_character_as_in_the_browser():
    client = signed_in(factories.startup_user())
    post(client, NEW, "keep", question="a" + "\r\n" * 4998 + "b")
    assert len(only_question().question) == 5000


def test_a_long_search_becomes_the_question():
    client = signed_in(factories.startup_user())
    words = "hashes " * 40
    fields = fields_of(client.get(NEW, {"question": words}))
    assert (fields["subject"], fields["question"]) == (words[:160], words.strip())


@pytest.mark.parametrize("state", list(State))
def test_for_everybody_else_there_is_nothing_to_edit(state):
    made = world.IN_STATE[state]()
    others = [factories.member(), world.coordinator(), factories.person(at=made.organisation), factories.superuser()]
    for person in others:
        client = signed_in(person)
        assert client.get(edit(made)).status_code == 404
        assert post(client, edit(made), "send").status_code == 404
    assert world.fresh(made).subject == made.subject


def test_what_was_sent_is_shown_and_not_edited_and_what_was_written_late_is_not_lost():
    asker = factories.startup_user()
    made = world.submitted(asker)
    client = signed_in(asker)
    assert client.get(edit(made)).url == f"/questions/{made.code}/"
    page = post(client, edit(made), "send", question="Something that came to my mind")
    assert "cannot be changed here" in text_of(page)
    assert fields_of(page)["question"] == "Something that came to my mind"
    assert buttons_of(page) == []
    assert world.fresh(made).question == made.question


def test_a_form_that_is_sent_twice_makes_one_question():
    world.coordinator()
    client = signed_in(factories.startup_user())
    code = re.search(r'name="code"\s+value="([^"]+)"', client.get(NEW).content.decode())[1]
    post(client, NEW, "keep", code=code)
    post(client, NEW, "keep", code=code, question="Changed after going back")
    assert only_question().question == "Changed after going back"
    post(client, NEW, "send", code=code)
    assert "cannot be changed here" in text_of(post(client, NEW, "send", code=code))
    assert only_question().state == State.SUBMITTED


def test_the_code_of_somebody_elses_question_leads_nowhere():
    made = world.draft()
    client = signed_in(factories.startup_user())
    assert post(client, NEW, "keep", code=str(made.code)).status_code == 404
    assert world.fresh(only_question()).question == made.question


def test_a_button_that_nobody_made_does_nothing():
    client = signed_in(factories.startup_user())
    assert post(client, NEW, "publish").status_code == 400
    assert not ExpertRequest.objects.exists()


# --- The guard ------------------------------------------------------------------------------------------------------


def test_what_must_not_be_sent_and_where_to_report_stands_on_the_first_screen():
    text = text_of(signed_in(factories.startup_user()).get(NEW))
    assert "Do not send us material" in text
    assert "NCMEC CyberTipline" in text


def test_what_is_held_says_what_to_take_out_and_nobody_else_reads_it():
    coordinator = world.coordinator()
    client = signed_in(factories.startup_user())
    held = post(client, NEW, "send", question=world.GUARDED, tried="Write to zq@nowhere.example")
    made = only_question()
    assert (made.state, held.url) == (State.HELD, edit(made))
    page = client.get(held.url)
    rows = {row.field.name: row.holding for row in page.context["rows"] if row.holding}
    assert rows == {
        "question": [SENTENCES[Kind.MATERIAL_LINK]],
        "tried": [SENTENCES[Kind.EMAIL]],
    }
    assert all(sentence in text_of(page) for sentences in rows.values() for sentence in sentences)
    assert "Your question is held" in text_of(page)
    assert re.search(r'id="where-to-report"\s+open', page.content.decode())
    assert set(readable_by(coordinator)) == set()
    assert [line.kinds for line in held_beside(coordinator)] == [("email", "material-link")]
    assert post(client, edit(made), "send-now").url == f"/questions/{made.code}/"
    assert only_question().state == State.SUBMITTED


def test_what_is_held_can_be_kept_and_says_when_nothing_holds_it_any_more():
    asker = factories.startup_user()
    held = world.held(asker)
    client = signed_in(asker)
    post(client, edit(held), "keep")
    assert world.fresh(held).state == State.HELD
    page = client.get(edit(held))
    assert "Nothing holds your question any more" in text_of(page)
    assert buttons_of(page)[0] == "send-now"


def test_of_a_user_name_the_writer_is_asked_once_and_then_it_is_sent():
    world.coordinator()
    client = signed_in(factories.startup_user())
    looked = post(client, NEW, "send", question="What about @zqhandle on our service?")
    draft = only_question()
    assert (draft.state, looked.url) == (State.DRAFT, f"{edit(draft)}?look=yes")
    assert "This looks like somebody’s user name" in text_of(client.get(looked.url))
    post(client, edit(draft), "send-now", question="What about @zqhandle on our service?")
    assert only_question().state == State.SUBMITTED


# --- Nobody there ---------------------------------------------------------------------------------------------------


def test_what_is_kept_until_somebody_is_there_says_so_and_says_so_too_when_it_is_a_draft_again():
    client = signed_in(factories.startup_user())
    kept = post(client, NEW, "send")
    assert kept.url == LIST
    listed = text_of(client.get(LIST))
    assert "Nobody is there just now who could look after your question." in listed
    assert "Kept until somebody is there." in listed
    draft = only_question()
    assert "We keep your question" in text_of(client.get(edit(draft)))
    post(client, edit(draft), "keep", question="Changed")
    assert only_question().kept_since is None
    assert "Your question is a draft again" in text_of(client.get(LIST))
    world.coordinator()
    upkeep.send_kept(timezone.now())
    assert only_question().state == State.DRAFT


# --- From whom it is kept -------------------------------------------------------------------------------------------


def named_by(*lines: str) -> tuple[int, str, list[tuple[str, str]]]:
    """All that a requester learns who sends a question with these lines: pages, and what each says."""
    client = signed_in(factories.startup_user())
    sent = post(client, NEW, "keep", kept_from="\n".join(lines))
    made = ExpertRequest.objects.latest("pk")
    pages = [client.get(LIST), client.get(edit(made)), post(client, edit(made), "send", kept_from="\n".join(lines))]
    made.refresh_from_db()
    told = [(str(page.status_code), text_of(page) if page.status_code == 200 else "") for page in pages]
    return sent.status_code, made.state, [(status, text.replace("\n".join(lines), "")) for status, text in told]


def test_a_known_line_and_an_unknown_one_are_answered_alike():
    world.coordinator()
    company = world.company("Rival")
    world.domain_of(company)
    colleague = factories.person(at=company)
    elsewhere = factories.person(at=world.company("Elsewhere"))
    known = named_by("rival.example", elsewhere.email)
    first = ExpertRequest.objects.latest("pk")
    unknown = named_by("rivel.example", elsewhere.email.replace("dov", "div"))
    second = ExpertRequest.objects.latest("pk")
    normal = [text.replace("div", "dov").replace("rivel", "rival") for _, text in unknown[2]]
    assert (known[:2], [text for _, text in known[2]]) == (unknown[:2], normal)
    assert {(row.organisation, row.person) for row in first.barred.all()} == {(company, None), (None, elsewhere)}
    assert not second.barred.exists()
    assert colleague.organisation == company


@pytest.mark.parametrize(
    "line", ["rival.example", "@rival.example", "https://www.rival.example/about", " Rival.Example, "]
)
def test_an_expert_at_a_domain_that_is_named_never_learns_of_the_question(line):
    world.coordinator()
    company = world.company("Rival")
    world.domain_of(company)
    topic = world.topic()
    barred, free = world.expert_on(topic, at=company), world.expert_on(topic)
    client = signed_in(factories.startup_user())
    post(client, NEW, "send", topic=str(topic.pk), kept_from=line)
    made = only_question()
    triage.triage(request=made, by=made.owner, topic=topic, urgency=made.urgency)
    assert (can_read_request(barred, made), can_read_request(free, made)) == (False, True)


def test_the_alliance_is_not_barred_as_a_whole_and_what_was_written_stays():
    coordinator = world.coordinator()
    client = signed_in(factories.startup_user())
    add_domain(organisation=factories.alliance(), domain="the-alliance.example", by=factories.superuser())
    page = post(client, NEW, "send", kept_from="the-alliance.example")
    assert list(page.context["form"].errors) == ["kept_from"]
    assert fields_of(page)["kept_from"] == "the-alliance.example"
    made = only_question()
    assert made.state == State.DRAFT
    assert f'action="{edit(made)}"' in page.content.decode()
    post(client, edit(made), "send", kept_from=coordinator.email)
    made = only_question()
    assert (made.state, made.owner != coordinator, can_read_request(coordinator, made)) == (
        State.SUBMITTED,
        True,
        False,
    )


def test_whoever_joins_later_is_barred_by_the_line_that_named_them():
    topic = world.topic()
    made = world.triaged(on=topic, kept_from="late.example\nlatecomer@free.example")
    company = world.company("Late")
    colleague = world.expert_on(topic, at=company)
    assert can_read_request(colleague, made)
    colleague.email = "somebody@other.example"  # known by their company alone
    colleague.save()
    world.domain_of(company)
    person = factories.person()
    User.objects.filter(pk=person.pk).update(email="Latecomer@free.example")
    assert bar_latecomers() == 2
    assert {(row.organisation, row.person) for row in made.barred.all()} == {(company, None), (None, person)}
    assert not can_read_request(colleague, made)
    assert bar_latecomers() == 0


def test_lines_of_what_is_held_count_at_once_and_whoever_looked_after_it_is_covered_for():
    first, asker = world.coordinator(), factories.startup_user()
    held = world.held(asker)
    assert held.owner == first
    second = world.coordinator()
    client = signed_in(asker)
    post(client, edit(held), "keep", question=world.GUARDED, kept_from=first.email)
    assert (world.fresh(held).state, world.fresh(held).owner) == (State.HELD, second)
    assert held_beside(first) == []
    post(client, edit(held), "keep", question=world.GUARDED, kept_from=f"{first.email}\n{second.email}")
    assert (world.fresh(held).state, world.fresh(held).owner) == (State.DRAFT, None)


def test_of_a_draft_that_is_deleted_no_line_is_left():
    asker = factories.startup_user()
    draft = world.draft(asker, kept_from="rival.example")
    asking.withdraw(request=draft, by=asker)
    assert world.fresh(draft).kept_from == ""


# --- Who may ask ----------------------------------------------------------------------------------------------------


def test_whoever_is_not_signed_in_signs_in_first(client):
    draft = world.draft()
    for address in (LIST, NEW, edit(draft)):
        assert client.get(address).url.startswith("/accounts/login/")
        assert post(client, address, "send").status_code in {302, 405}
    assert ExpertRequest.objects.count() == 1


def test_whoever_is_suspended_reaches_nothing():
    asker = factories.startup_user()
    draft = world.draft(asker)
    client = signed_in(asker)
    factories.people.suspend_person(person=asker)
    for address in (LIST, NEW, edit(draft)):
        assert client.get(address).url.startswith("/accounts/login/")


def applicant() -> User:
    person = factories.startup_user()
    person.organisation.standing = Standing.APPLICANT
    person.organisation.save()
    return person


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (applicant, "Your company waits for review."),
        (factories.person, "You belong to no company here yet."),
        (factories.alliance_staff, "You work for the alliance"),
    ],
)
def test_whoever_may_not_ask_reads_why_and_finds_no_button(who, sentence):
    client = signed_in(who())
    for address in (LIST, NEW):
        page = client.get(address)
        assert sentence in text_of(page)
        assert (buttons_of(page), 'href="/questions/new/"' in page.content.decode()) == ([], False)
    refused = post(client, NEW, "send")
    assert sentence in text_of(refused)
    assert fields_of(refused)["question"] == WRITTEN["question"]
    assert not ExpertRequest.objects.exists()


def test_whoever_loses_the_right_to_ask_keeps_what_they_wrote():
    asker = factories.startup_user()
    client = signed_in(asker)
    post(client, NEW, "keep")
    asker.organisation.standing = Standing.LAPSED
    asker.organisation.save()
    draft = only_question()
    page = post(client, edit(draft), "send", question="Changed")
    assert "Your company is not in Pathways or the alliance at present." in text_of(page)
    assert (only_question().state, only_question().question) == (State.DRAFT, "Changed")
    assert WRITTEN["subject"] in text_of(client.get(LIST))


@pytest.mark.parametrize(
    ("who", "led_to"),
    [
        (factories.startup_user, set()),
        (factories.expert, {"/questions/queue/"}),
        (factories.coordinator_of, {"/questions/desk/"}),
    ],
)
def test_those_who_answer_and_coordinate_are_led_to_their_pages(who, led_to):
    html = signed_in(who()).get(LIST).content.decode()
    assert {address for address in ("/questions/queue/", "/questions/desk/") if address in html} == led_to


@pytest.mark.parametrize(
    ("who", "has_button", "sentence"),
    [
        (factories.startup_user, True, ""),
        (factories.member, True, ""),
        (factories.person, False, "See how to join your company"),
        (None, False, "Sign in to ask an expert"),
    ],
)
def test_the_hub_leads_to_asking_or_says_what_comes_first(home, who, has_button, sentence):
    page = (signed_in(who()) if who else Client()).get("/pathways/")
    html = page.content.decode()
    assert ('href="/questions/new/"' in html, 'href="/questions/"' in html) == (has_button, who is not None)
    assert sentence in text_of(page)


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_list_has_all_ones_own_questions_and_nobody_elses_with_the_next_move_first():
    asker = factories.startup_user()
    made = {state: world.IN_STATE[state](asker) for state in State if state != State.DRAFT}
    world.draft(asker, subject="A draft")
    world.draft(factories.startup_user(), subject="Of somebody else")
    page = signed_in(asker).get(LIST)
    sections = {name: [line.state for line in lines] for name, lines in page.context["sections"]}
    assert sections["Your move"] == [
        "Held: something has to be taken out",
        "Waiting for you",
        "Answered",
        "Draft",
    ]
    assert set(sections["With us"]) == {"With a coordinator", "Waiting for an expert", "With an expert"}
    assert set(sections["Ended"]) == {"Closed", "Declined", "Asked before", "Withdrawn"}
    assert "Of somebody else" not in text_of(page)
    urls = {line.state: line.url for _, lines in page.context["sections"] for line in lines}
    assert urls["Held: something has to be taken out"] == edit(made[State.HELD])
    assert urls["With an expert"] == f"/questions/{made[State.ASSIGNED].code}/"
    owners = {line.state: line.owner for _, lines in page.context["sections"] for line in lines}
    assert owners["With a coordinator"] == "A coordinator of the alliance"
    assert (
        owners["With an expert"]
        == f"{made[State.ASSIGNED].owner.get_full_name()}, {made[State.ASSIGNED].owner.organisation}"
    )


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_with_one_question_and_with_three():
    asker = factories.startup_user()
    client = signed_in(asker)
    world.assigned(asker)
    client.get(LIST)
    one = queries_of(client, LIST)
    world.assigned(asker)
    world.held(asker)
    assert queries_of(client, LIST) == one <= 15


def test_long_lists_are_read_page_by_page():
    asker = factories.startup_user()
    for number in range(21):
        world.draft(asker, subject=f"Draft {number}")
    client = signed_in(asker)
    lengths = [len(client.get(LIST, {"page": page}).context["page_obj"]) for page in ("1", "2", "x", "9")]
    assert lengths == [20, 1, 20, 1]


def test_the_form_costs_the_same_with_one_fitting_page_and_with_three():
    client = signed_in(factories.startup_user())
    resource("Matching hashes 1")
    looked = post(client, NEW, "look", subject="Matching hashes", question="How?")
    client.get(looked.url)
    one = queries_of(client, looked.url)
    resource("Matching hashes 2")
    resource("Matching hashes 3")
    assert queries_of(client, looked.url) <= one <= 40
    assert queries_of(client, NEW) <= 15


def test_history_has_each_step_of_the_requester():
    world.coordinator()
    client = signed_in(factories.startup_user())
    post(client, NEW, "keep")
    post(client, edit(only_question()), "send")
    assert list(RequestEvent.objects.values_list("deed", flat=True)) == ["save", "submit"]
    assert not Barred.objects.exists()
