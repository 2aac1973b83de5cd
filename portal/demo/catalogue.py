"""Everything the loader loads, in an order in which parents stand before children."""

from portal.demo.answers import ANSWERS
from portal.demo.briefings import BRIEFINGS
from portal.demo.documents import ALL_DOCUMENTS
from portal.demo.fireside_chats import FIRESIDE_CHATS
from portal.demo.group_resources import GROUP_RESOURCES
from portal.demo.images import ALL_IMAGES
from portal.demo.library import RESOURCES
from portal.demo.organisations import ALL_ORGANISATIONS
from portal.demo.pathways import PATHWAYS_PAGES
from portal.demo.people import ALL_PEOPLE
from portal.demo.publications import PUBLICATIONS
from portal.demo.search import ALL_PROMOTIONS
from portal.demo.shapes import DemoPage
from portal.demo.site_pages import SITE_PAGES
from portal.demo.topics import ALL_TOPICS
from portal.demo.webinars import WEBINARS
from portal.demo.working_groups import ALL_GROUPS

ALL_PAGES: tuple[DemoPage, ...] = (
    SITE_PAGES
    + PUBLICATIONS
    + PATHWAYS_PAGES
    + FIRESIDE_CHATS
    + ANSWERS
    + RESOURCES
    + WEBINARS
    + BRIEFINGS
    + GROUP_RESOURCES
)

__all__ = [
    "ALL_DOCUMENTS",
    "ALL_GROUPS",
    "ALL_IMAGES",
    "ALL_ORGANISATIONS",
    "ALL_PAGES",
    "ALL_PEOPLE",
    "ALL_PROMOTIONS",
    "ALL_TOPICS",
]
