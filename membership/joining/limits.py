"""How often somebody may try. Counted in the cache that all processes share; the figures stand in the settings.

None of these counts depends on whether an address has an account.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from .addresses import domain_of


def client_may_sign_up(request: HttpRequest) -> bool:
    return bool(consume(request, action="sign_up_client"))


def address_may_get_code(request: HttpRequest, address: str) -> bool:
    """Whether one more mail may go to this address, whoever asks for it."""
    return bool(consume(request, action="sign_up_address", key=_mailbox(address)))


def client_may_try_code(request: HttpRequest) -> bool:
    return bool(consume(request, action="sign_up_code"))


def person_may_ask(request: HttpRequest) -> bool:
    return bool(consume(request, action="join_request", user=request.user))


def _mailbox(address: str) -> str:
    """What all addresses have in common that may be one mailbox: many servers ignore dots and what follows a `+`."""
    name = address.rpartition("@")[0].partition("+")[0]
    return f"{name.replace('.', '')}@{domain_of(address)}"
