from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from .retention import days_to_keep


@register()
def entries_are_kept_for_some_time(**kwargs: Any) -> list[CheckMessage]:
    try:
        days_to_keep()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="audit.E001")]
    return []
