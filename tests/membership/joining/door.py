"""What the tests of this room do: ask for an account, read the mails, and try codes and links."""

import re
from typing import Any

from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from membership.joining.codes import code_of, invitation_token
from membership.models import Invitation, JoinPolicy, Organisation, OrganisationDomain, SignUp
from notifications.sending import send_waiting_mails

SIGN_UP, CODE, JOIN = "/accounts/signup/", "/accounts/signup/code/", "/accounts/join/"
PASSWORD = "a-long-walk-home"


def form(email: str, /, **changes: Any) -> dict[str, Any]:
    return {
        "email": email,
        "first_name": "Ruth",
        "last_name": "Abara",
        "company": "Tidewhistle",
        "job_title": "Trust and safety lead",
        "stage": "starting",
        "needs": [],
        "password": PASSWORD,
        **changes,
    }


def sign_up(client: Client, email: str, **changes: Any) -> SignUp:
    """Step 1, from a network of its own."""
    response = client.post(SIGN_UP, form(email, **changes))
    assert (response.status_code, response.headers["Location"]) == (302, CODE), response.content.decode()
    return SignUp.objects.latest("pk")


def open_account(client: Client, email: str, **changes: Any) -> Any:
    return client.post(CODE, {"code": code_of(sign_up(client, email, **changes))})


def arrived() -> list[EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return delivered.outbox[before:]


def code_in(mail: EmailMultiAlternatives) -> str:
    found = re.search(r"^\d{4} \d{4}$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found[0]


def link_of(invitation: Invitation) -> str:
    return f"/accounts/invitation/{invitation_token(invitation)}/"


def with_domain(organisation: Organisation, domain: str, *, verified: bool = True, policy: str = "") -> Organisation:
    from django.utils import timezone

    OrganisationDomain.objects.create(
        organisation=organisation, domain=domain, verified_at=timezone.now() if verified else None
    )
    organisation.join_policy = policy or JoinPolicy.ASK
    organisation.save(update_fields=["join_policy"])
    return organisation


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def alike(response: Any, *typed: str) -> tuple[Any, ...]:
    """What a stranger can compare: status, headers and body, without what differs each time."""
    body = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())
    for word in typed:
        body = body.replace(word, "TYPED")
    headers = {
        name: re.sub(r"nonce-[^']*", "nonce", value)
        for name, value in response.headers.items()
        if name != "Content-Length"
    }
    return response.status_code, tuple(sorted(headers.items())), body, tuple(sorted(response.cookies))
