"""Once a year somebody who knows confirms each person, or they lose the way in: never unwarned, never all at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.joining import services as joining
from membership.joining.models import JoinRequest
from membership.models import Organisation, Recertification, Role, Standing, SuspendedBy, Tier, User
from membership.organisations import lifecycle, services
from membership.organisations.queries import overdue_recertifications, unconfirmed_people
from membership.organisations.recertification import (
    NothingToConfirm,
    confirm_people,
    move_recertifications_on,
    open_due_recertifications,
)
from notifications.jobs import SomeFailed
from notifications.outbox import OutboxMail
from tests import factories

from .desk import HOME, Company, arrived, company, fresh, on, readers, text_of, told

pytestmark = pytest.mark.django_db

CONFIRM = f"{HOME}confirm/"
START = timezone.now()


@contextmanager
def day(number: int) -> Iterator[None]:
    """So many days after the test begins; the organisations joined on day 0."""
    with time_machine.travel(START + timedelta(days=number, minutes=number), tick=False):
        yield


def work() -> list[str]:
    """A run of both jobs, each of them twice. Returns who got which mail."""
    for job in (open_due_recertifications, move_recertifications_on) * 2:
        job()
    return sorted(f"{to}: {letter.subject}" for letter in arrived() for to in letter.to)


def opened(ours: Company) -> Recertification:
    """On day 365, with its first letter sent."""
    with day(365):
        work()
    return Recertification.objects.get(organisation=ours.organisation, closed_at=None)


def with_people(name: str = "Larkspan", count: int = 2) -> tuple[Company, list[User]]:
    """Nothing of their making is in the post any more."""
    with day(0):
        ours = company(name)
        colleagues = [ours.colleague, *(factories.member(ours.organisation) for _ in range(count - 1))]
        arrived()
    return ours, colleagues


def confirm(ours: Company, *persons: User) -> None:
    confirm_people(organisation=ours.organisation, person_ids=[person.pk for person in persons], by=ours.representative)


def active_at(ours: Company) -> set[User]:
    return set(User.objects.filter(organisation=ours.organisation, is_active=True))


# --- When it opens -------------------------------------------------------------------------------------------------


def test_it_opens_a_year_after_joining_and_a_year_after_the_last_time() -> None:
    ours, _ = with_people()
    with day(364):
        assert work() == []
    with day(365):
        assert work() == [f"{ours.representative.email}: Confirm who still works at Larkspan"]
    first = Recertification.objects.get()
    assert first.due_at - first.opened_at == timedelta(days=30)
    with day(370):
        confirm(ours, *User.objects.filter(organisation=ours.organisation))
    with day(734):
        assert work() == []
    with day(736):
        work()
    assert Recertification.objects.filter(closed_at=None).count() == 1
    assert Recertification.objects.count() == 2


def test_only_current_members_are_asked() -> None:
    with day(0):
        for name, tier in (("Chatterfig", Tier.PATHWAYS), ("The alliance", Tier.ALLIANCE)):
            at = factories.organisation(name, tier)
            factories.representative(at)
            factories.member(at)
        lapsed, suspended, left = (company(name) for name in ("Lapsed", "Suspended", "Left"))
        lifecycle.change_standing(organisation=lapsed.organisation, to=Standing.LAPSED)
        lifecycle.change_standing(organisation=left.organisation, to=Standing.LEFT)
        lifecycle.suspend_organisation(organisation=suspended.organisation)
        factories.representative(factories.organisation("Only representatives"))
        asked = company("Asked")
    with day(365):
        work()
    assert [each.organisation for each in Recertification.objects.all()] == [asked.organisation]


# --- Warnings ------------------------------------------------------------------------------------------------------


def test_representatives_are_reminded_twice_and_the_unconfirmed_told_once() -> None:
    ours, (first, second) = with_people()
    opened(ours)
    with day(366):
        confirm(ours, first)
    to_representative = f"{ours.representative.email}: Confirm who still works at Larkspan"
    to_colleague = f"{second.email}: Ask your representative to confirm your account"
    heard = {}
    for number in range(366, 395):
        with day(number):
            if letters := work():
                heard[number - 395] = letters
    assert heard == {-14: [to_representative], -7: [to_colleague], -3: [to_representative]}


def test_what_the_letters_say() -> None:
    with_people()
    with day(365):
        open_due_recertifications()
        (letter,) = arrived()
    due = f"{START + timedelta(days=395, minutes=365):%-d %B %Y}"
    assert "2 people are still to be confirmed" in letter.body
    assert due in letter.body
    assert "http://localhost:8000/organisation/confirm/" in letter.body
    with day(388):
        move_recertifications_on()
        letters = [each for each in arrived() if "Ask your" in each.subject]
    assert len(letters) == 2
    assert due in letters[0].body


def test_a_letter_that_has_waited_says_nothing_when_all_is_done() -> None:
    ours, colleagues = with_people()
    with day(365):
        open_due_recertifications()
        confirm(ours, *colleagues)
        assert arrived() == []


def test_a_worker_that_was_away_for_weeks_suspends_nobody_within_three_days_of_the_last_warning() -> None:
    ours, colleagues = with_people()
    opened(ours)
    with day(370):
        confirm(ours, colleagues[0])
    with day(420):
        heard = work()
    assert heard == sorted(
        [
            f"{ours.representative.email}: Confirm who still works at Larkspan",
            f"{colleagues[1].email}: Ask your representative to confirm your account",
        ]
    )
    with day(422):
        work()
    assert active_at(ours) == {ours.representative, *colleagues}
    with day(424):
        work()
    assert active_at(ours) == {ours.representative, colleagues[0]}


def test_a_job_that_dies_in_the_middle_is_as_if_it_had_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _ = with_people()
    opened(ours)

    def die(*of: object) -> None:
        raise SystemExit

    with day(381), monkeypatch.context() as patched:
        patched.setattr("membership.organisations.letters.ask_representatives", die)
        with pytest.raises(SystemExit):
            move_recertifications_on()
    assert Recertification.objects.get().warnings_sent == 1
    with day(381):
        assert len(work()) == 1


# --- The end -------------------------------------------------------------------------------------------------------


def until_due(ours: Company, *confirmed: User) -> list[str]:
    """Opened, these confirmed, all warnings sent, and the day after it was due. Returns what is in the post then."""
    opened(ours)
    with day(366):
        if confirmed:
            confirm(ours, *confirmed)
    for number in (381, 388, 392):
        with day(number):
            work()
    with day(396):
        return work()


def test_whoever_is_not_confirmed_is_suspended_and_everyone_concerned_hears_of_it() -> None:
    ours, (kept, forgotten) = with_people()
    heard = until_due(ours, kept)
    assert active_at(ours) == {ours.representative, kept}
    assert fresh(forgotten).suspended_by == SuspendedBy.RECERTIFICATION
    assert heard == sorted(
        [
            f"{forgotten.email}: Your account is suspended",
            f"{ours.representative.email}: 1 person at Larkspan can no longer sign in",
        ]
    )
    ours.organisation.refresh_from_db()
    assert ours.organisation.certified_at == Recertification.objects.get().closed_at


def test_representatives_reinstate_whom_they_have_forgotten() -> None:
    ours, (kept, forgotten) = with_people()
    until_due(ours, kept)
    ours.desk.post(on(forgotten, "reinstate/"))
    assert active_at(ours) == {ours.representative, kept, forgotten}


def test_representatives_superusers_and_newcomers_need_no_confirmation() -> None:
    ours, (kept, forgotten) = with_people()
    with day(0):
        second = factories.representative(ours.organisation)
        root = factories.superuser()
        people.move_person(person=root, organisation=ours.organisation)
        outsider, asking = factories.person(), factories.person()
        request = JoinRequest.objects.create(organisation=ours.organisation, person=asking)
    opened(ours)
    with day(370):
        newcomer = factories.member(ours.organisation)
        joining.accept_request(request=request, by=second)
        invitation = joining.invite(organisation=ours.organisation, email=outsider.email, by=second)
        joining.accept_invitation(invitation=invitation, person=outsider)
    until_due(ours, kept)
    assert active_at(ours) == {ours.representative, second, root, kept, newcomer, outsider, asking}
    assert not fresh(forgotten).is_active


def test_whoever_was_moved_in_or_came_in_at_once_is_not_suspended_for_it() -> None:
    ours, colleagues = with_people()
    with day(1):
        moved = factories.member(factories.organisation("Findlewick"))
        by_door = people.add_person(email="ruth@larkspan.example")
    opened(ours)
    with day(366):
        for person in (moved, by_door):
            people.move_person(person=person, organisation=ours.organisation)
    until_due(ours, colleagues[0])
    assert active_at(ours) == {ours.representative, colleagues[0], moved, by_door}


def test_if_nobody_was_confirmed_nobody_is_suspended_and_staff_hear_of_it_once() -> None:
    with day(0):
        staff = factories.alliance_staff()
    ours, colleagues = with_people()
    heard = until_due(ours)
    assert heard == [f"{staff.email}: Nobody has confirmed the people of Larkspan"]
    assert active_at(ours) == {ours.representative, *colleagues}
    with day(400):
        assert work() == []
        assert [each.organisation for each in overdue_recertifications()] == [ours.organisation]


def test_who_begins_late_has_seven_more_days() -> None:
    ours, (kept, forgotten) = with_people()
    until_due(ours)
    with day(400):
        confirm(ours, kept)
        assert not overdue_recertifications().exists()
        work()
    with day(406):
        work()
    assert active_at(ours) == {ours.representative, kept, forgotten}
    with day(408):
        work()
    assert active_at(ours) == {ours.representative, kept}


def test_nothing_happens_while_the_organisation_is_suspended_and_nobody_is_lost_by_it() -> None:
    ours, colleagues = with_people()
    opened(ours)
    with day(370):
        confirm(ours, colleagues[0])
        lifecycle.suspend_organisation(organisation=ours.organisation)
        arrived()
    with day(430):
        assert work() == []
        lifecycle.reinstate_organisation(organisation=ours.organisation)
        work()
        assert active_at(ours) == {ours.representative, *colleagues}


def test_one_organisation_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _ = with_people()
    theirs, _ = with_people("Findlewick")
    opened(ours)
    held = services.held

    def fail_for_ours(organisation_id: int) -> Organisation:
        if organisation_id == ours.organisation.pk:
            raise RuntimeError
        return held(organisation_id)

    monkeypatch.setattr("membership.organisations.recertification.held", fail_for_ours)
    with day(381):
        with pytest.raises(SomeFailed, match="RuntimeError 1 times"):
            move_recertifications_on()
        assert readers(arrived()) == told(theirs.representative)


# --- The page ------------------------------------------------------------------------------------------------------


def test_representatives_confirm_a_page_of_people_at_a_time() -> None:
    ours, colleagues = with_people(count=3)
    recertification = opened(ours)
    with day(366):
        desk = ours.desk
        assert "3 to confirm" in text_of(desk.get(CONFIRM))
        assert "3 people to confirm by" in text_of(desk.get(HOME))
        page = text_of(desk.post(CONFIRM, {"person": [colleagues[0].pk, colleagues[1].pk]}, follow=True))
        assert "1 to confirm" in page
        assert list(unconfirmed_people(recertification)) == [colleagues[2]]
        page = text_of(desk.post(CONFIRM, {"person": colleagues[2].pk}, follow=True))
        assert "Everyone is confirmed for a year" in page
        assert "There is nothing to confirm now" in text_of(desk.get(CONFIRM))
    recertification.refresh_from_db()
    assert recertification.closed_at is not None


def test_whoever_has_gone_is_released_from_there_and_that_may_be_the_end_of_it() -> None:
    ours, (kept, gone) = with_people()
    opened(ours)
    with day(366):
        desk = ours.desk
        assert f'href="{on(gone, "release/")}"' in desk.get(CONFIRM).content.decode()
        desk.post(CONFIRM, {"person": kept.pk})
        desk.post(on(gone, "release/"), {"sure": "on"})
        work()
    assert Recertification.objects.get().closed_at is not None
    assert fresh(gone).is_active


def test_ticking_nobody_gets_a_sentence_and_numbers_of_others_are_passed_over() -> None:
    ours, colleagues = with_people()
    theirs, strangers = with_people("Findlewick")
    recertification = opened(ours)
    with day(366):
        desk = ours.desk
        for given in ([], ["x"], ["9" * 5000], ["²"]):
            assert "Tick whoever still works with you" in text_of(desk.post(CONFIRM, {"person": given}, follow=True))
        desk.post(CONFIRM, {"person": [strangers[0].pk, theirs.representative.pk, ours.representative.pk, 10**17]})
    assert not recertification.confirmations.exists()
    assert set(unconfirmed_people(recertification)) == set(colleagues)
    assert set(unconfirmed_people(Recertification.objects.get(organisation=theirs.organisation))) == set(strangers)


def test_only_representatives_of_the_organisation_confirm() -> None:
    ours, colleagues = with_people()
    theirs, _ = with_people("Findlewick")
    opened(ours)
    with day(366):
        for person in (colleagues[0], theirs.representative, factories.alliance_staff()):
            with pytest.raises(services.NotYours):
                confirm_people(organisation=ours.organisation, person_ids=[colleagues[1].pk], by=person)
        with pytest.raises(NothingToConfirm):
            confirm_people(
                organisation=(other := company("Pebblecast")).organisation, person_ids=[], by=other.representative
            )


def test_a_letter_goes_to_nobody_who_no_longer_represents() -> None:
    ours, colleagues = with_people()
    with day(365):
        open_due_recertifications()
        people.assign_role(person=colleagues[0], role=Role.REPRESENTATIVE)
        services.withdraw_representative(person=ours.representative, by=ours.representative)
        assert arrived() == []


def test_more_people_take_no_more_queries() -> None:
    ours, _ = with_people(count=1)
    opened(ours)
    with day(366):
        desk = ours.desk

        def queries_with(count: int) -> int:
            while (now := User.objects.filter(organisation=ours.organisation).count()) < count + 1:
                email = f"n{now}@larkspan.example"
                User.objects.create(email=email, organisation=ours.organisation, organisation_since=START)
            with CaptureQueriesContext(connection) as queries:
                page = desk.get(CONFIRM)
            assert f"{count} to confirm" in text_of(page)
            return len(queries)

        assert queries_with(1) == queries_with(3)


def test_the_rows_of_letters_hold_numbers_alone() -> None:
    ours, colleagues = with_people()
    until_due(ours, colleagues[0])
    contexts = [mail.context for mail in OutboxMail.objects.filter(message__startswith="organisation-")]
    assert all(isinstance(value, int) for context in contexts for value in context.values())
