"""Who may read what: every kind of person against every place, on pages, files, search, feed, sitemap and lists.

The table is the whole expectation; a person can read it and disagree with it.
"""

import pytest
from django.test import Client

from tests.matrix import world

pytestmark = pytest.mark.django_db

# see: opens it. tease: title and summary in lists, 403 when opened. -: 404, and no surface says a word of it.
TABLE = """
                        public  pathways  members  alpha  beta  draft  alphadraft
anonymous               see     tease     -        -      -     -      -
suspended               see     tease     -        -      -     -      -
startup                 see     see       -        -      -     -      -
member                  see     see       see      -      -     -      -
member of alpha         see     see       see      see    -     -      -
member of beta          see     see       see      -      see   -      -
representative          see     see       see      -      -     -      -
expert                  see     see       see      -      -     -      -
coordinator of alpha    see     see       see      see    -     -      -
editor                  see     see       see      -      -     -      -
publisher               see     see       see      -      -     -      -
staff                   see     see       see      see    see   -      -
superuser               see     see       see      see    see   -      -
"""


# Who knows that there are these groups. Group alpha exists for all members, group beta for its roster and staff.
KNOW_ALPHA = {
    *("member", "member of alpha", "member of beta", "representative", "expert"),
    *("coordinator of alpha", "staff", "superuser"),
}
KNOW_BETA = {"member of beta", "staff", "superuser"}


def rows() -> dict[str, dict[str, str]]:
    head, *lines = [line for line in TABLE.strip("\n").splitlines() if line.strip()]
    places = head.split()
    table = {}
    for line in lines:
        person, cells = line[:24].strip(), line[24:].split()
        table[person] = dict(zip(places, cells, strict=True))
    return table


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return body.decode("utf-8", "replace") + repr(dict(response.headers))


def status_of(response) -> int:
    """The status of an answer that nobody reads; its file is closed."""
    text_of(response)
    return response.status_code


def words(place: str, *what: str) -> set[str]:
    return {world.canary(kind, place) for kind in what}


def canaries_in(text: str) -> set[str]:
    kinds = (
        "title",
        "summary",
        "body",
        "alt",
        "filetitle",
        "filename",
        "imagetitle",
        "imagename",
        "filetext",
        "question",
    )
    every = {world.canary(kind, place) for kind in kinds for place in world.PLACES}
    return {word for word in every | {world.ASKED} if word in text}


def group_names(person: str) -> set[str]:
    """The names of groups that this person may meet anywhere."""
    known = {"alpha": KNOW_ALPHA, "beta": KNOW_BETA}
    return {world.canary("group", group) for group, people in known.items() if person in people}


def group_names_in(text: str) -> set[str]:
    return {name for name in (world.canary("group", group) for group in ("alpha", "beta")) if name in text}


def test_everyone_in_the_table_is_tried(portal):
    assert set(rows()) == set(portal.people)


def test_pages_open_for_exactly_those_who_may(portal, clients):
    for person, cells in rows().items():
        for place, cell in cells.items():
            response = clients[person].get(portal.pages[place].url)
            expected = {"see": 200, "tease": 403, "-": 404}[cell]
            assert response.status_code == expected, (person, place)
            allowed = {
                "see": words(place, "title", "summary", "body", "alt", "filetitle", "filename", "imagename"),
                "tease": words(place, "title", "summary"),
                "-": set(),
            }[cell]
            found = canaries_in(text_of(response))
            assert found <= allowed, (person, place)
            if cell == "see":
                shown = words(place, "title", "summary", "body", "filetitle")
                assert shown <= found, (person, place)


def test_files_open_for_exactly_those_who_may_open_the_page(portal, clients):
    for person, cells in rows().items():
        for place, cell in cells.items():
            if "draft" in place:
                continue
            response = clients[person].get(portal.documents[place].url)
            text = text_of(response)
            assert response.status_code == (200 if cell == "see" else 404), (person, place)
            if cell != "see":
                assert not canaries_in(text), (person, place)
            rendition = portal.images[place].get_rendition("width-32")
            assert status_of(clients[person].get(rendition.url)) == (200 if cell == "see" else 404), (person, place)


@pytest.mark.parametrize("place", ["draft", "alphadraft"])
def test_files_of_drafts_open_only_for_those_who_may_edit_them(portal, clients, place):
    editing = {
        "draft": {"editor", "publisher", "staff", "superuser"},
        "alphadraft": {"coordinator of alpha", "staff", "superuser"},
    }
    opened = {person for person, client in clients.items() if status_of(client.get(portal.documents[place].url)) == 200}
    assert opened == editing[place]


def test_search_finds_exactly_what_one_may_see(portal, clients):
    ids = portal.entry_ids()
    for person, cells in rows().items():
        response = clients[person].get("/search/", {"q": "hashing"})
        expected = {ids[f"{place}-page"] for place, cell in cells.items() if cell == "see"}
        text = text_of(response)
        assert {entry for entry in ids.values() if f'data-entry="{entry}"' in text} == expected, person
        assert f'data-total="{len(expected)}"' in text, person
        seen = {place for place, cell in cells.items() if cell == "see"}
        allowed = {word for place in seen for word in words(place, "title", "summary", "body", "alt")}
        assert canaries_in(text) <= allowed, person


@pytest.mark.parametrize(
    "address",
    ["/search/?q=zqbodybetaqz", "/search/?q=zqtitlealphaqz", "/search/?q=hashing&group=group-zqgroupbetaqz"],
)
def test_asking_for_a_hidden_word_finds_nothing(portal, clients, address):
    place = "beta" if "beta" in address else "alpha"
    for person, cells in rows().items():
        text = text_of(clients[person].get(address))
        assert ("data-entry=" in text) == (cells[place] == "see"), person


LISTS = {
    "/": None,
    "/publications/": "public",
    "/pathways/": "pathways",
    "/pathways/topics/": "pathways",
    "/pathways/answers/": "draft",
    "/library/": None,
    "/library/resources/": "members",
    "/working-groups/": None,
    "/about/": None,
    "/membership/": None,
    "/updates.atom": None,
    "/sitemap.xml": None,
    "/search/": None,
    "/search/?kind=guidance": None,
    "/search/?q=promoted": "public",
    "/search/suggest/?q=zqtitle": "public",
    "/shelf/": None,
    "/groups/": None,
    "/directory/": None,
    "/events/": "beta",
    "/events/?when=past": None,
    "/events/mine/": None,
    "/notices/": None,
    "/robots.txt": None,
    "/health/ready/": None,
    "/no-such-page/": None,
}


@pytest.mark.parametrize("address", LISTS)
def test_no_list_says_more_than_its_reader_may_know(portal, clients, address):
    teasing = address not in {"/updates.atom", "/sitemap.xml"} and not address.startswith("/search/")
    for person, cells in rows().items():
        text = text_of(clients[person].get(address))
        allowed = set()
        for place, cell in cells.items():
            if cell == "see" or (cell == "tease" and teasing):
                allowed |= words(place, "title", "summary")
        assert canaries_in(text) <= allowed, (person, address)
        listed = LISTS[address]
        if listed and cells[listed] in {"see", "tease"}:
            assert words(listed, "title") <= canaries_in(text), (person, address)


def test_the_sitemap_is_the_public_part_for_everyone(portal, clients):
    bodies = {client.get("/sitemap.xml").content for client in clients.values()}
    assert len(bodies) == 1
    assert portal.pages["public"].url in bodies.pop().decode()


def test_the_feed_holds_what_its_reader_may_open(portal, clients):
    for person, cells in rows().items():
        text = text_of(clients[person].get("/updates.atom"))
        expected = {world.canary("title", place) for place, cell in cells.items() if cell == "see"}
        titles = {world.canary("title", place) for place in world.PLACES}
        assert {title for title in titles if title in text} == expected, person


def test_group_names_are_shown_only_to_the_group(portal, clients):
    alpha, beta = world.canary("group", "alpha"), world.canary("group", "beta")
    for person, cells in rows().items():
        for address in ("/", "/working-groups/", "/search/?q=hashing", "/library/"):
            text = text_of(clients[person].get(address))
            assert (alpha in text) <= (cells["alpha"] == "see"), (person, address)
            assert (beta in text) <= (cells["beta"] == "see"), (person, address)


def test_the_list_of_groups_is_of_those_that_exist_for_its_reader(portal, clients):
    for person in rows():
        assert group_names_in(text_of(clients[person].get("/groups/"))) == group_names(person), person
        for name, group in portal.groups.items():
            opens = status_of(clients[person].get(f"/groups/{group.slug}/")) == 200
            assert opens == (world.canary("group", name) in group_names(person)), (person, name)


def test_the_suspended_are_told_whom_to_ask(portal):
    from tests.factories import PASSWORD

    client = Client()
    response = client.post(
        "/accounts/login/", {"login": portal.people["suspended"].email, "password": PASSWORD}, follow=True
    )
    assert "suspended" in response.content.decode()
    assert "contact the alliance" in response.content.decode().lower()
    assert "_auth_user_id" not in client.session
