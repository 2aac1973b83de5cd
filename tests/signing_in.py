"""Browsers of people who have just signed in: what asks them to prove once more that it is they is open to them."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from membership.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    return client
