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
    return bool(consume(request, action="newsletter_address", key=mailbox_of(address)))


def mailbox_of(address: str) -> str:
    """What all addresses have in common that may be one mailbox: many servers ignore dots and what follows a `+`.

    For counting alone: where a server tells them apart, these are several people.
    """
    name, _, domain = address.rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"
