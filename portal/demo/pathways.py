"""Pathways: the learning paths and their guides."""

from portal.demo.guides import GUIDES
from portal.demo.learning_paths import LEARNING_PATHS
from portal.demo.shapes import DemoPage

PATHWAYS_PAGES: tuple[DemoPage, ...] = LEARNING_PATHS + GUIDES
