"""Every address that the resolver knows, against every kind of person.

`addresses.txt` is the whole expectation. An address without a row fails, and so does a row without an address. Where an
address names a page, a file or a group, it names one of group beta: hidden from all but its members, staff and
superusers. No answer may hold a canary of something that the person may not know.
"""

from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Collection, Site, Task, Workflow

from content.models import Topic
from membership.models import DomainRequest, Invitation, JoinRequest, MembershipApplication, OrganisationDomain
from notifications.announcements import Notice
from search.models import PromotedResult, SynonymSet
from tests.matrix import world
from tests.matrix.routes import Route, all_routes
from tests.matrix.test_content import canaries_in, group_names, group_names_in, rows, text_of, words
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("addresses.txt")
# Whom the columns of the table stand for. People in one column get the same answers.
COLUMNS = {
    "nobody": ["anonymous", "suspended"],
    "reader": ["startup", "member", "member of alpha", "representative", "expert"],
    "beta": ["member of beta"],
    "editor": ["editor"],
    "publisher": ["publisher"],
    "coordinator": ["coordinator of alpha"],
    "staff": ["staff"],
    "superuser": ["superuser"],
}
EDITED = ("public", "pathways", "members", "draft")
MAY_EDIT = {
    "editor": EDITED,
    "publisher": EDITED,
    "coordinator of alpha": ("alpha", "alphadraft"),
    "staff": world.PLACES,
    "superuser": world.PLACES,
}


def table() -> dict[str, dict[str, str]]:
    """Route -> column -> the expected answer: a status, or `sign-in` for the way to the sign-in page."""
    lines = [line for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    head = lines[0].split()[1:]
    return {line.split()[0]: dict(zip(head, line.split()[1:], strict=True)) for line in lines[1:]}


def expected_of(cell: str, person: str) -> str:
    """What a cell says of one person: `404,startup=200` is 404 for all in the column except the one that it names."""
    answer, *exceptions = cell.split(",")
    return dict(exception.split("=") for exception in exceptions).get(person, answer)


def answer(response) -> str:
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "sign-in"
    return str(response.status_code)


def samples(portal: world.Portal, route: Route) -> dict[str, str]:
    """What to put in place of a route's arguments: things of group beta."""
    page, document, image = (str(thing["beta"].pk) for thing in (portal.pages, portal.documents, portal.images))
    revision = str(portal.pages["beta"].latest_revision_id or portal.pages["beta"].get_latest_revision().pk)
    named = {
        "documents": document,
        "images": image,
        "collections": str(Collection.objects.get(name__contains="groupbeta").pk),
        "users": str(portal.people["member of beta"].pk),
        "organisations": str(portal.people["member of beta"].organisation_id),
        "workflows": str(Workflow.objects.get().pk),
        "tasks": str(Task.objects.get().pk),
        "audiences": str(portal.groups["beta"].audience_id),
        "workinggroups": str(portal.groups["beta"].pk),
        "rosters": str(portal.groups["beta"].roster.get().pk),
        "topics": str(Topic.objects.get().pk),
        "synonyms": str(SynonymSet.objects.first().pk),
        "promoted-results": str(PromotedResult.objects.get(page=portal.pages["beta"]).pk),
        "sites": str(Site.objects.get().pk),
        "groups": str(portal.people["member of beta"].groups.get(name__contains="groupbeta").pk),
        "people": str(portal.people["member of beta"].pk),
        "applications": str(MembershipApplication.objects.get().pk),
        "invitations": str(Invitation.objects.get().pk),
        "join-requests": str(JoinRequest.objects.get().pk),
        "domains": str(OrganisationDomain.objects.get().pk),
        "asked-domains": str(DomainRequest.objects.get().pk),
    }
    pk = next((value for name, value in reversed(named.items()) if f"/{name}/" in f"/{route.text}"), page)
    return {
        "pk": pk,
        "page_id": page,
        "page_pk": page,
        "parent_page_id": str(portal.pages["beta"].get_parent().pk),
        "page_to_move_id": page,
        "destination_id": str(portal.pages["members"].get_parent().pk),
        "document_id": document,
        "doc_id": document,
        "document_filename": portal.documents["beta"].filename,
        "image_id": image,
        "rendition_id": str(portal.images["beta"].get_rendition("width-32").pk),
        "filename": portal.images["beta"].get_rendition("width-32").file.name.rsplit("/")[-1],
        "filter_spec": "width-32",
        "collection_id": named["collections"],
        "uploaded_file_id": "1",
        "revision_id": revision,
        "revision_id_a": revision,
        "revision_id_b": "latest",
        "object_id": page,
        "session_id": "1",
        "workflow_state_id": "1",
        "task_state_id": "1",
        "task_id": str(Task.objects.get().pk),
        "workflow_pk": named["workflows"],
        "action_name": "approve",
        "action": "delete",
        "app_label": "workinggroups",
        "app_name": "taggit",
        "model_name": "tag" if "tag-auto" in route.text else "briefingpage",
        "content_type_app_name": "workinggroups",
        "content_type_model_name": "briefingpage",
        "deed": "note",
        "code": code_for(portal, route),
        "uidb36": "1",
        "uidb64": "1",
        "slug": slug_for(portal, route),
        "entry_id": named["rosters"],
        "to": "lapsed",
        "name": "never-given",
        "key": "published-ban" if "criteria/" in route.text else "never-given",
        "person_id": str(portal.people["member"].pk),  # a colleague of the representative
        "invitation_id": "1",
        "request_id": "1",
        "token": "never-given",
        "event_id": str(portal.events["beta"].pk),
        "material_id": str(portal.events["beta"].materials.get().pk),
        "question_id": "1",
        "registration_id": "1",
    }


def code_for(portal: world.Portal, route: Route) -> str:
    theirs = portal.people["member of beta"]
    if route.text.startswith("questions/"):
        return str((portal.question_draft if route.text.endswith("/edit/") else portal.question).code)
    return str(Notice.objects.get(person=theirs, announcement__page=portal.pages["beta"]).code)


def slug_for(portal: world.Portal, route: Route) -> str:
    if route.text.startswith("groups/"):
        return portal.groups["beta"].slug
    if route.text.startswith("directory/"):
        return portal.people["member of beta"].organisation.slug
    return "companies" if "waiting/" in route.text else "hashing"


def may_know(person: str) -> set[str]:
    """The canaries that this person may meet anywhere: what they read, what teases them, and what they edit."""
    known = group_names(person) | ({world.ASKED} if person in world.READ_QUESTION else set())
    for place, cell in rows()[person].items():
        if cell == "see" or place in MAY_EDIT.get(person, ()):
            known |= words(place, "title", "summary", "body", "alt", "filetitle", "filename", "imagetitle", "imagename")
            known |= words(place, "filetext")
        elif cell == "tease":
            known |= words(place, "title", "summary")
    return known | ({world.canary("question", "beta")} if person == "member of beta" else set())


def names_told(person: str, address: str, text: str) -> set[str]:
    """The names of groups in an answer. Whoever edits pages is offered all audiences in the admin, by their names."""
    offered = address.startswith("/admin/") and person in MAY_EDIT
    return set() if offered else group_names_in(text) - group_names_in(address)


def address_of(portal: world.Portal, route: Route) -> str:
    if route.text.startswith("((?:["):  # pages: whatever the page tree holds
        return portal.pages["beta"].url
    return route.address(samples(portal, route))


def test_every_address_has_its_row():
    assert {route.text for route in all_routes()} == set(table())


@pytest.mark.parametrize("column", COLUMNS)
def test_every_address_answers_as_the_table_says(column, portal):
    expected = table()
    wrong = []
    for person in COLUMNS[column]:
        allowed = may_know(person)
        client = Client(raise_request_exception=False)
        someone = portal.people[person]
        for route in all_routes():
            if someone.is_authenticated:
                signed_in(someone, client)
            address = address_of(portal, route)
            response = client.get(address)
            text = text_of(response)
            told = (canaries_in(text) | names_told(person, address, text)) - allowed - canaries_in(address)
            if told:
                wrong.append(f"{person} was told {sorted(told)} by {address}")
            promised = expected_of(expected[route.text][column], person)
            if answer(response) != promised:
                wrong.append(f"{person} {route.text}: {answer(response)}, not {promised}")
    assert not wrong, "\n".join(wrong)
