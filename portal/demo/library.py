"""Members' resources in the library."""

from portal.demo.library_harms import RESOURCES_ON_HARMS
from portal.demo.library_practice import RESOURCES_ON_PRACTICE
from portal.demo.shapes import DemoPage

RESOURCES: tuple[DemoPage, ...] = RESOURCES_ON_HARMS + RESOURCES_ON_PRACTICE
