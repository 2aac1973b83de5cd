"""The pages that hold the others, and the public pages about the alliance."""

from portal.demo.about_pages import ABOUT_PAGES, MEMBERSHIP_PAGES
from portal.demo.sections import SECTION_PAGES
from portal.demo.shapes import DemoPage

SITE_PAGES: tuple[DemoPage, ...] = SECTION_PAGES + ABOUT_PAGES + MEMBERSHIP_PAGES
