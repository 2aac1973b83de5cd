"""Page types of Pathways; see `pages.py`."""

from .pages import AnswerPage, PathwaysHubPage, TopicPage

__all__ = ["AnswerPage", "PathwaysHubPage", "TopicPage"]
