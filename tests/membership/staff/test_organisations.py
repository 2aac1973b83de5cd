"""Staff see one organisation whole, and change what all of its people may do on pages that ask first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.joining import services as joining
from membership.joining.models import JoinRequest
from membership.models import (
    DomainRequest,
    Invitation,
    Organisation,
    OrganisationChange,
    OrganisationDomain,
    Standing,
    Tier,
    User,
)
from membership.organisations import lifecycle
from tests import factories
from tests.membership.applying import groups_of, text_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

REASON = {"reason": "They asked for it"}


@pytest.fixture
def staff() -> User:
    return factories.alliance_staff()


@pytest.fixture
def client(staff: User) -> Client:
    return signed_in(staff)


def page_of(organisation: Organisation) -> str:
    return f"/admin/organisations/inspect/{organisation.pk}/"


def act_on(organisation: Organisation, act: str) -> str:
    return f"/admin/organisations/{organisation.pk}/{act}/"


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def history_of(organisation: Organisation) -> list[tuple[str, str, str, str]]:
    """Without the first line: that it joined."""
    changes = organisation.changes.exclude(kind="joined").order_by("pk")
    return list(changes.values_list("kind", "before", "after", "reason"))


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_tells_all_that_is_known(client: Client, staff: User):
    organisation = factories.organisation()
    representative, member = factories.representative(at=organisation), factories.member(at=organisation)
    Organisation.objects.filter(pk=organisation.pk).update(seats=5)
    joining.invite(organisation=organisation, email="new@larkspan.example", by=representative)
    OrganisationDomain.objects.create(organisation=organisation, domain="larkspan.example")
    JoinRequest.objects.create(organisation=organisation, person=factories.person("Runa", "Tidemark"))
    lifecycle.change_tier(organisation=organisation, tier=Tier.BRIDGE, by=staff, reason="Fewer than 500 people")
    page = text_of(client.get(page_of(organisation)))
    for said in (
        representative.email,
        member.email,
        "Representative",
        "new@larkspan.example",
        "larkspan.example",
        "Runa Tidemark",
        "5, 2 of them free",
        "Tier: from Foundational to Bridge",
        "Fewer than 500 people",
        "Joined as Foundational",
    ):
        assert said in page, said
    assert "Nobody can act for this organisation" not in page


def test_the_list_leads_to_the_page_and_filters_by_standing_and_tier(client: Client):
    larkspan, findlewick = factories.organisation(), factories.organisation("Findlewick", Tier.CORNERSTONE)
    factories.member(at=larkspan)
    people.suspend_person(person=factories.member(at=larkspan))
    lifecycle.change_standing(organisation=findlewick, to=Standing.LAPSED)
    listed = text_of(client.get("/admin/organisations/"))
    assert page_of(larkspan) in listed
    lapsed = text_of(client.get("/admin/organisations/?standing=lapsed"))
    assert (page_of(findlewick) in lapsed, page_of(larkspan) in lapsed) == (True, False)
    tier = text_of(client.get("/admin/organisations/?tier=foundational"))
    assert (page_of(findlewick) in tier, page_of(larkspan) in tier) == (False, True)


@pytest.mark.parametrize("path", ["", "inspect"])
def test_list_and_page_take_as_many_queries_for_three_as_for_one(client: Client, staff: User, path: str):
    organisation = factories.organisation()

    def one_more(number: int) -> None:
        factories.representative(at=organisation)
        joining.invite(organisation=organisation, email=f"n{number}@larkspan.example", by=staff)
        OrganisationDomain.objects.create(organisation=organisation, domain=f"d{number}.example", verified_by=staff)
        JoinRequest.objects.create(organisation=organisation, person=factories.person())
        lifecycle.suspend_organisation(organisation=organisation, by=staff)
        lifecycle.reinstate_organisation(organisation=organisation, by=staff)
        factories.member(at=factories.organisation(f"Company {number}"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(organisation) if path else "/admin/organisations/").status_code == 200
        return len(captured)

    one_more(1)
    queries()
    one = queries()
    for number in (2, 3):
        one_more(number)
    assert queries() == one


# --- Standing, tier, suspension -------------------------------------------------------------------------------------


def test_the_page_offers_the_steps_that_the_organisation_can_take(client: Client):
    organisation = factories.organisation()
    offered = text_of(client.get(page_of(organisation)))
    steps = {"lapsed", "left", "current"}
    assert {step for step in steps if act_on(organisation, f"standing/{step}") in offered} == {"lapsed", "left"}
    assert act_on(organisation, "tier") in offered
    lifecycle.change_standing(organisation=organisation, to=Standing.LEFT)
    offered = text_of(client.get(page_of(organisation)))
    assert {step for step in steps if act_on(organisation, f"standing/{step}") in offered} == {"current"}
    assert act_on(organisation, "tier") not in offered


def test_each_step_says_whom_it_concerns_asks_why_and_goes_into_the_history(client: Client, staff: User):
    organisation = factories.organisation()
    member = factories.member(at=organisation)
    people.suspend_person(person=factories.member(at=organisation))
    page = text_of(client.get(act_on(organisation, "standing/lapsed")))
    assert "1 person can still sign in, but see only what is public" in page
    assert "Write why" in text_of(client.post(act_on(organisation, "standing/lapsed"), {"reason": "  "}))
    assert fresh(organisation).standing == Standing.CURRENT
    client.post(act_on(organisation, "standing/lapsed"), {"reason": "Fees unpaid"})
    assert (fresh(organisation).standing, fresh(member).is_active) == (Standing.LAPSED, True)
    assert groups_of(member) == set()
    client.post(act_on(organisation, "standing/left"), {"reason": "Bought by another"})
    assert not fresh(member).is_active
    client.post(act_on(organisation, "standing/current"), {"reason": "Back again"})
    assert (fresh(member).is_active, groups_of(member)) == (True, {"Members", "Tier: Foundational"})
    assert history_of(organisation) == [
        ("standing", "current", "lapsed", "Fees unpaid"),
        ("standing", "lapsed", "left", "Bought by another"),
        ("standing", "left", "current", "Back again"),
    ]
    assert set(organisation.changes.exclude(kind="joined").values_list("by", flat=True)) == {staff.pk}


def test_a_company_that_waits_for_review_is_accepted_or_turned_away(client: Client):
    founders = []
    for name, to in (("Boxwren", "current"), ("Sproutslate", "left")):
        organisation = people.add_organisation(
            name=name, slug=name.lower(), tier=Tier.PATHWAYS, standing=Standing.APPLICANT
        )
        founders.append(factories.person(at=organisation))
        assert groups_of(founders[-1]) == set()
        client.post(act_on(organisation, f"standing/{to}"), REASON)
    accepted, turned_away = map(fresh, founders)
    assert (groups_of(accepted), accepted.is_active) == ({"Pathways", "Tier: Pathways"}, True)
    assert (groups_of(turned_away), turned_away.is_active) == (set(), False)


def test_a_step_taken_twice_is_taken_once(client: Client):
    organisation = factories.organisation()
    for act in ("standing/lapsed", "suspend"):
        client.post(act_on(organisation, act), REASON)
        response = client.post(act_on(organisation, act), {"reason": "Once more"}, follow=True)
        assert "This has changed in the meantime" in text_of(response)
    assert [kind for kind, *_ in history_of(organisation)] == ["standing", "suspended"]


def test_the_tier_changes_with_a_reason(client: Client):
    organisation = factories.organisation()
    member = factories.member(at=organisation)
    client.post(act_on(organisation, "tier"), {"tier": "pathways", "reason": ""})
    client.post(act_on(organisation, "tier"), {"tier": "alliance", "reason": "Promotion"})
    assert fresh(organisation).tier == Tier.FOUNDATIONAL
    client.post(act_on(organisation, "tier"), {"tier": "pathways", "reason": "No product any more"})
    assert groups_of(member) == {"Pathways", "Tier: Pathways"}
    assert history_of(organisation) == [("tier", "foundational", "pathways", "No product any more")]


def test_the_tier_of_a_lapsed_organisation_stays(client: Client):
    organisation = factories.organisation()
    lifecycle.change_standing(organisation=organisation, to=Standing.LAPSED)
    response = client.post(act_on(organisation, "tier"), {"tier": "bridge", "reason": "Now"}, follow=True)
    assert "changes only while it is current" in text_of(response)
    assert fresh(organisation).tier == Tier.FOUNDATIONAL


def test_suspending_and_reinstating_ask_why(client: Client):
    organisation = factories.organisation()
    member = factories.member(at=organisation)
    assert "1 person can no longer sign in" in text_of(client.get(act_on(organisation, "suspend")))
    client.post(act_on(organisation, "suspend"))
    assert fresh(member).is_active
    client.post(act_on(organisation, "suspend"), {"reason": "Under investigation"})
    assert not fresh(member).is_active
    client.post(act_on(organisation, "reinstate"), {"reason": "Cleared"})
    assert fresh(member).is_active
    assert [(kind, reason) for kind, _, _, reason in history_of(organisation)] == [
        ("suspended", "Under investigation"),
        ("reinstated", "Cleared"),
    ]


@pytest.mark.parametrize("act", ["standing/left", "standing/lapsed", "tier", "suspend"])
def test_the_alliance_stays_as_it_is(client: Client, staff: User, act: str):
    alliance = factories.alliance()
    response = client.post(act_on(alliance, act), {"reason": "A joke", "tier": "bridge"}, follow=True)
    assert "The alliance stays as it is" in text_of(response)
    assert (fresh(alliance).tier, fresh(alliance).standing, fresh(alliance).suspended_at) == (
        Tier.ALLIANCE,
        Standing.CURRENT,
        None,
    )
    assert fresh(staff).is_active


def test_a_standing_that_does_not_exist_is_not_there(client: Client):
    assert client.get(act_on(factories.organisation(), "standing/royal")).status_code == 404


# --- Invitations, requests, domains ---------------------------------------------------------------------------------


def test_staff_invite_and_hear_what_is_in_the_way(client: Client, staff: User):
    organisation = factories.organisation()
    taken = factories.member(at=organisation)
    invite = act_on(organisation, "invite")
    client.post(invite, {"email": "Hana@Larkspan.example", "as_representative": "on"})
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.as_representative, invitation.invited_by) == (
        "hana@larkspan.example",
        True,
        staff,
    )
    assert "is invited already" in text_of(client.post(invite, {"email": "hana@larkspan.example"}))
    assert "signs in with this address" in text_of(client.post(invite, {"email": taken.email}))
    assert "Enter an email address in the correct format" in text_of(client.post(invite, {"email": "hana"}))
    Organisation.objects.filter(pk=organisation.pk).update(seats=2)
    full = client.post(invite, {"email": "late@larkspan.example"}, follow=True)
    assert "All of its seats are taken" in text_of(full)
    lifecycle.change_standing(organisation=organisation, to=Standing.LAPSED)
    closed = client.post(invite, {"email": "late@larkspan.example"}, follow=True)
    assert "It takes nobody in now" in text_of(closed)
    assert Invitation.objects.count() == 1


def test_staff_renew_and_revoke_invitations(client: Client, staff: User):
    organisation = factories.organisation()
    invitation = joining.invite(organisation=organisation, email="hana@larkspan.example", by=staff)
    client.post(f"/admin/invitations/{invitation.pk}/renew/")
    assert fresh(invitation).nonce != invitation.nonce
    client.post(f"/admin/invitations/{invitation.pk}/revoke/")
    revoked_at = fresh(invitation).revoked_at
    assert revoked_at
    client.post(f"/admin/invitations/{invitation.pk}/revoke/")
    again = client.post(f"/admin/invitations/{invitation.pk}/renew/", follow=True)
    assert "This has changed in the meantime" in text_of(again)
    assert fresh(invitation).revoked_at == revoked_at


@pytest.mark.parametrize(("act", "is_in"), [("accept", True), ("decline", False)])
def test_staff_decide_requests_where_nobody_else_can(client: Client, staff: User, act: str, is_in: bool):
    organisation = factories.organisation()
    request = JoinRequest.objects.create(organisation=organisation, person=factories.person())
    for _ in range(2):
        client.post(f"/admin/join-requests/{request.pk}/{act}/")
    assert fresh(request).decided_by == staff
    assert (fresh(request.person).organisation == organisation) is is_in
    assert groups_of(request.person) == ({"Members", "Tier: Foundational"} if is_in else set())


def test_staff_do_not_decide_what_a_representative_can(client: Client):
    organisation = factories.organisation()
    factories.representative(at=organisation)
    request = JoinRequest.objects.create(organisation=organisation, person=factories.person())
    client.post(f"/admin/join-requests/{request.pk}/accept/")
    assert (fresh(request).state, fresh(request.person).organisation) == ("waiting", None)


def test_staff_add_verify_and_remove_domains(client: Client, staff: User):
    organisation, other = factories.organisation(), factories.organisation("Findlewick")
    add = act_on(organisation, "domains/add")
    client.post(add, {"domain": "@Larkspan.Example"})
    domain = OrganisationDomain.objects.get()
    assert (domain.domain, domain.organisation, domain.verified_by) == ("larkspan.example", organisation, staff)
    assert "Another organisation has this domain" in text_of(
        client.post(act_on(other, "domains/add"), {"domain": "larkspan.example"})
    )
    assert "Anybody can have an address there" in text_of(client.post(add, {"domain": "gmail.com"}))
    assert "Enter a domain in the correct format" in text_of(client.post(add, {"domain": "not a domain"}))
    OrganisationDomain.objects.filter(pk=domain.pk).update(verified_at=None, verified_by=None)
    client.post(f"/admin/domains/{domain.pk}/verify/")
    assert fresh(domain).verified_by == staff
    client.post(f"/admin/domains/{domain.pk}/remove/")
    assert not OrganisationDomain.objects.exists()


def test_staff_verify_or_dismiss_what_representatives_name(client: Client, staff: User):
    organisation = factories.organisation()
    theirs, foreign = (
        DomainRequest.objects.create(organisation=organisation, domain=domain)
        for domain in ("lark.example", "findlewick.example")
    )
    OrganisationDomain.objects.create(
        organisation=factories.organisation("Findlewick"), domain="findlewick.example", verified_at=timezone.now()
    )
    client.post(f"/admin/asked-domains/{theirs.pk}/grant/")
    assert OrganisationDomain.objects.get(domain="lark.example").verified_by == staff
    taken = client.post(f"/admin/asked-domains/{foreign.pk}/grant/", follow=True)
    assert "Another organisation has this domain" in text_of(taken)
    client.post(f"/admin/asked-domains/{foreign.pk}/dismiss/")
    assert not DomainRequest.objects.exists()
    assert OrganisationDomain.objects.get(domain="findlewick.example").organisation.name == "Findlewick"


# --- Who may not ----------------------------------------------------------------------------------------------------


def all_acts() -> list[str]:
    """Every page that changes something of an organisation, and what it would change."""
    organisation = factories.organisation()
    staff = factories.alliance_staff()
    invitation = joining.invite(organisation=organisation, email="hana@larkspan.example", by=staff)
    request = JoinRequest.objects.create(organisation=organisation, person=factories.person())
    domain = OrganisationDomain.objects.create(organisation=organisation, domain="larkspan.example")
    asked = DomainRequest.objects.create(organisation=organisation, domain="lark.example")
    person = factories.member(at=organisation)
    return [
        *(act_on(organisation, act) for act in ("standing/left", "tier", "suspend", "invite", "domains/add")),
        f"/admin/invitations/{invitation.pk}/renew/",
        f"/admin/invitations/{invitation.pk}/revoke/",
        f"/admin/join-requests/{request.pk}/accept/",
        f"/admin/join-requests/{request.pk}/decline/",
        f"/admin/domains/{domain.pk}/verify/",
        f"/admin/domains/{domain.pk}/remove/",
        f"/admin/asked-domains/{asked.pk}/grant/",
        f"/admin/asked-domains/{asked.pk}/dismiss/",
        f"/admin/people/{person.pk}/suspend/",
    ]


GIVEN = {"reason": "Because", "tier": "bridge", "email": "new@larkspan.example", "domain": "new.example"}


def everything() -> list[object]:
    """What these pages could change."""
    models = (Organisation, OrganisationChange, Invitation, JoinRequest, OrganisationDomain, DomainRequest)
    people_now = list(User.objects.order_by("pk").values("pk", "organisation", "suspended_at", "is_active"))
    return [*(list(model.objects.order_by("pk").values()) for model in models), people_now]


@pytest.mark.parametrize("who", [factories.editor, factories.publisher, factories.coordinator_of])
def test_others_in_the_admin_reach_none_of_it(who: factories.Who):
    acts = all_acts()
    page = page_of(factories.organisation())
    other = signed_in(who())
    before = everything()
    for address in (*acts, page):
        for response in (other.get(address), other.post(address, GIVEN)):
            assert (response.status_code, response.headers.get("Location")) == (302, "/admin/"), address
    assert everything() == before


@pytest.mark.parametrize("who", [factories.member, factories.representative])
def test_people_of_companies_reach_none_of_it(who: factories.Who):
    acts = all_acts()
    other = signed_in(who())
    before = everything()
    for address in acts:
        assert other.post(address, GIVEN).url.startswith("/admin/login/"), address
    assert everything() == before


def test_looking_changes_nothing_and_posts_need_their_token(staff: User):
    acts = all_acts()
    strict = Client(enforce_csrf_checks=True)
    signed_in(staff, strict)
    before = everything()
    for address in acts:
        assert strict.get(address).status_code == 200, address
        assert strict.post(address, GIVEN).status_code == 403, address
    assert everything() == before


def test_numbers_of_nothing_and_numbers_beyond_all_are_not_there(client: Client):
    for number in (999_999, 10**30):
        for address in (
            f"organisations/{number}/suspend/",
            f"organisations/inspect/{number}/",
            f"domains/{number}/verify/",
        ):
            assert client.get(f"/admin/{address}").status_code == 404, address


def test_what_an_overdue_confirmation_is_stands_on_the_page(client: Client):
    organisation = factories.organisation()
    Organisation.objects.filter(pk=organisation.pk).update(certified_at=timezone.now() - timedelta(days=400))
    certified = timezone.now() - timedelta(days=400)
    assert f"Last confirmed: {certified.day} {certified:%b %Y}" in text_of(client.get(page_of(organisation)))
