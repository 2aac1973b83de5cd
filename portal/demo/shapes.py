"""The shapes of demonstration content, kept apart from the models so that prose survives a change of schema.

Every reference is a slug or an e-mail address. The loader turns them into rows; nothing here imports Django.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

Tier = Literal["foundational", "cornerstone", "bridge", "associate", "pathways"]
Role = Literal["representative", "expert", "coordinator", "editor", "publisher", "staff", "admin"]
Kind = Literal[
    "toolkit",
    "guidance",
    "template",
    "roadmap",
    "report",
    "recording",
    "hearing-summary",
    "legislative-summary",
    "monthly-briefing",
    "topic",
    "answer",
    "group",
    "page",
]
Region = Literal["", "americas", "apac", "emea"]
Sensitivity = Literal["open", "restricted", "confidential"]
GroupStatus = Literal["standing", "time-boxed", "closed"]
Joining = Literal["staff", "invitation", "request", "open"]
Existence = Literal["roster", "members"]
SeenBy = Literal["nobody", "organisation", "groups", "members"]
Recipe = Literal["cycle", "layers", "flow", "fingerprint", "circles", "rings", "constellation", "horizon"]


class Block(NamedTuple):
    """One block of a page's body: `kind` is the StreamField block's name; the builders are in `blocks`."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A fictional company. `stage` is "elevate" for a Pathways company that prepares to apply."""

    name: str
    slug: str
    tier: Tier
    sector: str
    staff_count: int
    domain: str
    stage: Literal["", "elevate"] = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A fictional person. No `organisation` means alliance staff."""

    email: str
    name: str
    organisation: str
    roles: tuple[Role, ...] = ()
    groups: tuple[str, ...] = ()
    can_sign_in: bool = False
    expert_topics: tuple[str, ...] = ()
    status: Literal["active", "suspended"] = "active"
    job_title: str = ""
    seen_by: SeenBy = "members"


@dataclass(frozen=True, slots=True)
class DemoTopic:
    """A node of the topic tree; parents stand before their children."""

    slug: str
    name: str
    description: str
    parent_slug: str = ""


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A working group and the body of its own page, which only the group reads."""

    slug: str
    name: str
    purpose: str
    theme: str
    status: GroupStatus
    coordinator_email: str
    body: tuple[Block, ...]
    parent_slug: str = ""
    co_coordinator_emails: tuple[str, ...] = ()
    chair_emails: tuple[str, ...] = ()
    joining: Joining = "request"
    existence: Existence = "members"
    allowed_tiers: tuple[Tier, ...] = ()
    asking_emails: tuple[str, ...] = ()
    invited_emails: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def audience(self) -> str:
        return f"group-{self.slug}"

    @property
    def section(self) -> str:
        return f"group:{self.slug}"


@dataclass(frozen=True, slots=True)
class DemoCorrection:
    """What was wrong on a page and when it was put right."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class DemoLearningStep:
    """One step of a learning path: a page to read, and why it comes at this place."""

    title: str
    note: str
    page_slug: str


@dataclass(frozen=True, slots=True)
class DemoPage:
    """A page below `section`. Slugs are unique across the portal. An empty audience means "as its parent"."""

    slug: str
    title: str
    summary: str
    kind: Kind
    section: str
    body: tuple[Block, ...]
    owner_email: str
    published: date
    last_reviewed: date
    review_due: date | None = None
    topics: tuple[str, ...] = ()
    audience: str = ""
    region: Region = ""
    sensitivity: Sensitivity = "open"
    period: date | None = None
    jurisdiction: str = ""
    corrections: tuple[DemoCorrection, ...] = ()
    superseded_by: str = ""
    learning_steps: tuple[DemoLearningStep, ...] = ()
    held_on: date | None = None
    speakers: tuple[str, ...] = ()
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """An event `in_days` from the day of loading, at `hour` in its own time zone. People stand by their addresses."""

    slug: str
    title: str
    summary: str
    kind: Literal["fireside-chat", "webinar", "session", "convening"]
    section: str
    in_days: int
    hour: int
    minutes: int
    time_zone: str
    body: tuple[Block, ...]
    audience: str = ""
    topics: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()
    agenda: tuple[tuple[str, str], ...] = ()
    sensitivity: Sensitivity = "open"
    capacity: int | None = None
    registered: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()


class Paragraph(NamedTuple):
    """One paragraph of a document file."""

    style: Literal["heading", "text", "bullet"]
    text: str


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A real file to be made. `audience` is empty for a public file and names its collection otherwise."""

    slug: str
    title: str
    filename: str
    format: Literal["pdf", "docx"]
    audience: str
    summary: str
    author: str
    dated: date
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class DemoImage:
    """A picture to be drawn by the recipe of that name, with `labels` written into it."""

    slug: str
    title: str
    alt: str
    recipe: Recipe
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoPromotion:
    """A page that stands above the results for these queries; only for some audiences, if there are any."""

    queries: tuple[str, ...]
    page_slug: str
    reason: str
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoShelf:
    """What somebody follows and keeps: topics and pages by their slugs."""

    email: str
    topics: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoQuestionStep:
    """What somebody did with a question so many hours ago. `to` is an expert's address, for the steps that choose one."""

    hours_ago: int
    deed: str
    by: str
    text: str = ""
    to: str = ""
    until_in_days: int = 0


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question to the experts. Without steps it is a draft; `kept_from` is a line as its requester would write it."""

    requester: str
    subject: str
    question: str
    topic: str
    tried: str = ""
    urgency: Literal["normal", "urgent"] = "normal"
    is_blind: bool = False
    is_confidential: bool = False
    kept_from: str = ""
    fitting_shown: int = 0
    steps: tuple[DemoQuestionStep, ...] = ()
