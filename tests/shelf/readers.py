"""What readers do in these tests: sign in, open a page, press the buttons on it."""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shelf import services
from tests.signing_in import BACKEND
from visibility.viewer import viewer_for


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def press(client: Client, address: str, action: str = "add", **posted: object) -> HttpResponse:
    return client.post(f"/shelf/{address}/", {"action": action, **posted})


def bookmark(person: Any, page: Any) -> None:
    services.bookmark(viewer=viewer_for(person), page_id=page.pk)


def follow(person: Any, page: Any) -> None:
    services.follow_page(viewer=viewer_for(person), page_id=page.pk)


def follow_topic(person: Any, topic: Any) -> None:
    services.follow_topic(viewer=viewer_for(person), slug=topic.slug)


def hide(page: Any, audience: Any) -> None:
    page.audience = audience
    page.save()


def queries(client: Client, address: str) -> int:
    client.get(address)  # content types and the like are asked for once a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
