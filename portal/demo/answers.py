"""All published answers of Ask-an-Expert."""

from portal.demo.answers_operations import ANSWERS_ON_OPERATIONS
from portal.demo.answers_reporting import ANSWERS_ON_REPORTING
from portal.demo.shapes import DemoPage

ANSWERS: tuple[DemoPage, ...] = ANSWERS_ON_REPORTING + ANSWERS_ON_OPERATIONS
