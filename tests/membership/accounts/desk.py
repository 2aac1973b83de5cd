"""What people do at their own accounts: sign in, read the mails that arrive, set up a factor, enter codes."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from membership.models import User
from notifications.sending import send_waiting_mails
from tests import factories

ONLY_FOR_SIGNED_IN = "/accounts/2fa/"
PASSKEY = {
    "name": "Passkey 1",
    "credential": {"clientExtensionResults": {"credProps": {"rk": True}}},
}


def sign_in(client, email, password=factories.PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def signed_in(person: User) -> Client:
    """By the sign-in page, so that the session knows when and how."""
    client = Client()
    response = sign_in(client, person.email)
    assert response.status_code == 302, text_of(response)
    return client


def is_signed_in(client) -> bool:
    return not client.get("/accounts/").headers.get("Location", "").startswith("/accounts/login/")


def text_of(response) -> str:
    """The words of the page, without what stands in its frame."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", main[0] if main else response.content.decode())
    return re.sub(r"\s+", " ", words).replace("&#x27;", "'").replace("&quot;", '"')


def arrived() -> list[EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return delivered.outbox[before:]


def reset_link(mails) -> str:
    (found,) = [
        link for mail in mails for link in re.findall(r"http://localhost:8000(/accounts/\S+key/\S+)", mail.body)
    ]
    return found


def reset_password(client, person, password):
    client.post("/accounts/password/reset/", {"email": person.email})
    form = client.get(reset_link(arrived()), follow=True)
    return client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def give_app(person: User) -> str:
    """An authenticator app, set up long ago. Returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def give_recovery_codes(person: User) -> list[str]:
    return RecoveryCodes.activate(person).get_unused_codes()


def give_passkey(person: User) -> Authenticator:
    """One that cannot be used here: it is only there."""
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=PASSKEY)


def code_of(secret: str, *, later: int = 0) -> str:
    """What the app shows now, or some periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def enter_code(client, code, **extra):
    return client.post("/accounts/2fa/authenticate/", {"code": code}, **extra)


def factors_of(person) -> set[str]:
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
