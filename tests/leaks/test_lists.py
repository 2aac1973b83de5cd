"""Deleting everything that someone cannot see changes no byte of the lists, the sitemap and the feed that they get."""

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from content.pages import ContentPage
from search.models import SearchEntry
from tests.matrix import world
from tests.signing_in import BACKEND
from visibility.models import Audience
from visibility.pages import listable_pages
from visibility.viewer import viewer_for
from workinggroups.pages import ResourcePage

pytestmark = pytest.mark.django_db

LISTS = (
    "/",
    "/pathways/",
    "/pathways/topics/",
    "/pathways/answers/",
    "/publications/",
    "/publications/?kind=toolkit&sort=title",
    "/library/",
    "/library/resources/",
    "/library/resources/?topic=hashing",
    "/working-groups/",
    "/sitemap.xml",
    "/updates.atom",
    "/search/?kind=toolkit",
)


def bodies(client: Client) -> dict[str, bytes]:
    return {address: client.get(address).content for address in LISTS}


@pytest.mark.parametrize("person", ["anonymous", "startup", "member", "member of alpha", "expert"])
def test_no_byte_depends_on_what_is_hidden(person):
    portal = world.build()
    client = Client()
    someone = portal.people[person]
    if someone.is_authenticated:
        client.force_login(someone, backend=BACKEND)
    before = bodies(client)
    with transaction.atomic():
        shown = listable_pages(viewer_for(someone), ContentPage.objects.all()).values("pk")
        hidden = Page.objects.filter(depth__gt=1).exclude(pk__in=shown).order_by("-path")
        assert hidden.count() >= 3
        for page in hidden:
            Page.objects.get(pk=page.pk).delete()
        assert bodies(client) == before


def test_a_teaser_is_listed_and_nowhere_counted_found_or_fed():
    portal = world.build()
    client = Client()
    title = world.canary("title", "pathways")
    assert title in client.get("/pathways/topics/").content.decode()
    listing = client.get("/pathways/topics/").context["listing"]
    assert ([card.title for card in listing.cards], listing.total) == ([title], 0)
    assert SearchEntry.objects.filter(page=portal.pages["pathways"]).exists()
    for address in ("/search/?q=hashing", "/search/?kind=topic", "/updates.atom", "/sitemap.xml"):
        assert title not in client.get(address).content.decode(), address


def test_a_teaser_below_a_closed_group_is_never_shown():
    portal = world.build()
    group_page = Page.objects.get(slug=portal.groups["beta"].slug)
    teased = ResourcePage(
        title="zqnestedqz", slug="nested", summary="zqnestedqz", audience=Audience.objects.get(slug="pathways")
    )
    group_page.add_child(instance=teased)
    for person in ("anonymous", "startup", "member"):
        client = Client()
        if portal.people[person].is_authenticated:
            client.force_login(portal.people[person], backend=BACKEND)
        assert client.get(teased.url).status_code == 404
        for address in LISTS:
            assert "zqnestedqz" not in client.get(address).content.decode(), (person, address)
        assert "data-entry=" not in client.get("/search/?q=zqnestedqz").content.decode(), person
