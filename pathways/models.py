"""Page types of Pathways (`pages.py`), how far somebody is in settling in, and requests to experts (`requests/`)."""

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
from .requests.publishing_models import Approval, Publication
from .welcome import WelcomeStep

__all__ = [
    "AnswerPage",
    "Approval",
    "Away",
    "Barred",
    "Consent",
    "Consultation",
    "ExpertProfile",
    "ExpertRequest",
    "InternalNote",
    "PathwaysHubPage",
    "Publication",
    "Reply",
    "RequestEvent",
    "TopicPage",
    "WelcomeStep",
]
