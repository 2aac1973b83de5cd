"""Which groups exist for whom, and what their pages under /groups/ say to whom."""

import pytest
from django.core.cache import cache
from django.test import Client

from membership.models import SeenBy, Standing, Tier, User
from membership.organisations import lifecycle
from portal.establish import establish
from tests import factories
from tests.signing_in import signed_in
from tests.workinggroups.meeting import asked, body_of, chair_of, group_with, main_of, queries
from workinggroups import joining, services
from workinggroups.models import Existence, GroupStatus, Joining, RosterEntry, WorkingGroup, WorkingGroupIndexPage
from workinggroups.premises import furnish_group
from workinggroups.queries import visible_groups

pytestmark = pytest.mark.django_db

DEEDS = ("ask", "withdraw", "join", "accept", "decline")


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def hidden_group(name: str = "zqhiddenqz") -> WorkingGroup:
    return group_with(Joining.REQUEST, Existence.ROSTER, name=name)


def seen_by(person: User, step: SeenBy) -> User:
    person.seen_by = step
    person.save(update_fields=["seen_by"])
    return person


def knowers_of(group: WorkingGroup, people: dict[str, User]) -> set[str]:
    fresh = {name: User.objects.get(pk=person.pk) for name, person in people.items()}
    return {name for name, person in fresh.items() if visible_groups(person).filter(pk=group.pk).exists()}


def crowd(group: WorkingGroup) -> dict[str, User]:
    """One of every kind of person. The last ones lost what they had."""
    chair, invited = chair_of(group), factories.member()
    joining.invite_to_group(group=group, address=invited.email, by=chair)
    lapsed = factories.member_of(group, at=factories.organisation("Lapsed", Tier.BRIDGE))
    lapsed_invited = factories.member(at=factories.company_of(lapsed))
    joining.invite_to_group(group=group, address=lapsed_invited.email, by=chair)
    lifecycle.change_standing(organisation=factories.company_of(lapsed), to=Standing.LAPSED)
    dropped = factories.member_of(group, at=factories.organisation("Dropped", Tier.BRIDGE))
    lifecycle.change_tier(organisation=factories.company_of(dropped), tier=Tier.PATHWAYS)
    left = factories.member_of(group, at=factories.organisation("Left", Tier.BRIDGE))
    lifecycle.change_standing(organisation=factories.company_of(left), to=Standing.LEFT)
    guest = factories.person()
    services.add_to_roster(group=group, person=guest)
    return {
        "chair": chair,
        "member of it": factories.member_of(group),
        "guest in it": guest,
        "coordinator of it": factories.coordinator_of(group),
        "invited": invited,
        "staff": factories.alliance_staff(),
        "superuser": factories.superuser(),
        "member": factories.member(),
        "representative": factories.representative(),
        "coordinator of another": factories.coordinator_of(factories.working_group()),
        "editor": factories.editor(),
        "publisher": factories.publisher(),
        "startup": factories.startup_user(),
        "suspended": factories.suspended_member(),
        "of no company": factories.person(),
        "of a lapsed company": lapsed,
        "invited, of a lapsed company": lapsed_invited,
        "of a company in Pathways by now": dropped,
        "of a company that left": left,
    }


ITS_OWN = {"chair", "member of it", "guest in it", "coordinator of it", "invited", "staff", "superuser"}


def test_a_group_for_its_roster_exists_for_those_in_it_those_invited_and_staff() -> None:
    group = group_with(Joining.INVITATION, Existence.ROSTER)
    assert knowers_of(group, crowd(group)) == ITS_OWN


def test_a_group_for_members_exists_for_all_members_and_nobody_else() -> None:
    group = group_with(Joining.INVITATION, Existence.MEMBERS)
    assert knowers_of(group, crowd(group)) == ITS_OWN | {"member", "representative", "coordinator of another"}


def test_a_declined_or_withdrawn_invitation_hides_the_group_again() -> None:
    group, declining, person = hidden_group(), factories.member(), factories.member()
    chair = chair_of(group)
    invited = {"declining": declining, "withdrawn from": person}
    first = joining.invite_to_group(group=group, address=declining.email, by=chair)
    second = joining.invite_to_group(group=group, address=person.email, by=chair)
    assert knowers_of(group, invited) == {"declining", "withdrawn from"}
    joining.decline_group_invitation(invitation=first, person=declining)
    joining.withdraw_group_invitation(invitation=second, by=chair)
    assert knowers_of(group, invited) == set()


def test_a_group_that_closes_is_hidden_from_those_who_had_been_invited() -> None:
    group, person = hidden_group(), factories.member()
    joining.invite_to_group(group=group, address=person.email, by=chair_of(group))
    WorkingGroup.objects.filter(pk=group.pk).update(status=GroupStatus.CLOSED)
    assert knowers_of(group, {"invited": person}) == set()


@pytest.mark.parametrize("who", [factories.startup_user, factories.editor, factories.publisher, factories.person])
def test_whoever_is_no_member_finds_no_list_of_groups(who: factories.Who) -> None:
    group_with(Joining.OPEN)
    client = signed_in(who())
    assert asked(client, "/groups/") == asked(client, "/no-such-page/")


def test_a_guest_finds_the_list_of_their_own_groups() -> None:
    own, other, guest = hidden_group("Own"), group_with(Joining.OPEN, name="Other"), factories.person()
    services.add_to_roster(group=own, person=guest)
    main = main_of(signed_in(guest).get("/groups/"))
    assert (own.name in main, other.name in main) == (True, False)


def test_nobody_is_led_to_the_sign_in_page_whatever_there_is() -> None:
    group = group_with(Joining.OPEN)
    for slug in (group.slug, hidden_group().slug, "never-was"):
        response = Client().get(f"/groups/{slug}/")
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next=/groups/{slug}/")
        for deed in DEEDS:
            assert Client().post(f"/groups/{slug}/{deed}/").url == "/accounts/login/"


# --- What is hidden is missing ----------------------------------------------------------------------------------------


def pages_of(group: WorkingGroup) -> list[str]:
    return [f"/groups/{group.slug}/{page}" for page in ("", "roster/", "requests/", "leave/")]


def test_a_hidden_group_answers_like_one_that_never_was() -> None:
    group = hidden_group()
    chair_of(group)
    for who in (factories.member, factories.startup_user, factories.editor, factories.coordinator_of):
        client = signed_in(who())
        for address in pages_of(group):
            missing = address.replace(group.slug, "zqmissingqz")
            assert asked(client, address) == asked(client, missing), address
            assert asked(client, address)[0] == 404


def test_no_deed_tells_a_hidden_group_from_a_missing_one() -> None:
    group = hidden_group()
    chair = chair_of(group)
    request_code = "0fd86a57-4f0c-4d7c-9f39-0e0a0b5a6c55"
    client = signed_in(factories.member())
    entry = RosterEntry.objects.get(person=chair)
    deeds = [*DEEDS, "leave", "requests", f"roster/{entry.pk}/remove", f"roster/{entry.pk}/appoint"]
    deeds += [f"requests/{request_code}/accept", f"invitations/{request_code}/withdraw", f"roster/{entry.pk}/release"]
    for deed in deeds:
        hidden = client.post(f"/groups/{group.slug}/{deed}/", {"address": "a@b.example"})
        missing = client.post(f"/groups/never-was/{deed}/", {"address": "a@b.example"})
        assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content) == (404, missing.content)
    assert list(group.roster.all()) == [entry]
    assert not group.invitations.exists()


def test_no_byte_of_the_list_depends_on_groups_that_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workinggroups.views.PER_PAGE", 2)
    own = group_with(Joining.OPEN, name="Mosaics")
    for name in ("Alders", "Zebras"):
        group_with(Joining.REQUEST, name=name)
    client = signed_in(factories.member_of(own))
    pages = ("/groups/", "/groups/?page=2", "/groups/?page=3", f"/groups/{own.slug}/", f"/groups/{own.slug}/roster/")
    before = {address: body_of(client.get(address)) for address in pages}
    for name in ("Aaaa", "Moss", "Zzzz"):
        hidden = hidden_group(name)
        chair = chair_of(hidden)
        joining.invite_to_group(group=hidden, address=factories.member().email, by=chair)
    assert {address: body_of(client.get(address)) for address in pages} == before
    assert "Alders" in before["/groups/"]
    assert "Zebras" in before["/groups/?page=2"]


def test_the_pages_of_a_group_stay_with_its_audience_though_all_members_know_of_it() -> None:
    establish()
    group = group_with(Joining.REQUEST, name="Alders")
    page = furnish_group(group=group, index=WorkingGroupIndexPage.objects.get())
    member, insider = signed_in(factories.member()), signed_in(factories.member_of(group))
    assert "Open the group’s page" not in main_of(member.get("/groups/alders/"))
    assert member.get(page.url).status_code == 404
    assert f'href="{page.url}"' in body_of(insider.get("/groups/alders/"))
    assert insider.get(page.url).status_code == 200


# --- Buttons ----------------------------------------------------------------------------------------------------------


def test_somebody_asks_waits_is_let_in_and_leaves() -> None:
    group = group_with(Joining.REQUEST, name="Alders")
    person, coordinator = factories.member(), factories.coordinator_of(group)
    client, leading = signed_in(person), signed_in(coordinator)
    assert "Ask to join" in main_of(client.get("/groups/alders/"))
    client.post("/groups/alders/ask/")
    assert "You have asked to join" in main_of(client.get("/groups/"))
    assert "Withdraw your request" in main_of(client.get("/groups/alders/"))
    waiting = main_of(leading.get("/groups/alders/requests/"))
    assert "Asha Winterlin" in waiting
    assert "Larkspan" in waiting
    code = group.requests.get().code
    assert "in the group now" in main_of(leading.post(f"/groups/alders/requests/{code}/accept/", follow=True))
    assert "You are in this group as member" in main_of(client.get("/groups/alders/"))
    asking = client.get("/groups/alders/leave/")
    assert "Leave this group?" in main_of(asking)
    assert group.roster.filter(person=person).exists()
    left = client.post("/groups/alders/leave/", follow=True)
    assert "You have left the group." in main_of(left)
    assert not group.roster.filter(person=person).exists()


def test_whoever_leaves_a_hidden_group_no_longer_knows_it() -> None:
    group = hidden_group()
    client = signed_in(factories.member_of(group))
    left = client.post(f"/groups/{group.slug}/leave/", follow=True)
    assert left.request["PATH_INFO"] == "/groups/"
    assert group.name not in body_of(left)
    guest = factories.person()
    services.add_to_roster(group=group, person=guest)
    assert signed_in(guest).post(f"/groups/{group.slug}/leave/").url == "/"


def test_an_invitation_is_accepted_on_the_portal() -> None:
    group, person = hidden_group(), factories.member()
    leading, client = signed_in(chair_of(group)), signed_in(person)
    sent = leading.post(f"/groups/{group.slug}/requests/", {"address": person.email}, follow=True)
    assert "We do not say whether anybody does." in main_of(sent)
    assert "You are invited" in main_of(client.get("/groups/"))
    client.post(f"/groups/{group.slug}/accept/")
    assert group.roster.filter(person=person).exists()
    again = client.post(f"/groups/{group.slug}/accept/", follow=True)
    assert "answered or withdrawn meanwhile" in main_of(again)


def test_an_invitation_is_declined_on_the_portal() -> None:
    group, person = hidden_group(), factories.member()
    joining.invite_to_group(group=group, address=person.email, by=chair_of(group))
    client = signed_in(person)
    declined = client.post(f"/groups/{group.slug}/decline/", follow=True)
    assert "You have declined the invitation." in main_of(declined)
    assert client.get(f"/groups/{group.slug}/").status_code == 404


def test_what_an_inviter_sees_is_the_same_for_every_address() -> None:
    group = hidden_group()
    leading = signed_in(chair_of(group))
    address = f"/groups/{group.slug}/requests/"
    seen = []
    for invited in ("stranger@larkspan.example", seen_by(factories.member(), SeenBy.NOBODY).email):
        seen.append(main_of(leading.post(address, {"address": invited}, follow=True)).replace(invited, "INVITED"))
        joining.withdraw_group_invitation(invitation=group.invitations.get(address=invited), by=factories.superuser())
    assert seen[0] == seen[1]


def test_a_wrong_address_is_said_to_be() -> None:
    group = hidden_group()
    chair = chair_of(group)
    leading = signed_in(chair)
    address = f"/groups/{group.slug}/requests/"
    for given, said in {
        "": "Enter the email address",
        "not an address": "in the correct format",
        "a\0@larkspan.example": "Null characters are not allowed",
        chair.email: "is in the group already",
    }.items():
        assert said in main_of(leading.post(address, {"address": given})), given
    assert not group.invitations.exists()


def test_asking_and_inviting_are_limited(settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"group_request": "1/d/user", "group_invitation": "1/d/user"}
    group, other = group_with(Joining.REQUEST), group_with(Joining.REQUEST)
    client, leading = signed_in(factories.member()), signed_in(chair_of(group))
    client.post(f"/groups/{group.slug}/ask/")
    assert "asked to join many groups" in main_of(client.post(f"/groups/{other.slug}/ask/", follow=True))
    assert not other.requests.exists()
    leading.post(f"/groups/{group.slug}/requests/", {"address": "a@larkspan.example"})
    second = leading.post(f"/groups/{group.slug}/requests/", {"address": "b@larkspan.example"})
    assert second.status_code == 429
    assert group.invitations.count() == 1


def test_what_changes_something_answers_to_post_alone_and_with_its_secret() -> None:
    group = group_with(Joining.OPEN)
    person = factories.member()
    client, strict = signed_in(person), Client(enforce_csrf_checks=True)
    strict.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    entry = RosterEntry.objects.get(person=chair_of(group))
    code = "0fd86a57-4f0c-4d7c-9f39-0e0a0b5a6c55"
    deeds = [*DEEDS, *(f"roster/{entry.pk}/{change}" for change in ("remove", "appoint", "release"))]
    deeds += [f"requests/{code}/accept", f"requests/{code}/decline", f"invitations/{code}/withdraw"]
    for deed in deeds:
        assert client.get(f"/groups/{group.slug}/{deed}/").status_code == 405, deed
        assert strict.post(f"/groups/{group.slug}/{deed}/").status_code == 403, deed
    assert strict.post(f"/groups/{group.slug}/leave/").status_code == 403
    assert list(group.roster.all()) == [entry]


@pytest.mark.parametrize("way", Joining)
def test_only_possible_ways_in_are_offered(way: Joining) -> None:
    group = group_with(way)
    buttons = {"Ask to join", "Join the group"}
    member = main_of(signed_in(factories.member()).get(f"/groups/{group.slug}/"))
    offered = {Joining.REQUEST: {"Ask to join"}, Joining.OPEN: {"Join the group"}}.get(way, set())
    assert {button for button in buttons if button in member} == offered
    staff = main_of(signed_in(factories.alliance_staff()).get(f"/groups/{group.slug}/"))
    assert not {button for button in buttons if button in staff}


def test_the_tiers_that_may_join_are_named() -> None:
    group = group_with(Joining.REQUEST, tiers=(Tier.BRIDGE, Tier.ASSOCIATE))
    main = main_of(signed_in(factories.member()).get(f"/groups/{group.slug}/"))
    assert "these tiers: Bridge, Associate" in main
    assert "Ask to join" not in main


# --- What it costs ----------------------------------------------------------------------------------------------------


def test_pages_cost_the_same_however_many_there_are() -> None:
    group = group_with(Joining.REQUEST, name="Alders")
    chair, member = signed_in(chair_of(group)), signed_in(factories.member_of(group))

    def costs() -> dict[str, int]:
        found = {f"chair {page}": queries(chair, page) for page in ("/groups/", *pages_of(group))}
        return found | {f"member {page}": queries(member, page) for page in ("/groups/", *pages_of(group)[:2])}

    def add() -> None:
        other = group_with(Joining.REQUEST)
        factories.member_of(group, other, at=factories.organisation(f"Company of {other.slug}"))
        joining.ask_to_join_group(group=group, person=factories.member())
        joining.invite_to_group(group=group, address=f"{other.slug}@larkspan.example", by=factories.superuser())

    add()
    one = costs()
    add()
    add()
    assert costs() == one
