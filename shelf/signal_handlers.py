"""What the rooms below tell, and what follows from it here."""

import logging
from typing import Any

from django.db import DatabaseError

from content.signals import document_served

from .services import note_download

logger = logging.getLogger(__name__)


def on_document_served(document_id: int, person_id: int, **kwargs: Any) -> None:
    """A GET that writes: nobody is answered differently. If the database refuses, the download has not failed."""
    try:
        note_download(person_id=person_id, document_id=document_id)
    except DatabaseError as refusal:
        logger.warning("A download was not noted: %s", type(refusal).__name__)


def connect() -> None:
    document_served.connect(on_document_served, dispatch_uid="shelf.on_document_served")
