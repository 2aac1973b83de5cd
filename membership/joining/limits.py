"""How often somebody may try. Counted in the cache that all processes share; the figures stand in the settings.

None of these counts depends on whether an address has an account.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from newsletter.limits import mailbox_of


def client_may_sign_up(request: HttpRequest) -> bool:
    return bool(consume(request, action="sign_up_client"))


def address_may_get_code(request: HttpRequest, address: str) -> bool:
    """Whether one more mail may go to this address, whoever asks for it."""
    return bool(consume(request, action="sign_up_address", key=mailbox_of(address)))


def client_may_try_code(request: HttpRequest) -> bool:
    return bool(consume(request, action="sign_up_code"))


def person_may_ask(request: HttpRequest) -> bool:
    return bool(consume(request, action="join_request", user=request.user))
