"""Why a service refuses. Views turn each into a sentence; for whoever cannot read the request, into a 404 alike."""

from .guard import Finding


class MayNotAsk(Exception):
    """Questions are for people of Pathways companies and of members, while these are current."""


class NothingAsked(Exception):
    """A subject, a question, a reply or a note without a word in it."""


class NoSuchStep(Exception):
    """The table has no such step from this state: the request has moved on since the page was loaded."""


class NotYourStep(Exception):
    """The table has this step, for others."""


class RequestAlreadyClaimed(Exception):
    """They could have claimed it a moment ago; somebody was faster, or it left their queue in another way."""


class NotSuitable(Exception):
    """This person cannot have it: no expert, barred, the requester, or not active."""


class NobodyIsThere(Exception):
    """There is nobody who could own it."""


class ReasonMissing(Exception):
    """This step needs a reason, or says what the requester can do next, in words."""


class DateNotUsable(Exception):
    """The date is past, or too far away."""


class TheAllianceCannotBeBarred(Exception):
    """Its coordinators look after every question. A single person among them can be barred."""


class TextHasChanged(Exception):
    """It is no longer the version that they had before them."""


class AnswerIsNewer(Exception):
    """The question was answered again after this text was sent for approval."""


class NoPlaceForAnswers(Exception):
    """There is no page below which answers stand."""


class TextIsGuarded(Exception):
    """This text is not stored and not sent on: see `findings`, and `where_to_report`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(sorted({finding.kind for finding in findings})))
        self.findings = findings
