"""Says before the first request that the search cannot answer."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from .engines import get_engine


@register()
def an_engine_answers(**kwargs: Any) -> list[CheckMessage]:
    try:
        get_engine()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="search.E001")]
    return []
