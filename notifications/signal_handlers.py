"""What the rooms below tell, and what follows from it here."""

from typing import Any

from content.signals import page_written

from .announcements import announce_publication, look_again


def on_page_written(page_id: int, **kwargs: Any) -> None:
    if announce_publication(page_id=page_id) is None:
        look_again(page_id=page_id)


def connect() -> None:
    page_written.connect(on_page_written, dispatch_uid="notifications.on_page_written")
