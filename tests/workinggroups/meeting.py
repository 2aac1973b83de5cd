"""What people do in these tests: sign in, open a page, press its buttons, read the mail that follows."""

import re
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership.models import Tier
from notifications.letters import Letter, compose
from notifications.outbox import OutboxMail
from tests import factories
from workinggroups import services
from workinggroups.models import Existence, Joining, WorkingGroup

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def group_with(
    joining: Joining,
    existence: Existence = Existence.MEMBERS,
    tiers: tuple[Tier, ...] = (),
    name: str = "",
) -> WorkingGroup:
    group = factories.working_group(name)
    return services.set_joining(group=group, joining=joining, existence=existence, allowed_tiers=tiers)


def chair_of(group: WorkingGroup) -> Any:
    person = factories.person("Kwabena", "Thrale", at=factories.organisation("Nonagon", Tier.CORNERSTONE))
    services.add_to_roster(group=group, person=person, role="chair")
    return person


def body_of(response: HttpResponse) -> str:
    """What the page says; the secret in its forms is another one each time."""
    return CSRF.sub("", response.content.decode())


def main_of(response: HttpResponse) -> str:
    """The words between the header and the footer."""
    body = body_of(response)
    main = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def queries(client: Client, address: str) -> int:
    client.get(address)  # content types and the like are asked for once a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def asked(client: Client, address: str) -> tuple[int, dict[str, str], bytes]:
    response = client.get(address)
    return response.status_code, dict(response.headers), response.content


def letters(message: str) -> dict[str, Letter]:
    """Address -> what the mails of this kind say, if they are sent now."""
    composed = [compose(mail) for mail in OutboxMail.objects.filter(message=message)]
    return {letter.to: letter for letter in composed if letter}
