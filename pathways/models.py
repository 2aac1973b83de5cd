"""Page types of Pathways (`pages.py`), and requests to its experts (`requests/`)."""

from .pages import AnswerPage, PathwaysHubPage, TopicPage
from .requests.models import (
    Away,
    Barred,
    Consent,
    Consultation,
    ExpertProfile,
    ExpertRequest,
    InternalNote,
    Reply,
    RequestEvent,
)

__all__ = [
    "AnswerPage",
    "Away",
    "Barred",
    "Consent",
    "Consultation",
    "ExpertProfile",
    "ExpertRequest",
    "InternalNote",
    "PathwaysHubPage",
    "Reply",
    "RequestEvent",
    "TopicPage",
]
