"""Browsers of people who have just signed in: what asks them to prove once more that it is they is open to them."""

import time

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from membership.accounts.sessions import NOTED_AT
from membership.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.force_login(person, backend=BACKEND)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, method="password")
    request.session[NOTED_AT] = int(time.time())  # the next request has nothing to note
    request.session.save()
    return client
