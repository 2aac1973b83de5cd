"""All files of the demonstration."""

from portal.demo.documents_closed import GROUP_DOCUMENTS, MEMBER_DOCUMENTS
from portal.demo.documents_open import OPEN_DOCUMENTS
from portal.demo.shapes import DemoDocument

ALL_DOCUMENTS: tuple[DemoDocument, ...] = OPEN_DOCUMENTS + MEMBER_DOCUMENTS + GROUP_DOCUMENTS
