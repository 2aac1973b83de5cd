"""How often somebody may have us write mails. Counted in the cache that all processes share, like attempts to sign in.

The figures stand in `ACCOUNT_RATE_LIMITS`. Addresses are hashed before they are counted.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest


def client_may_ask(request: HttpRequest) -> bool:
    """Whether this client may sign up one more address. Counts it."""
    return bool(consume(request, action="newsletter_client"))


def address_may_be_written_to(request: HttpRequest, address: str) -> bool:
    """Whether one more mail may go to this address, whoever asks for it. Counts it."""
    return bool(consume(request, action="newsletter_address", key=address))
