from typing import Any

from content.signals import page_written

from .ledger import follow_page
from .pages import EventPage


def on_page_written(sender: type, page_id: int, **kwargs: Any) -> None:
    """Pages are also saved as the base class, when they are moved or taken down: then nothing of the event changed."""
    if issubclass(sender, EventPage):
        follow_page(page_id=page_id)


def connect() -> None:
    page_written.connect(on_page_written, dispatch_uid="events.on_page_written")
