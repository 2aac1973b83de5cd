"""How often representatives may have us write mails. The figures stand in `ACCOUNT_RATE_LIMITS`.

Counted for each organisation by itself, so that no limit tells what another one does.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from membership.models import Organisation


def invitation_may_be_sent(request: HttpRequest, organisation: Organisation, address: str) -> bool:
    """Whether one more invitation into the organisation may go to this address. Counts it."""
    to_address = consume(request, action="invitation_address", key=f"{organisation.pk}:{address}")
    return bool(to_address and consume(request, action="invitation_organisation", key=str(organisation.pk)))


def list_may_be_invited(request: HttpRequest, organisation: Organisation) -> bool:
    """Whether the organisation may invite one more list of people. Counts it."""
    return bool(consume(request, action="invitation_list", key=str(organisation.pk)))
