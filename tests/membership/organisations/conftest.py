from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.BASE_URL = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    """How often somebody invited in the test before does not count in this one."""
    cache.clear()
