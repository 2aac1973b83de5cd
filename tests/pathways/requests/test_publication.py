"""From a consent to an answer page: nobody else reads it before, nothing is published without all who have a say."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from audit.models import Action, AuditEntry
from content.scheduling import due_changes
from membership import services as people
from pathways.pages import AnswerPage
from pathways.requests import answering, asking, barring, consent, farewell, publishing, triage
from pathways.requests.errors import (
    AnswerIsNewer,
    NoSuchStep,
    NothingAsked,
    NotYourStep,
    TextHasChanged,
    TextIsGuarded,
)
from pathways.requests.models import Consent, ExpertRequest
from pathways.requests.publication import (
    Stage,
    current_publication,
    next_move_for,
    page_for,
    reading_of,
    stage_of,
)
from pathways.requests.publishing_models import Publication
from pathways.requests.standing import ConsentMissing, may_be_published
from portal.models import HomePage
from tests import factories
from tests.editors import desk
from tests.signing_in import signed_in
from visibility.models import Audience
from visibility.pages import visible_pages
from visibility.viewer import viewer_for

from . import answer_pages as texts
from . import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal(home: HomePage) -> None:
    """Every test begins in the empty portal."""


@pytest.fixture
def coordinator() -> Any:
    return world.coordinator()


@pytest.fixture
def request_(coordinator: Any) -> ExpertRequest:
    """Answered, and its requester has given their consent."""
    return texts.agreed()


def stage(request: ExpertRequest) -> Stage | None:
    publication = current_publication(request)
    return stage_of(publication, publication.approvals.all()) if publication else None


def text_address(request: ExpertRequest, route: str = "") -> str:
    return f"/questions/{request.code}/publication/{route}"


# --- The whole way ----------------------------------------------------------------------------------------------------


def test_the_whole_way_from_the_consent_to_a_page_by_services(coordinator):
    request = world.answered()
    requester, expert = request.requester, request.owner
    with pytest.raises(NoSuchStep):
        texts.written(request, coordinator)
    consent.give_consent(request=request, by=requester)
    publication = texts.written(request, coordinator)
    assert stage(request) == Stage.WRITING
    publishing.send_for_approval(request=request, by=coordinator)
    assert stage(request) == Stage.READING
    publishing.approve(request=request, by=expert, version=1)
    assert stage(request) == Stage.READING
    with pytest.raises(NoSuchStep):
        publishing.hand_to_editors(request=request, by=coordinator)
    publishing.approve(request=request, by=requester, version=1)
    assert stage(request) == Stage.APPROVED
    publishing.hand_to_editors(request=request, by=coordinator)
    assert stage(request) == Stage.HANDED_OVER
    page = AnswerPage.objects.get(publication=publication)
    assert (page.live, page.title, page.summary) == (False, texts.TITLE, "It is zqshortqz.")
    assert (page.owner, page.audience.slug, list(page.topics.all())) == (coordinator, "pathways", [request.topic])
    assert page.get_parent().slug == "answers"
    assert desk.under_review(page).status == "in_progress"
    assert page_for(viewer_for(requester), request) is None
    desk.approve(page, by=factories.publisher())
    assert page_for(viewer_for(requester), request) == texts.fresh(page)
    shown = signed_in(factories.member()).get(page.url).content.decode()
    assert "zqpublicquestionqz" in shown
    assert "zqpublicanswerqz" in shown
    assert all(word not in shown for word in world.CANARIES)


def test_the_whole_way_from_the_consent_to_a_page_by_pages(coordinator):
    request = world.answered()
    asker, expert, desk_of = (signed_in(person) for person in (request.requester, request.owner, coordinator))
    assert asker.post(f"/questions/{request.code}/consent/", {"consent": "give"}).status_code == 302
    form = desk_of.get(text_address(request, "edit/")).content.decode()
    assert all(word in form for word in ("zqsubjectqz", "zqquestionqz", "zqanswerqz")), "prefilled"
    assert Publication.objects.count() == 0, "looking writes nothing"
    pathways = Audience.objects.get(slug="pathways")
    given = {
        "title": "A title",
        "short_answer": "Short.",
        "question": "How does it work?",
        "answer": "It is so.",
        "audience": pathways.pk,
    }
    assert desk_of.post(text_address(request, "edit/"), given)["Location"] == text_address(request)
    desk_of.post(text_address(request, "send/"))
    for client in (asker, expert):
        shown = client.get(text_address(request)).content.decode()
        assert "<del>" in shown
        assert "zqquestionqz" in shown
        assert ["How", "does", "it", "work?"][0] in shown
        client.post(text_address(request, "approve/"), {"version": 1})
    assert stage(request) == Stage.APPROVED
    desk_of.post(text_address(request, "hand-over/"))
    page = AnswerPage.objects.get(title="A title")
    assert not page.live
    assert page.audience == pathways


def test_what_was_taken_out_and_put_in_is_marked_also_for_those_who_do_not_see_it(coordinator):
    request = world.answered(question="At <b>Example</b> we hash pictures.", subject="Hashing")
    consent.give_consent(request=request, by=request.requester)
    texts.sent(request, coordinator, title="Hashing", question="At a company we hash pictures.")
    shown = signed_in(request.requester).get(text_address(request)).content.decode()
    hidden = '<span class="visually-hidden">'
    assert f"<del>{hidden}[taken out:] </span>&lt;b&gt;Example&lt;/b&gt;{hidden} [end]</span></del>" in shown
    assert f"<ins>{hidden}[put in:] </span>a company{hidden} [end]</span></ins>" in shown


def test_each_is_told_what_they_can_do_next(coordinator):
    request = world.answered()
    everybody = (request.requester, request.owner, coordinator, factories.startup_user(), world.expert_on())

    def moves() -> list[str]:
        found = [next_move_for(person, world.fresh(request)) for person in everybody]
        return [move.url.removeprefix(f"/questions/{request.code}/") if move else "" for move in found]

    assert moves() == ["consent/", "", "", "", ""]
    consent.give_consent(request=request, by=request.requester)
    assert moves() == ["consent/", "", "publication/edit/", "", ""]
    texts.sent(request, coordinator)
    assert moves() == ["publication/", "publication/", "publication/", "", ""]
    publishing.approve(request=request, by=request.requester, version=1)
    assert moves() == ["consent/", "publication/", "publication/", "", ""]
    consent.withdraw_consent(request=request, by=request.requester)
    assert moves() == ["consent/", "", "", "", ""]


# --- Who reads it before it is a page ---------------------------------------------------------------------------------


def test_nobody_but_requester_expert_and_coordinators_reads_the_text_or_does_anything_with_it(coordinator):
    topic, company = world.topic(), world.company()
    requester, answerer = factories.startup_user(), world.expert_on(topic)
    consulted, barred_coordinator = world.expert_on(topic), world.coordinator()
    request = world.assigned(requester, answerer)
    answering.consult(request=request, by=answerer, expert=consulted)
    answering.answer(request=request, by=answerer, text="It is zqanswerqz.")
    barring.bar(request=world.fresh(request), by=requester, people=[barred_coordinator], organisations=[company])
    consent.give_consent(request=request, by=requester)
    readers = {
        "requester": requester,
        "answerer": answerer,
        "coordinator": coordinator,
        "other coordinator": world.coordinator(),
        "staff": factories.alliance_staff(),
        "superuser": factories.superuser(),
        "barred coordinator": barred_coordinator,
        "barred company's expert": world.expert_on(topic, at=company),
        "colleague": factories.startup_user(),
        "other expert": world.expert_on(topic),
        "consulted expert": consulted,
        "editor": factories.editor(),
        "publisher": factories.publisher(),
        "member": factories.member(),
    }
    clients = {name: signed_in(person) for name, person in readers.items()}
    coordinating = {"coordinator", "other coordinator", "staff", "superuser"}

    def who_reads() -> set[str]:
        return {name for name, client in clients.items() if client.get(text_address(request)).status_code == 200}

    assert who_reads() == set()
    texts.written(request, coordinator)
    assert who_reads() == coordinating
    publishing.send_for_approval(request=request, by=coordinator)
    assert who_reads() == coordinating | {"requester", "answerer"}
    assert {n for n, c in clients.items() if c.get(text_address(request, "edit/")).status_code == 200} == coordinating
    posted = {"send/": {}, "hand-over/": {}, "approve/": {"version": 1}, "changes/": {"wishes": "Shorter."}}
    for name in set(readers) - coordinating - {"requester", "answerer"}:
        for route, given in posted.items():
            assert clients[name].post(text_address(request, route), given).status_code == 404, (name, route)
        assert clients[name].get(f"/questions/{request.code}/consent/").status_code == 404, name
    for route in ("send/", "hand-over/", "edit/"):
        for name in ("requester", "answerer"):
            assert clients[name].post(text_address(request, route), {}).status_code == 404, (name, route)
    assert stage(request) == Stage.READING
    assert Client().get(text_address(request))["Location"].startswith("/accounts/login/")


def test_only_the_requester_consents(coordinator):
    request = world.answered()
    for person in (request.owner, coordinator, factories.startup_user(), factories.superuser()):
        address = f"/questions/{request.code}/consent/"
        assert signed_in(person).get(address).status_code == 404
        assert signed_in(person).post(address, {"consent": "give"}).status_code == 404
    assert not Consent.objects.exists()
    early = world.assigned()
    assert signed_in(early.requester).get(f"/questions/{early.code}/consent/").status_code == 404
    assert signed_in(request.requester).post(f"/questions/{request.code}/consent/", {}).status_code == 400


def test_reading_the_text_is_in_the_audit_log_but_for_the_requesters(coordinator, request_):
    texts.sent(request_, coordinator)
    before = AuditEntry.objects.count()
    signed_in(request_.requester).get(text_address(request_))
    assert AuditEntry.objects.count() == before
    signed_in(request_.owner).get(text_address(request_))
    entry = AuditEntry.objects.get(action=Action.REQUEST_READ)
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (request_.owner_id, "request", request_.pk)


def test_the_log_holds_each_step_by_number_and_never_says_who_asked(coordinator, request_):
    page = texts.published(request_, coordinator)
    consent.withdraw_consent(request=request_, by=request_.requester)
    entries = AuditEntry.objects.filter(action=Action.REQUEST_PUBLISHING).order_by("pk")
    assert [(entry.actor_id, entry.details["step"]) for entry in entries] == [
        (coordinator.pk, "prepared"),
        (coordinator.pk, "sent"),
        (request_.owner_id, "approved"),
        (coordinator.pk, "handed-over"),
    ]
    assert {entry.object_id for entry in entries} == {request_.pk}
    assert not AuditEntry.objects.filter(actor_id=request_.requester_id).exists()
    assert not PageLogEntry.objects.filter(page=page.pk, user=request_.requester_id).exists()


def test_the_page_of_a_text_asks_the_database_no_more_however_much_was_answered(
    coordinator, request_, django_assert_max_num_queries
):
    texts.sent(request_, coordinator)
    client = signed_in(request_.owner)
    client.get(text_address(request_))
    with django_assert_max_num_queries(24) as first:
        client.get(text_address(request_))
    for _ in range(2):
        answering.answer(request=request_, by=request_.owner, text="And more.")
    with django_assert_max_num_queries(24) as third:
        client.get(text_address(request_))
    assert len(first.captured_queries) == len(third.captured_queries)


# --- Approval ---------------------------------------------------------------------------------------------------------


def test_any_change_of_words_has_to_be_approved_anew(coordinator, request_):
    texts.approved(request_, coordinator)
    changed = texts.words(answer="Like something else.")
    publishing.revise(request=request_, by=coordinator, given=changed, version=1)
    assert stage(request_) == Stage.WRITING
    publication = publishing.send_for_approval(request=request_, by=coordinator)
    assert stage(request_) == Stage.READING
    assert list(publication.approvals.all()) == []
    for version in (1, 3):
        with pytest.raises(TextHasChanged):
            publishing.approve(request=request_, by=request_.requester, version=version)


def test_who_reads_an_older_version_is_told_and_approves_nothing(coordinator, request_):
    texts.sent(request_, coordinator)
    publishing.revise(request=request_, by=coordinator, given=texts.words(), version=1)
    publishing.send_for_approval(request=request_, by=coordinator)
    answer = signed_in(request_.requester).post(text_address(request_, "approve/"), {"version": 1}, follow=True)
    assert "The text has changed since you opened it" in answer.content.decode()
    assert stage(request_) == Stage.READING
    assert not current_publication(request_).approvals.exists()


def test_two_coordinators_lose_nothing_to_one_another(coordinator, request_):
    texts.written(request_, coordinator)
    publishing.revise(request=request_, by=world.coordinator(), given=texts.words(title="Theirs"), version=1)
    given = {"title": "zqmineqz", "short_answer": "S.", "question": "Q.", "answer": "A.", "version": 1}
    shown = signed_in(coordinator).post(text_address(request_, "edit/"), given).content.decode()
    assert "Somebody else changed this text meanwhile" in shown
    assert "zqmineqz" in shown
    assert current_publication(request_).title == "Theirs"


def test_whoever_asks_for_changes_stops_it_and_the_coordinator_reads_why(coordinator, request_):
    texts.approved(request_, coordinator)
    signed_in(request_.requester).post(text_address(request_, "changes/"), {"wishes": "zqwishqz"})
    assert stage(request_) == Stage.WISHED
    assert not current_publication(request_).approvals.filter(approved_at__isnull=False).exists()
    assert "zqwishqz" in signed_in(coordinator).get(text_address(request_)).content.decode()
    assert signed_in(request_.requester).get(text_address(request_)).status_code == 404
    with pytest.raises(NoSuchStep):
        publishing.hand_to_editors(request=request_, by=coordinator)


def test_wishes_without_words_or_with_what_the_guard_holds_are_shown_again_and_not_kept(coordinator, request_):
    texts.sent(request_, coordinator)
    client = signed_in(request_.requester)
    assert "Say what should change." in client.post(text_address(request_, "changes/"), {}).content.decode()
    shown = client.post(text_address(request_, "changes/"), {"wishes": world.GUARDED}).content.decode()
    assert "Take out links to files" in shown
    assert world.GUARDED in shown
    with pytest.raises(TextIsGuarded):
        publishing.ask_for_changes(request=request_, by=request_.requester, wishes=world.GUARDED)
    with pytest.raises(NothingAsked):
        publishing.ask_for_changes(request=request_, by=request_.requester, wishes="  ")
    assert stage(request_) == Stage.READING


@pytest.mark.parametrize("field", ["title", "short_answer", "question", "answer"])
def test_no_text_passes_the_guard_with_what_it_holds_and_its_writer_keeps_it_on_the_screen(
    field, coordinator, request_
):
    with pytest.raises(TextIsGuarded):
        texts.written(request_, coordinator, **{field: world.GUARDED})
    given = {"title": "T", "short_answer": "S.", "question": "Q.", "answer": "A.", field: world.GUARDED}
    shown = signed_in(coordinator).post(text_address(request_, "edit/"), given).content.decode()
    assert "Take out links to files" in shown
    assert world.GUARDED in shown
    assert not Publication.objects.exists()


def _suspend(request: ExpertRequest) -> None:
    people.suspend_person(person=request.owner)


def _no_expert(request: ExpertRequest) -> None:
    people.set_roles(person=request.owner, roles=set())


def _leave(request: ExpertRequest) -> None:
    farewell.hand_on_all_of(request.owner)


def _bar(request: ExpertRequest) -> None:
    assert request.owner
    barring.bar(request=request, by=request.requester, people=[request.owner])


def _reassign(request: ExpertRequest) -> None:
    triage.reassign(request=request, by=world.coordinator(), expert=world.expert_on())


@pytest.mark.parametrize("change", [_suspend, _no_expert, _leave, _bar, _reassign])
def test_a_coordinator_approves_in_the_place_of_an_expert_who_does_not_read_the_question_any_more(
    change, coordinator, request_
):
    expert = request_.owner
    texts.sent(request_, coordinator)
    with pytest.raises(NotYourStep):
        publishing.approve(request=request_, by=coordinator, version=1)
    change(world.fresh(request_))
    with pytest.raises(NotYourStep):
        publishing.approve(request=request_, by=expert, version=1)
    assert reading_of(expert, request_) is None
    publishing.approve(request=request_, by=coordinator, version=1)
    publishing.approve(request=request_, by=request_.requester, version=1)
    assert stage(request_) == Stage.APPROVED


def test_a_text_is_not_handed_over_while_the_question_is_open_again_or_has_a_newer_answer(coordinator, request_):
    texts.approved(request_, coordinator)
    asking.reopen(request=request_, by=request_.requester, text="One more thing.")
    with pytest.raises(NoSuchStep):
        publishing.hand_to_editors(request=request_, by=coordinator)
    answering.answer(request=request_, by=request_.owner, text="Quite different.")
    with pytest.raises(AnswerIsNewer):
        publishing.hand_to_editors(request=request_, by=coordinator)
    assert not AnswerPage.objects.exists()


# --- Nothing is published without all of it ---------------------------------------------------------------------------


def _by_revision(page: AnswerPage) -> None:
    with pytest.raises(ConsentMissing):
        page.latest_revision.publish()


def _by_revision_of_a_superuser(page: AnswerPage) -> None:
    with pytest.raises(PermissionDenied):
        page.latest_revision.publish(user=factories.superuser(), skip_permission_checks=True)


def _by_row(page: AnswerPage) -> None:
    page.live = True
    with pytest.raises(ConsentMissing):
        page.save()


def _by_editor(page: AnswerPage) -> None:
    form = desk.form_of(page, **{"action-publish": "true"})
    desk.signed_in(factories.superuser()).post(f"/admin/pages/{page.pk}/edit/", form)


def _by_bulk(page: AnswerPage) -> None:
    desk.signed_in(factories.superuser()).post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}")


def _by_review(page: AnswerPage) -> None:
    state = desk.under_review(page) or desk.submit(page, by=factories.editor())
    desk.approve(page, by=factories.publisher(), task_state=state)
    desk.approve(page, by=factories.superuser(), task_state=state)


def _by_calendar(page: AnswerPage) -> None:
    page.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(ConsentMissing):
        page.save_revision().publish()
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now() - timedelta(days=1))
    for change in due_changes():
        with pytest.raises(ConsentMissing):
            change()


def _by_copy(page: AnswerPage) -> None:
    copy = page.copy(update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=True)
    with pytest.raises(ConsentMissing):
        copy.save_revision().publish()


WAYS = [
    _by_revision,
    _by_revision_of_a_superuser,
    _by_row,
    _by_editor,
    _by_bulk,
    _by_review,
    _by_calendar,
    _by_copy,
]


@pytest.mark.parametrize("way", WAYS)
def test_what_lost_its_consent_is_published_again_in_no_way(way, coordinator, request_):
    page = texts.published(request_, coordinator)
    assert page.live
    consent.withdraw_consent(request=request_, by=request_.requester)
    way(texts.fresh(page))
    assert not AnswerPage.objects.filter(live=True).exists()
    consent.give_consent(request=request_, by=request_.requester)
    assert not may_be_published(page.publication_id), "a new consent needs a new text"


@pytest.mark.parametrize("way", WAYS)
def test_what_was_taken_back_before_anybody_published_it_is_published_in_no_way(way, coordinator, request_):
    page = texts.handed_over(request_, coordinator)
    consent.withdraw_consent(request=request_, by=request_.requester)
    way(texts.fresh(page))
    assert not AnswerPage.objects.filter(live=True).exists()


def test_a_page_with_a_text_that_not_all_have_approved_is_not_published(coordinator, request_):
    publication = texts.sent(request_, coordinator)
    page = AnswerPage(title="Early", slug="early", summary="Early.", live=False, publication=publication)
    page.audience = publication.audience
    desk.section("answers").add_child(instance=page)
    for person in (request_.requester, request_.owner):
        with pytest.raises(ConsentMissing):
            page.save_revision().publish()
        publishing.approve(request=request_, by=person, version=1)
    with pytest.raises(ConsentMissing):
        page.save_revision().publish()
    Publication.objects.update(handed_over_at=timezone.now())
    page.save_revision().publish()
    assert texts.fresh(page).live, "it was the approvals that were missing"


def test_nobody_gives_the_page_to_other_readers_than_those_who_were_approved(coordinator, request_):
    page = texts.published(request_, coordinator)
    page.audience = None
    with pytest.raises(ValidationError, match="Requester and expert have agreed to a page for Pathways"):
        page.save_revision()
    with pytest.raises(ConsentMissing):
        page.save(clean=False)
    form = desk.form_of(page, **{"action-publish": "true"}) | {"audience": ""}
    answer = desk.signed_in(factories.superuser()).post(f"/admin/pages/{page.pk}/edit/", form)
    assert "Requester and expert have agreed to a page for Pathways" in answer.content.decode()
    assert texts.fresh(page).audience.slug == "pathways"


def test_editors_are_told_why_they_cannot_publish(coordinator, request_):
    page = texts.published(request_, coordinator)
    consent.withdraw_consent(request=request_, by=request_.requester)
    shown = desk.signed_in(factories.superuser()).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "It cannot be published." in shown
    assert "action-publish" not in shown


def test_pages_that_nobody_asked_for_are_published_as_ever():
    page = AnswerPage(title="By editors", slug="by-editors", summary="Ours.", live=False)
    desk.section("answers").add_child(instance=page)
    page.save_revision().publish()
    assert texts.fresh(page).live


# --- Taking it back ---------------------------------------------------------------------------------------------------


LISTS = ("/pathways/", "/pathways/answers/", "/updates.atom", "/sitemap.xml", "/search/?q=publicanswer")


def lists_with(page: AnswerPage, client: Client) -> set[str]:
    return {address for address in LISTS if page.slug in client.get(address).content.decode()}


def test_the_page_is_gone_from_every_place_at_once(coordinator, request_):
    page = texts.published(request_, coordinator, audience=None, answer="The publicanswer.")
    alias = page.create_alias(update_slug="an-alias", parent=Page.objects.get(slug="about"))
    reader = signed_in(factories.member())
    assert reader.get(page.url).status_code == reader.get(alias.url).status_code == 200
    assert lists_with(page, reader) == set(LISTS)
    answer = signed_in(request_.requester).post(f"/questions/{request_.code}/consent/", {"consent": "withdraw"})
    assert answer.status_code == 302
    for client in (reader, Client(), signed_in(request_.requester), signed_in(coordinator)):
        assert client.get(page.url).status_code == 404
        assert client.get(alias.url).status_code == 404
        assert lists_with(page, client) == set()
    assert not visible_pages(viewer_for(factories.superuser()), AnswerPage.objects.all()).exists()
    assert not PageLogEntry.objects.filter(user=request_.requester_id).exists(), "editors would read who asked"
    publication = Publication.objects.get()
    assert (publication.title, publication.short_answer, publication.question, publication.answer) == ("", "", "", "")


def test_a_review_and_a_date_are_called_off(coordinator, request_):
    page = texts.handed_over(request_, coordinator)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    consent.withdraw_consent(request=request_, by=request_.requester)
    assert desk.under_review(page) is None
    assert texts.fresh(page).current_workflow_state is None
    assert list(due_changes()) == []
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_after_a_new_consent_everything_begins_anew(coordinator, request_):
    old = texts.published(request_, coordinator)
    consent.withdraw_consent(request=request_, by=request_.requester)
    with pytest.raises(NoSuchStep):
        texts.written(request_, coordinator)
    consent.give_consent(request=request_, by=request_.requester)
    assert current_publication(request_) is None
    new = texts.published(request_, coordinator)
    assert set(AnswerPage.objects.filter(live=True)) == {new}
    assert new.pk != old.pk
    assert page_for(viewer_for(request_.requester), request_) == new


def _withdraw_request(request: ExpertRequest) -> None:
    asking.withdraw(request=request, by=request.requester)


def _requester_leaves(request: ExpertRequest) -> None:
    farewell.hand_on_all_of(request.requester)


@pytest.mark.parametrize("change", [_withdraw_request, _requester_leaves])
@pytest.mark.parametrize("is_confidential", [True, False])
def test_with_the_question_or_its_requester_the_page_goes_too(change, is_confidential, coordinator):
    request = texts.agreed(is_confidential=is_confidential)
    page = texts.published(request, coordinator)
    change(world.fresh(request))
    assert not texts.fresh(page).live
    assert not may_be_published(page.publication_id)
    assert not consent.has_consent(request)


def test_a_requester_who_deletes_their_account_takes_the_page_with_them(coordinator, request_):
    page = texts.published(request_, coordinator)
    requester = request_.requester
    farewell.hand_on_all_of(requester)
    requester.delete()
    assert not texts.fresh(page).live


def test_a_coordinator_and_an_expert_who_leave_leave_the_page_and_no_name(coordinator, request_):
    page = texts.published(request_, coordinator)
    world.coordinator()
    for person in (coordinator, request_.owner):
        farewell.hand_on_all_of(person)
    publication = Publication.objects.get()
    assert publication.prepared_by is None
    assert set(publication.approvals.values_list("by", flat=True)) == {request_.requester_id, None}
    assert texts.fresh(page).live


# --- Links ------------------------------------------------------------------------------------------------------------


def test_only_readers_of_the_question_learn_from_the_page_where_it_came_from(coordinator, request_):
    page = texts.published(request_, coordinator, audience=None)
    told = "From a question that you can read"
    readers = {
        "requester": request_.requester,
        "expert": request_.owner,
        "coordinator": coordinator,
        "colleague": factories.startup_user(),
        "member": factories.member(),
        "other expert": world.expert_on(world.topic()),
        "publisher": factories.publisher(),
    }
    shown = {name: signed_in(person).get(page.url).content.decode() for name, person in readers.items()}
    shown["nobody"] = Client().get(page.url).content.decode()
    assert {name for name, text in shown.items() if told in text} == {"requester", "expert", "coordinator"}
    assert {name for name, text in shown.items() if str(request_.code) in text} == {
        "requester",
        "expert",
        "coordinator",
    }


# --- Mail -------------------------------------------------------------------------------------------------------------


def test_each_step_is_mailed_without_a_word_of_it(coordinator):
    request = world.answered()
    requester, expert = request.requester, request.owner
    world.arrived()
    consent.give_consent(request=request, by=requester)
    mails = world.arrived()
    texts.sent(request, coordinator)
    mails += world.arrived()
    publishing.ask_for_changes(request=request, by=expert, wishes="zqwishqz")
    mails += world.arrived()
    publishing.send_for_approval(request=request, by=coordinator)
    mails += world.arrived()
    for person in (requester, expert):
        publishing.approve(request=request, by=person, version=1)
    mails += world.arrived()
    publishing.hand_to_editors(request=request, by=coordinator)
    mails += world.arrived()
    consent.withdraw_consent(request=request, by=requester)
    mails += world.arrived()
    waits, over = "A text for an answer page waits for your approval", "The text that you approved is with the editors"
    assert world.subjects_for(requester, mails) == [waits, waits, over]
    assert world.subjects_for(expert, mails) == [waits, waits, over]
    assert world.subjects_for(coordinator, mails) == [
        "A requester agrees to an answer page made of their question",
        "Somebody asks for changes to a text for an answer page",
        "Everybody has approved a text for an answer page",
        "A requester has taken back their consent to an answer page",
    ]
    words = (*world.CANARIES, "zqwishqz", "zqredactedqz", "zqshortqz", "zqpublicquestionqz", "zqpublicanswerqz")
    everything = "".join(f"{mail.subject}{mail.body}{mail.alternatives}" for mail in mails)
    assert [word for word in words if word in everything] == []
    assert f"http://localhost:8000/questions/{request.code}/publication/" in everything


@pytest.mark.parametrize("change", [_suspend, _no_expert, _bar, _reassign])
def test_an_expert_who_does_not_read_the_question_any_more_gets_no_mail_that_waits(change, coordinator, request_):
    expert = request_.owner
    world.arrived()
    texts.sent(request_, coordinator)
    change(world.fresh(request_))
    assert world.subjects_for(expert, world.arrived()) == []


def test_nobody_is_asked_to_approve_what_was_taken_back_meanwhile(coordinator, request_):
    world.arrived()
    texts.sent(request_, coordinator)
    consent.withdraw_consent(request=request_, by=request_.requester)
    mails = world.arrived()
    assert world.subjects_for(request_.owner, mails) == world.subjects_for(request_.requester, mails) == []
