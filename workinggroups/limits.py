"""How often somebody may have us write to others. The figures stand in `ACCOUNT_RATE_LIMITS`."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest


def may_ask(request: HttpRequest) -> bool:
    """Whether this person may ask to join one more group. Counts it."""
    return bool(consume(request, action="group_request"))


def may_invite(request: HttpRequest) -> bool:
    """Whether this person may invite one more address. Counts it."""
    return bool(consume(request, action="group_invitation"))
