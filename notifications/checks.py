"""Says before the first request that mail would not leave, or would be forgotten too soon."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from .upkeep import days_to_keep_mails


@register()
def mail_leaves(**kwargs: Any) -> list[CheckMessage]:
    """Where demonstrations are allowed, it is no portal in earnest."""
    if not settings.MAIL_FOLDER or settings.DEMONSTRATION_ALLOWED:
        return []
    hint = "Name a mail server in EMAIL_URL, and leave MAIL_FOLDER to development."
    return [Error("Mail would lie in a folder that everybody may read.", hint=hint, id="notifications.E001")]


@register()
def mails_are_kept(**kwargs: Any) -> list[CheckMessage]:
    try:
        days_to_keep_mails()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="notifications.E002")]
    return []
