"""The pages of the directory: for members, and for everybody else as if they never were."""

import pytest
from django.test import Client
from django.utils import timezone

from membership.models import Organisation, SeenBy, Standing, Tier, User
from membership.organisations import lifecycle
from tests import factories
from tests.signing_in import signed_in
from tests.workinggroups.meeting import asked, body_of, main_of, queries
from workinggroups import services as groups

pytestmark = pytest.mark.django_db

PAGES = ("/directory/", "/directory/?show=organisations", "/directory/me/", "/directory/larkspan/")


def shown(first_name: str, step: SeenBy = SeenBy.MEMBERS, at: Organisation | None = None) -> User:
    person = factories.person(first_name, "Ostrava", at=at or factories.organisation("Findlewick", Tier.BRIDGE))
    person.seen_by = step
    person.save()
    return person


def change(organisation: Organisation, **fields: object) -> Organisation:
    Organisation.objects.filter(pk=organisation.pk).update(**fields)
    return organisation


# --- For whom it is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [
        factories.member,
        factories.representative,
        factories.expert,
        factories.coordinator_of,
        factories.alliance_staff,
        factories.superuser,
    ],
)
def test_members_and_those_who_look_after_them_have_a_directory(who: factories.Who) -> None:
    factories.organisation()
    client = signed_in(who())
    assert [client.get(address).status_code for address in PAGES] == [200] * len(PAGES)
    assert 'href="/directory/"' in body_of(client.get("/no-such-page/"))


def lapsed_member() -> User:
    person = factories.member(at=factories.organisation("Lapsed", Tier.BRIDGE))
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.LAPSED)
    return person


def applicant() -> User:
    return factories.member(at=change(factories.organisation("New", Tier.PATHWAYS), standing=Standing.APPLICANT))


@pytest.mark.parametrize(
    "who",
    [factories.startup_user, factories.person, factories.editor, factories.publisher, lapsed_member, applicant],
)
def test_for_everybody_else_there_is_none(who: factories.Who) -> None:
    factories.member()
    client = signed_in(who())
    missing = asked(client, "/no-such-page/")
    assert missing[0] == 404
    for address in (*PAGES, "/directory/never-was/"):
        assert asked(client, address) == missing, address
    assert client.post("/directory/me/", {"seen_by": "members"}).status_code == 404
    assert b'href="/directory/"' not in missing[2]


def test_nobody_is_led_to_the_sign_in_page_whatever_there_is() -> None:
    factories.organisation()
    for address in (*PAGES, "/directory/never-was/"):
        response = Client().get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/"), address


@pytest.mark.parametrize(
    "hidden",
    [
        {"is_listed": False},
        {"standing": Standing.LAPSED},
        {"standing": Standing.LEFT},
        {"suspended_at": timezone.now()},
        {"tier": Tier.PATHWAYS},
        {"tier": Tier.ALLIANCE},
    ],
)
def test_an_organisation_that_is_not_listed_answers_like_one_that_never_was(hidden: dict[str, object]) -> None:
    change(factories.organisation("Hidden", Tier.BRIDGE), **hidden)
    client = signed_in(factories.member())
    assert asked(client, "/directory/hidden/") == asked(client, "/directory/never-was/")
    assert client.get("/directory/hidden/").status_code == 404


# --- What is hidden changes no byte ----------------------------------------------------------------------------------


def add_hidden_people() -> None:
    """Before, between and after those who are shown, in every way that somebody can be hidden."""
    secret, other = factories.organisation("Ostrava Secret", Tier.BRIDGE), factories.working_group("Ostrava group")
    change(secret, is_listed=False)
    gone = factories.organisation("Ostrava Gone", Tier.BRIDGE)
    for name in ("Aaaa", "Mmmm", "Zzzz"):
        for step in (SeenBy.NOBODY, SeenBy.ORGANISATION, SeenBy.GROUPS):
            groups.add_to_roster(group=other, person=shown(name, step))
        shown(name, at=secret)
        shown(name, at=gone)
        shown(name, at=factories.startup())
        suspended = shown(name)
        suspended.suspended_at = timezone.now()
        suspended.save()
    lifecycle.change_standing(organisation=gone, to=Standing.LAPSED)


def test_no_byte_depends_on_who_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("membership.directory.views.PER_PAGE", 2)
    for name in ("Bela", "Mira", "Noor", "Olga"):
        shown(name)
    reader = factories.member()
    client = signed_in(reader)
    searches = ("", "&q=ostrava", "&q=zzzz", "&q=secret", "&q=findlewick")
    pages = [f"/directory/?page={page}{search}" for page in (1, 2, 3) for search in searches]
    pages += [f"{page}&show=organisations" for page in pages]
    pages += ["/directory/findlewick/", "/directory/findlewick/?page=2", "/directory/larkspan/"]
    before = {address: body_of(client.get(address)) for address in pages}
    add_hidden_people()
    assert {address: body_of(client.get(address)) for address in pages} == before
    assert "5 people" in before["/directory/?page=1"]
    assert "4 people" in before["/directory/?page=1&q=ostrava"]
    assert "Nothing matches" in before["/directory/?page=1&q=zzzz"]


# --- What is shown ---------------------------------------------------------------------------------------------------


def test_an_address_is_shown_to_colleagues_alone() -> None:
    reader = factories.member()
    colleague = shown("Bela", SeenBy.ORGANISATION, at=factories.organisation())
    other = shown("Mira")
    body = body_of(signed_in(reader).get("/directory/"))
    assert "Bela Ostrava" in body
    assert "Mira Ostrava" in body
    assert (colleague.email in body, other.email in body) == (True, False)


def test_whoever_gave_no_name_is_not_known_by_their_address() -> None:
    person = shown("Mira")
    User.objects.filter(pk=person.pk).update(first_name="", last_name="")
    body = body_of(signed_in(factories.member()).get("/directory/"))
    assert "Name not given" in body
    assert person.email not in body


def test_groups_that_two_people_share_are_named_and_no_others() -> None:
    both, mine, theirs = (factories.working_group(f"zq{name}qz") for name in ("both", "mine", "theirs"))
    reader = factories.member_of(both, mine)
    person = shown("Mira", SeenBy.GROUPS, at=factories.organisation())
    for group in (both, theirs):
        groups.add_to_roster(group=group, person=person)
    main = main_of(signed_in(reader).get("/directory/"))
    assert "You are both in: zqbothqz" in main
    assert "zqtheirsqz" not in main
    assert "zqmineqz" not in main


def test_a_search_finds_names_and_organisations() -> None:
    client = signed_in(factories.member())
    shown("Bela")
    shown("Mira", at=factories.organisation("Quillmere", Tier.ASSOCIATE, "infrastructure"))

    def found(words: str, show: str = "") -> set[str]:
        main = main_of(client.get("/directory/", {"q": words, "show": show}))
        return {name for name in ("Bela", "Mira", "Asha", "Findlewick", "Quillmere") if name in main}

    assert found("mira") == {"Mira", "Quillmere"}
    assert found("quillmere ostrava") == {"Mira", "Quillmere"}
    assert found("ostrava") == {"Bela", "Mira", "Findlewick", "Quillmere"}
    assert found("bela quillmere") == set()
    assert found("infrastructure", "organisations") == {"Quillmere"}
    assert found("") == {"Bela", "Mira", "Asha", "Findlewick", "Quillmere"}


@pytest.mark.parametrize("page", ["0", "-1", "two", "9" * 40, "\0"])
def test_a_page_that_is_not_there_is_the_nearest_one(page: str) -> None:
    response = signed_in(factories.member()).get("/directory/", {"page": page})
    assert "Asha" in main_of(response)


def test_a_search_that_cannot_be_is_said_to_be() -> None:
    client = signed_in(factories.member())
    assert "100 characters at most" in main_of(client.get("/directory/", {"q": "n" * 101}))
    assert "Null characters" in main_of(client.get("/directory/", {"q": "a\0"}))


# --- How one is seen -------------------------------------------------------------------------------------------------


def test_a_person_chooses_who_sees_them() -> None:
    reader, person = factories.member(), factories.member_of()
    client, reading = signed_in(person), signed_in(reader)
    assert "Mei-Lin" not in main_of(reading.get("/directory/"))
    given = {"seen_by": "members", "job_title": "Policy lead"}
    assert "Saved." in main_of(client.post("/directory/me/", given, follow=True))
    main = main_of(reading.get("/directory/"))
    assert "Mei-Lin Ostrava" in main
    assert "Policy lead" in main
    client.post("/directory/me/", given | {"seen_by": "nobody"})
    assert "Mei-Lin" not in main_of(reading.get("/directory/"))
    assert "Mei-Lin" in main_of(client.get("/directory/"))  # oneself, always


@pytest.mark.parametrize(("most", "said"), [("nobody", "shows none"), ("organisation", "alone"), ("groups", "groups")])
def test_nobody_chooses_more_than_their_organisation_allows(most: str, said: str) -> None:
    person = factories.member()
    change(factories.company_of(person), people_seen_by=most)
    client = signed_in(User.objects.get(pk=person.pk))
    page = client.get("/directory/me/")
    assert said in main_of(page)
    assert 'value="members"' not in body_of(page)
    refused = client.post("/directory/me/", {"seen_by": "members", "job_title": "Lead"})
    assert "that your organisation allows" in main_of(refused)
    assert User.objects.get(pk=person.pk).job_title == ""
    client.post("/directory/me/", {"seen_by": most, "job_title": "Lead"})
    assert User.objects.get(pk=person.pk).seen_by == most


def test_what_one_is_shown_as_chosen_is_what_counts() -> None:
    person = factories.member()
    person.seen_by = SeenBy.MEMBERS
    person.save()
    change(factories.company_of(person), people_seen_by=SeenBy.ORGANISATION)
    form = signed_in(person).get("/directory/me/").context["form"]
    assert form["seen_by"].value() == SeenBy.ORGANISATION


# --- What it costs ---------------------------------------------------------------------------------------------------


def test_pages_cost_the_same_however_many_there_are() -> None:
    group = factories.working_group()
    client = signed_in(factories.member_of(group))
    addresses = ("/directory/", "/directory/?q=o", "/directory/?show=organisations", "/directory/findlewick/")

    def add(number: int) -> None:
        person = shown(f"Person {number}", at=factories.organisation(f"Company {number}", Tier.ASSOCIATE))
        shown(f"Colleague {number}")
        groups.add_to_roster(group=group, person=person)

    add(1)
    one = [queries(client, address) for address in addresses]
    add(2)
    add(3)
    assert [queries(client, address) for address in addresses] == one
