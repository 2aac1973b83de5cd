"""What a page costs does not depend on how much there is: of pages, of restrictions, of results."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from portal.establish import establish
from tests import factories
from tests.signing_in import BACKEND
from visibility.models import Audience
from workinggroups.pages import ResourcePage

pytestmark = pytest.mark.django_db

PUBLIC, MEMBERS, SEARCH = 10, 18, 16


def queries(client: Client, address: str) -> int:
    client.get(address)  # content types and the like are asked for once a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def publish(section: str, number: int, **fields: object) -> None:
    page = ResourcePage(
        title=f"Hashing {number}", slug=f"hashing-{number}", summary="About hashing.", kind="guidance", **fields
    )
    Page.objects.get(slug=section).add_child(instance=page)


def fill(number: int) -> None:
    """`number` pages in each of three sections, half of them restricted, each by an audience of its own."""
    have = ResourcePage.objects.count()
    for step in range(have, have + number):
        audience = Audience.objects.create(name=f"audience {step}", slug=f"audience-{step}", teaser=bool(step % 2))
        for section in ("publications", "resources", "answers"):
            publish(section, step * 2)
            publish(section, step * 2 + 1, audience=audience)


def counts() -> dict[str, int]:
    member = Client()
    member.force_login(factories.member(), backend=BACKEND)
    anonymous = Client()
    public = ("/", "/publications/", "/publications/hashing-0/", "/pathways/", "/pathways/answers/", "/about/")
    members = (
        "/",
        "/library/",
        "/library/resources/",
        "/library/resources/hashing-0/",
        "/working-groups/",
        "/pathways/",
    )
    found = {f"public {address}": queries(anonymous, address) for address in public}
    found |= {f"member {address}": queries(member, address) for address in members}
    found |= {
        f"search {who}": queries(client, "/search/?q=hashing")
        for who, client in (("public", anonymous), ("member", member))
    }
    return found


def test_pages_and_search_cost_the_same_however_much_there_is():
    establish()
    fill(4)  # where a search finds next to nothing, it also asks for another spelling
    few = counts()
    fill(15)
    many = counts()
    assert many == few
    for what, number in few.items():
        limit = {"public": PUBLIC, "member": MEMBERS, "search": SEARCH}[what.split()[0]]
        assert number <= limit, f"{what}: {number} queries"
