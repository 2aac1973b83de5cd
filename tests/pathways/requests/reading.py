"""The pages of experts and coordinators as somebody reads them."""

import re

from membership.models import User
from tests.signing_in import signed_in

QUEUE, DESK, EXPERTS, PROFILE = (
    "/questions/queue/",
    "/questions/desk/",
    "/questions/desk/experts/",
    "/questions/profile/",
)
SECTION = re.compile(r'<section class="section" aria-labelledby="(\w+)">(.*?)</section>', re.DOTALL)
LINK = re.compile(r'<h3>\s*<a href="/questions/[0-9a-f-]{36}/">(.*?)</a>', re.DOTALL)
CHANGES_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value="|nonce=")[^"]*"')


def shown(person: User, address: str = QUEUE, **posted: str) -> str:
    client = signed_in(person)
    answer = client.post(address, posted) if posted else client.get(address)
    assert answer.status_code == 200
    return CHANGES_EACH_TIME.sub("", answer.content.decode())


def listed(html: str) -> dict[str, list[str]]:
    """Section -> the subjects of the questions in it."""
    return {name: LINK.findall(text) for name, text in SECTION.findall(html) if LINK.findall(text)}


def on_desk(person: User, query: str = "") -> list[str]:
    return listed(shown(person, f"{DESK}?{query}")).get("open", [])


def everything_shown_to(person: User) -> dict[str, str]:
    """All pages of this person, with every choice."""
    filters = ["state=triaged", "topic=hashing-and-matching", "owner=coordinator", "owner=answering", "urgency=urgent"]
    asked: list[tuple[str, dict[str, str]]] = [(QUEUE, {}), (PROFILE, {}), (DESK, {}), (EXPERTS, {})]
    asked += [(f"{DESK}?{query}", {}) for query in [*filters, "names=blind", "page=2"]]
    asked += [(DESK, {"words": words}) for words in ("zqsubjectqz", "About", "How does")]
    client = signed_in(person)
    answers = {}
    for address, posted in asked:
        answer = client.post(address, posted) if posted else client.get(address)
        answers[f"{address} {posted}"] = f"{answer.status_code} {CHANGES_EACH_TIME.sub('', answer.content.decode())}"
    return answers
