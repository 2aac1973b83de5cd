"""Page types of Pathways, see `pages.py`, and how far somebody is in settling in."""

from .pages import AnswerPage, PathwaysHubPage, TopicPage
from .welcome import WelcomeStep

__all__ = ["AnswerPage", "PathwaysHubPage", "TopicPage", "WelcomeStep"]
