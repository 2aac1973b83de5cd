"""What representatives can do to a colleague, what they cannot, and what never happens to an organisation."""

import time
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from membership import services as people
from membership.joining import services as joining
from membership.models import Role, SuspendedBy, Tier, User
from membership.organisations import services
from membership.representation import LastRepresentative
from tests import factories
from tests.membership.test_derived_access import keys_of
from tests.signing_in import signed_in
from workinggroups import services as groups
from workinggroups.models import RosterEntry

from .desk import HOME, company, fresh, is_representative, on, text_of

pytestmark = pytest.mark.django_db

SURE = {"sure": "on"}


# --- Suspending and reinstating ------------------------------------------------------------------------------------


def test_a_suspended_colleague_is_out_at_their_next_click() -> None:
    ours = company()
    theirs = signed_in(ours.colleague)
    assert theirs.get("/accounts/").status_code == 200
    ours.desk.post(on(ours.colleague, "suspend/"), SURE)
    assert theirs.get("/accounts/").headers["Location"].startswith("/accounts/login/")
    assert fresh(ours.colleague).suspended_by == SuspendedBy.REPRESENTATIVE


def test_what_is_hard_to_undo_needs_a_second_yes() -> None:
    ours = company()
    other = factories.representative(ours.organisation)
    for person, act in (
        (ours.colleague, "suspend/"),
        (ours.colleague, "release/"),
        (ours.colleague, "hand-over/"),
        (other, "representative/withdraw/"),
    ):
        page = text_of(ours.desk.post(on(person, act)))
        assert "Tick the box if this is what you want" in page
    assert all(fresh(person).is_active for person in (ours.colleague, other, ours.representative))
    assert is_representative(ours.representative)
    assert is_representative(other)
    assert ours.organisation.people.count() == 3


def test_looking_at_the_question_does_nothing() -> None:
    ours = company()
    desk = ours.desk
    for act in ("suspend/", "representative/", "hand-over/", "release/"):
        assert "Cancel" in text_of(desk.get(on(ours.colleague, act)))
    person = fresh(ours.colleague)
    assert (person.is_active, person.organisation, is_representative(person)) == (True, ours.organisation, False)


def test_a_representative_reinstates_whom_a_representative_suspended() -> None:
    ours = company()
    desk = ours.desk
    desk.post(on(ours.colleague, "suspend/"), SURE)
    desk.post(on(ours.colleague, "reinstate/"))
    person = fresh(ours.colleague)
    assert (person.is_active, person.suspended_by) == (True, "")


def test_whom_the_alliance_suspended_only_the_alliance_reinstates() -> None:
    ours = company()
    people.suspend_person(person=ours.colleague)
    desk = ours.desk
    assert "Reinstate" not in text_of(desk.get(on(ours.colleague)))
    response = desk.post(on(ours.colleague, "reinstate/"))
    assert response.status_code == 409
    assert "The alliance has suspended this person" in text_of(response)
    assert not fresh(ours.colleague).is_active


def test_the_alliance_makes_a_suspension_its_own_and_a_representative_cannot_take_it_back() -> None:
    ours = company()
    services.suspend_colleague(person=ours.colleague, by=ours.representative)
    people.suspend_person(person=fresh(ours.colleague))
    services.suspend_colleague(person=ours.colleague, by=ours.representative)
    with pytest.raises(services.TheAllianceKeepsThemOut):
        services.reinstate_colleague(person=ours.colleague, by=ours.representative)


def test_staff_who_correct_a_name_do_not_take_over_a_suspension() -> None:
    from portal.establish import establish

    establish()
    ours = company()
    services.suspend_colleague(person=ours.colleague, by=ours.representative)
    form = {"email": ours.colleague.email, "first_name": "Aisha", "last_name": "W", "suspended": "on"}
    staff = signed_in(factories.alliance_staff())
    staff.post(f"/admin/users/edit/{ours.colleague.pk}/", {**form, "organisation": ours.organisation.pk})
    person = fresh(ours.colleague)
    assert (person.first_name, person.suspended_by) == ("Aisha", SuspendedBy.REPRESENTATIVE)


def test_nobody_comes_back_without_a_seat() -> None:
    ours = company()
    services.suspend_colleague(person=ours.colleague, by=ours.representative)
    ours.organisation.seats = 2
    ours.organisation.save()
    joining.invite(organisation=ours.organisation, email="new@larkspan.example", by=ours.representative)
    response = ours.desk.post(on(ours.colleague, "reinstate/"))
    assert response.status_code == 409
    assert "No seat is left" in text_of(response)
    assert not fresh(ours.colleague).is_active


# --- Roles ---------------------------------------------------------------------------------------------------------


def test_a_colleague_becomes_a_representative_and_ceases_to_be_one() -> None:
    ours = company()
    desk = ours.desk
    desk.post(on(ours.colleague, "representative/"))
    assert signed_in(ours.colleague).get(HOME).status_code == 200
    desk.post(on(ours.colleague, "representative/withdraw/"), SURE)
    assert signed_in(ours.colleague).get(HOME).status_code == 404


def test_who_hands_over_has_given_up_the_role_and_kept_the_account() -> None:
    ours = company()
    desk = ours.desk
    response = desk.post(on(ours.colleague, "hand-over/"), SURE, follow=True)
    assert response.redirect_chain == [("/accounts/", 302)]
    assert "you no longer are one" in text_of(response)
    assert is_representative(ours.colleague)
    assert not is_representative(ours.representative)
    assert desk.get(HOME).status_code == 404


def test_a_suspended_colleague_becomes_no_representative() -> None:
    ours = company()
    services.suspend_colleague(person=ours.colleague, by=ours.representative)
    for act in ("representative/", "hand-over/"):
        response = ours.desk.post(on(ours.colleague, act), SURE)
        assert "Reinstate them first" in text_of(response)
    assert not is_representative(ours.colleague)
    assert is_representative(ours.representative)


def test_roles_of_the_alliance_stay_as_they_are_whatever_representatives_do() -> None:
    ours = company()
    people.assign_role(person=ours.colleague, role=Role.EXPERT)
    for act in ("representative/", "representative/withdraw/", "suspend/", "reinstate/", "hand-over/"):
        ours.desk.post(on(ours.colleague, act), SURE)
    assert Role.EXPERT in {assigned.role for assigned in ours.colleague.role_assignments.all()}


def test_nobody_touches_a_superuser() -> None:
    ours = company()
    root = factories.superuser()
    people.move_person(person=root, organisation=ours.organisation)
    desk = ours.desk
    assert "The alliance looks after this account" in text_of(desk.get(on(root)))
    for act in ("suspend/", "representative/", "hand-over/", "release/"):
        assert desk.post(on(root, act), SURE).status_code == 404
    root = fresh(root)
    assert (root.is_active, root.organisation, is_representative(root)) == (True, ours.organisation, False)


# --- Leaving -------------------------------------------------------------------------------------------------------


def test_who_is_released_loses_all_that_the_company_gave_and_keeps_the_account() -> None:
    ours = company()
    group = factories.working_group()
    groups.add_to_roster(group=group, person=ours.colleague)
    people.assign_role(person=ours.colleague, role=Role.REPRESENTATIVE)
    theirs = signed_in(ours.colleague)
    ours.desk.post(on(ours.colleague, "release/"), SURE)
    person = fresh(ours.colleague)
    assert (person.organisation, person.is_active, keys_of(person)) == (None, True, set())
    assert not RosterEntry.objects.filter(person=person).exists()
    assert theirs.get("/accounts/").status_code == 200
    assert ours.desk.get(on(ours.colleague)).status_code == 404


def test_whom_the_alliance_has_given_a_role_the_alliance_releases() -> None:
    ours = company()
    people.assign_role(person=ours.colleague, role=Role.EXPERT)
    response = ours.desk.post(on(ours.colleague, "release/"), SURE)
    assert response.status_code == 409
    assert "They also have a role at the alliance" in text_of(response)
    assert fresh(ours.colleague).organisation == ours.organisation


def test_who_was_suspended_stays_so_after_they_are_released() -> None:
    ours = company()
    people.suspend_person(person=ours.colleague)
    services.release_colleague(person=ours.colleague, by=ours.representative)
    assert not fresh(ours.colleague).is_active


def test_nobody_suspends_or_releases_themselves() -> None:
    ours = company()
    factories.representative(ours.organisation)
    for act in ("suspend/", "release/", "hand-over/"):
        response = ours.desk.post(on(ours.representative, act), SURE)
        assert "You cannot do this to yourself" in text_of(response)
    assert fresh(ours.representative).organisation == ours.organisation


# --- Never without a representative --------------------------------------------------------------------------------


def test_the_last_representative_keeps_the_role_while_others_are_there() -> None:
    ours = company()
    response = ours.desk.post(on(ours.representative, "representative/withdraw/"), SURE)
    assert response.status_code == 409
    assert "Make somebody else a representative first" in text_of(response)
    assert is_representative(ours.representative)


def test_a_suspended_representative_does_not_count_as_another_one() -> None:
    ours = company()
    other = factories.representative(ours.organisation)
    services.suspend_colleague(person=other, by=ours.representative)
    with pytest.raises(LastRepresentative):
        services.withdraw_representative(person=ours.representative, by=ours.representative)


def test_whoever_is_alone_may_give_up_the_role() -> None:
    alone = factories.representative(factories.organisation("Chatterfig", Tier.PATHWAYS))
    services.withdraw_representative(person=alone, by=alone)
    assert not is_representative(alone)


def test_of_two_who_suspended_each_other_the_second_finds_that_it_is_too_late() -> None:
    ours = company()
    other = factories.representative(ours.organisation)
    services.suspend_colleague(person=other, by=ours.representative)
    with pytest.raises(services.NotYours):
        services.suspend_colleague(person=ours.representative, by=other)
    assert fresh(ours.representative).is_active


def at_once(*works: Callable[[], object]) -> list[type[Exception]]:
    """Do these at the same time, each in a connection of its own. Returns what was raised."""
    start, refused = Barrier(len(works)), []

    def do(work: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            _until_unlocked(work)
        except Exception as refusal:  # told to the test, in its own thread
            refused.append(type(refusal))
        finally:
            connection.close()

    threads = [Thread(target=do, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return refused


def _until_unlocked(work: Callable[[], object]) -> None:
    """A database in shared memory refuses at once where one in a file, or a server, lets the second one wait."""
    ends = time.monotonic() + 30
    while True:
        try:
            work()
        except OperationalError:
            if connection.vendor != "sqlite" or time.monotonic() > ends:
                raise
        else:
            return


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "act", [services.suspend_colleague, services.withdraw_representative, services.release_colleague]
)
def test_two_who_remove_each_other_at_once_leave_one(act: Callable[..., object]) -> None:
    ours = company()
    first, second = ours.representative, factories.representative(ours.organisation)
    refused = at_once(lambda: act(person=second, by=first), lambda: act(person=first, by=second))
    acting = User.objects.filter(
        organisation=ours.organisation, is_active=True, role_assignments__role=Role.REPRESENTATIVE
    )
    assert acting.count() == 1
    assert refused == [services.NotYours]


@pytest.mark.django_db(transaction=True)
def test_two_who_give_up_the_role_at_once_leave_one() -> None:
    ours = company()
    first, second = ours.representative, factories.representative(ours.organisation)
    give_up = services.withdraw_representative
    refused = at_once(lambda: give_up(person=first, by=first), lambda: give_up(person=second, by=second))
    assert refused == [LastRepresentative]
    assert sum(map(is_representative, (first, second))) == 1
