"""The page of results as a reader meets it, and what it costs."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def shown(client: Client, **asked: str) -> Any:
    response = client.get("/search/", asked)
    assert response.status_code == 200
    return response.context["results"]


def text_of(client: Client, **asked: str) -> str:
    """What a reader reads, without tags and in one line."""
    html = client.get("/search/", asked).content.decode().split("<main")[1].split("</main>")[0]
    return unescape(" ".join(re.sub("<[^>]*>", " ", html).split()))


def queries_of(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured]
