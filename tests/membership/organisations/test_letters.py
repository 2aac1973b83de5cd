"""Representatives hear of each step in their organisation's life, in sober words, also when it shuts them out."""

import pytest

from membership import services as people
from membership.models import Role, Standing, Tier
from membership.organisations import lifecycle
from notifications.outbox import OutboxMail
from tests import factories

from .desk import arrived, company, readers, told

pytestmark = pytest.mark.django_db

SECRET = "Complaint 4711"


def steps(organisation):
    """Each step with what its letter says."""
    change, tier = lifecycle.change_standing, lifecycle.change_tier
    yield lambda: lifecycle.suspend_organisation(organisation=organisation, reason=SECRET), "has suspended the access"
    yield lambda: lifecycle.reinstate_organisation(organisation=organisation, reason=SECRET), "has restored the access"
    yield (
        lambda: tier(organisation=organisation, tier=Tier.BRIDGE, reason=SECRET),
        "now a member of the alliance: Bridge",
    )
    yield lambda: tier(organisation=organisation, tier=Tier.PATHWAYS, reason=SECRET), "takes part in Pathways"
    yield lambda: change(organisation=organisation, to=Standing.LAPSED, reason=SECRET), "has lapsed"
    yield lambda: change(organisation=organisation, to=Standing.CURRENT, reason=SECRET), "is current again"
    yield lambda: change(organisation=organisation, to=Standing.LEFT, reason=SECRET), "has ended"
    yield lambda: change(organisation=organisation, to=Standing.CURRENT, reason=SECRET), "is current again"


def test_every_step_is_told_once_to_representatives_alone_and_without_the_reasons_of_staff() -> None:
    ours = company()
    second = factories.representative(ours.organisation)
    company("Findlewick")
    arrived()
    for take, said in steps(ours.organisation):
        take()
        letters = arrived()
        assert readers(letters) == told(ours.representative, second)
        assert len(letters) == 2
        for letter in letters:
            both = letter.body + letter.alternatives[0].content
            assert both.count(said) == 2
            assert SECRET not in letter.subject + both
        assert arrived() == []


def test_an_applicant_hears_of_the_answer() -> None:
    for to, said in ((Standing.CURRENT, "has accepted Chatterfig"), (Standing.LEFT, "has not accepted Chatterfig")):
        at = people.add_organisation(name="Chatterfig", slug=f"c-{to}", tier=Tier.PATHWAYS, standing=Standing.APPLICANT)
        factories.representative(at)
        lifecycle.change_standing(organisation=at, to=to)
        (letter,) = arrived()
        assert said in letter.body
        at.name = f"Old {to}"
        at.save()


def test_of_a_step_that_was_taken_back_before_the_letter_left_nothing_is_said() -> None:
    ours = company()
    arrived()
    lifecycle.suspend_organisation(organisation=ours.organisation)
    lifecycle.reinstate_organisation(organisation=ours.organisation)
    (letter,) = arrived()
    assert "restored" in letter.body


def test_who_no_longer_represents_or_is_suspended_hears_nothing() -> None:
    ours = company()
    second, third = factories.representative(ours.organisation), factories.representative(ours.organisation)
    people.suspend_person(person=third)
    arrived()
    lifecycle.change_tier(organisation=ours.organisation, tier=Tier.BRIDGE)
    people.withdraw_role(person=second, role=Role.REPRESENTATIVE)
    assert readers(arrived()) == told(ours.representative)


def test_a_step_that_is_rolled_back_leaves_no_letter() -> None:
    ours = company()
    before = OutboxMail.objects.count()
    lifecycle.change_standing(organisation=ours.organisation, to=Standing.LAPSED)
    with pytest.raises(lifecycle.NoSuchStep):
        lifecycle.change_standing(organisation=ours.organisation, to=Standing.APPLICANT)
    assert OutboxMail.objects.count() == before + 1


def test_letters_leave_in_a_few_statements_however_many_represent() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ours = company()

    def queries_for(tier: Tier) -> int:
        with CaptureQueriesContext(connection) as queries:
            lifecycle.change_tier(organisation=ours.organisation, tier=tier)
        return len([each for each in queries if "notifications_outboxmail" in each["sql"]])

    one = queries_for(Tier.BRIDGE)
    for _ in range(2):
        factories.representative(ours.organisation)
    assert queries_for(Tier.ASSOCIATE) == one
