"""What must not be true of a portal that is in earnest."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from membership.models import User

DEMONSTRATION_DOMAIN = "demo.example"
REFUSAL = (
    "The portal cannot start in production with demonstration accounts in its database "
    f"(addresses at {DEMONSTRATION_DOMAIN}): everyone knows their password. Use a new database."
)


def has_demonstration_accounts() -> bool:
    return User.objects.filter(email__iendswith=f"@{DEMONSTRATION_DOMAIN}").exists()


def refuse_demonstration_accounts() -> None:
    """Raise ImproperlyConfigured if this is production and its database holds demonstration accounts."""
    if not settings.DEMONSTRATION_ALLOWED and has_demonstration_accounts():
        raise ImproperlyConfigured(REFUSAL)


@register(Tags.database)
def no_demonstration_accounts(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEMONSTRATION_ALLOWED or not databases:
        return []
    try:
        found = has_demonstration_accounts()
    except DatabaseError:  # not migrated yet, so there are no accounts
        return []
    return [Error(REFUSAL, id="portal.E001")] if found else []
