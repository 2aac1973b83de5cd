"""What may be said of a page outside the portal: its sensitivity decides, and nothing else does."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from content.pages import ContentPage
from content.vocabulary import Sensitivity

from .announcements import Notice, What
from .letters import absolute

BY_LEVEL = (Sensitivity.OPEN, Sensitivity.RESTRICTED, Sensitivity.CONFIDENTIAL)
SOMETHING = {
    What.PUBLISHED: "There is something new for you",
    What.CORRECTED: "There is a correction to something that you use",
}


@dataclass(frozen=True)
class Line:
    """A notice as a mail tells it. `url` leads through the portal's sign-in: it names nothing."""

    lead: str
    url: str
    title: str = ""
    summary: str = ""
    text: str = ""

    @property
    def subject(self) -> str:
        return f"{self.lead}: {self.title}" if self.title else f"{self.lead} on the portal"


def lines_of(notices: list[Notice]) -> list[Line]:
    """One line for each of these notices, which their reader must be allowed to see. One query."""
    pages = ContentPage.objects.in_bulk([notice.announcement.page_id for notice in notices])
    return [_line(notice, pages.get(notice.announcement.page_id)) for notice in notices]


def _line(notice: Notice, page: Any) -> Line:
    what = What(notice.announcement.what)
    url = absolute(reverse("notice", args=[notice.code]))
    sensitivity = _stricter(notice.announcement.sensitivity, page.sensitivity if page is not None else "")
    if sensitivity == Sensitivity.OPEN:
        return Line(what.label, url, _one_line(page.title), page.summary, notice.announcement.text)
    if sensitivity == Sensitivity.RESTRICTED:
        return Line(what.label, url, _one_line(page.title))
    return Line(SOMETHING[what], url)


def _stricter(then: str, now: str) -> Sensitivity:
    """What was confidential when it was said stays so, and so does what is now. What is unknown is not told."""
    return max(map(_level, (then, now)), key=BY_LEVEL.index)


def _level(sensitivity: str) -> Sensitivity:
    return Sensitivity(sensitivity) if sensitivity in Sensitivity.values else Sensitivity.CONFIDENTIAL


def _one_line(title: str) -> str:
    """The subject of a mail is one line."""
    return " ".join(title.split())
