"""The demonstration shows what waits for staff, and companies with a past."""

import pytest

from membership.joining.models import Invitation
from membership.models import MembershipApplication, Organisation, OrganisationDomain, Standing
from membership.organisations.models import ApplicationState
from membership.staff_admin.queues import (
    companies_to_review,
    domains_to_verify,
    join_requests_for_staff,
    open_applications,
)
from portal.demo.load import _organisations, _people, _working_groups
from portal.demo.organisation_lives import load_lives
from portal.establish import establish
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def _companies() -> None:
    establish()
    _organisations()
    _working_groups()
    _people()
    load_lives()


@pytest.mark.usefixtures("_companies")
def test_something_of_each_kind_waits():
    assert [company.name for company in companies_to_review()] == ["Quibblenest"]
    staff = factories.superuser()
    [application] = open_applications(staff)
    assert (application.organisation.name, application.state) == ("Sproutslate", ApplicationState.IN_REVIEW)
    assert application.coordinator.email == "coordinator@demo.example"
    assert [str(request.person) for request in join_requests_for_staff()] == ["Femi Lockhart"]
    assert list(domains_to_verify()) == []
    assert Invitation.objects.count() == 2


@pytest.mark.usefixtures("_companies")
def test_the_past_ends_where_the_present_is():
    for organisation in Organisation.objects.exclude(tier="alliance"):
        changes = list(organisation.changes.order_by("at", "pk").values_list("kind", "before", "after"))
        assert changes[0][0] == "joined", organisation
        tiers = [after for kind, _, after in changes if kind in {"joined", "tier"}]
        assert tiers[-1] == organisation.tier, organisation
        standings = [after for kind, _, after in changes if kind == "standing"] or [organisation.standing]
        assert standings[-1] == organisation.standing, organisation
        assert organisation.suspended_at is None
    assert MembershipApplication.objects.count() == 1
    assert OrganisationDomain.objects.filter(verified_at=None).exclude(organisation__tier="pathways").count() == 0
    assert Organisation.objects.filter(standing=Standing.LAPSED).count() == 0
