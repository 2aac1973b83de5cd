"""Puts the demonstration content into an empty portal, in one transaction."""

import datetime
import json
import zoneinfo
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, Page

from content.models import PrivateDocument, PrivateImage, Topic
from content.pages import ContentPage, SectionPage
from content.signals import page_written
from content.vocabulary import BRIEFING_KINDS, RESOURCE_KINDS
from events import registering
from events.models import Registration
from events.pages import EventPage
from events.states import State
from membership import services as people
from membership.directory.services import describe_oneself
from membership.models import Organisation, Role, SeenBy, Tier, User
from notifications.announcements import NO_NEWS, Announcement
from pathways.pages import AnswerPage, TopicPage
from portal.establish import establish
from portal.models import HomePage
from search.models import PromotedResult
from shelf import services as shelf
from visibility.models import Audience
from visibility.viewer import viewer_for
from workinggroups import joining
from workinggroups import services as groups
from workinggroups.models import (
    Existence,
    GroupStatus,
    Joining,
    RosterRole,
    WorkingGroup,
    WorkingGroupIndexPage,
)
from workinggroups.pages import BriefingPage, ResourcePage
from workinggroups.premises import furnish_group

from .catalogue import ALL_PAGES
from .documents import ALL_DOCUMENTS
from .events import ALL_EVENTS
from .files import make_docx, make_pdf
from .images import ALL_IMAGES
from .organisation_lives import load_lives
from .organisations import ALL_ORGANISATIONS
from .people import ALL_PEOPLE, PASSWORD
from .pictures import make_picture
from .question_lives import load_questions
from .search import ALL_PROMOTIONS
from .shapes import Block, DemoDocument, DemoEvent, DemoGroup, DemoPage, DemoPerson
from .shelves import ALL_SHELVES
from .topics import ALL_TOPICS
from .working_groups import ALL_GROUPS

NEWS = 12  # pages
HOUR = datetime.time(9, tzinfo=datetime.UTC)
MAKERS = {"pdf": make_pdf, "docx": make_docx}
COLLECTION_OF = {"": "Public files", "pathways": "Pathways files", "members": "Members' files"}


@transaction.atomic
def load() -> None:
    """Make organisations, people, groups, files and pages. Expects a portal without any of them."""
    establish()
    _organisations()
    _working_groups()
    _people()
    _waiting_to_join()
    load_lives()
    _topics()
    load_questions()
    _images()
    _documents()
    pages = _empty_pages()
    for demo, page in pages:
        _write(page, demo)
    for group in ALL_GROUPS:
        _write_group_page(group)
    for event in ALL_EVENTS:
        _event(event)
    _promotions()
    _shelves()
    _news()


def _organisations() -> None:
    people.add_organisation(name="The alliance", slug="alliance", tier=Tier.ALLIANCE)
    for demo in ALL_ORGANISATIONS:
        people.add_organisation(name=demo.name, slug=demo.slug, tier=Tier(demo.tier), sector=demo.sector)


def _working_groups() -> None:
    index = WorkingGroupIndexPage.objects.get()
    for demo in sorted(ALL_GROUPS, key=_depth):
        group = groups.create_group(
            name=demo.name,
            slug=demo.slug,
            purpose=demo.purpose,
            theme=demo.theme,
            status=GroupStatus(demo.status),
            parent=WorkingGroup.objects.get(slug=demo.parent_slug) if demo.parent_slug else None,
        )
        groups.set_joining(
            group=group,
            joining=Joining(demo.joining),
            existence=Existence(demo.existence),
            allowed_tiers=tuple(map(Tier, demo.allowed_tiers)),
        )
        furnish_group(group=group, index=WorkingGroupIndexPage.objects.get(pk=index.pk))


def _depth(group: DemoGroup) -> int:
    """How many groups stand above this one: parents are made first."""
    above = next((other for other in ALL_GROUPS if other.slug == group.parent_slug), None)
    return 1 + _depth(above) if above else 0


def _people() -> None:
    coordinated = _coordinated()
    for demo in ALL_PEOPLE:
        person = _person(demo)
        theirs = coordinated.get(demo.email, set())
        for slug in sorted({*demo.groups, *theirs}):
            chairs = next(group.chair_emails for group in ALL_GROUPS if group.slug == slug)
            role = RosterRole.CHAIR if demo.email in chairs else RosterRole.MEMBER
            role = RosterRole.COORDINATOR if slug in theirs else role
            groups.add_to_roster(group=WorkingGroup.objects.get(slug=slug), person=person, role=role)
        if demo.status == "suspended":
            people.suspend_person(person=person)


def _waiting_to_join() -> None:
    """Requests and invitations that nobody has answered yet."""
    for demo in ALL_GROUPS:
        group = WorkingGroup.objects.get(slug=demo.slug)
        coordinator = User.objects.get(email=demo.coordinator_email)
        for email in demo.asking_emails:
            joining.ask_to_join_group(group=group, person=User.objects.get(email=email))
        for email in demo.invited_emails:
            joining.invite_to_group(group=group, address=email, by=coordinator)


def _coordinated() -> dict[str, set[str]]:
    """Which groups each coordinator looks after, by address."""
    coordinated: dict[str, set[str]] = {}
    for group in ALL_GROUPS:
        for email in (group.coordinator_email, *group.co_coordinator_emails):
            coordinated.setdefault(email, set()).add(group.slug)
    return coordinated


def _person(demo: DemoPerson) -> User:
    first_name, _, last_name = demo.name.partition(" ")
    person = people.add_person(
        email=demo.email,
        first_name=first_name,
        last_name=last_name,
        organisation=Organisation.objects.get(slug=demo.organisation or "alliance"),
        password=PASSWORD if demo.can_sign_in else None,
    )
    for role in demo.roles:
        if role == "admin":
            person.is_superuser = True
            person.save(update_fields=["is_superuser"])
        else:
            people.assign_role(person=person, role=Role(role))
    return describe_oneself(person=person, seen_by=SeenBy(demo.seen_by), job_title=demo.job_title)


def _topics() -> None:
    for demo in ALL_TOPICS:
        parent = Topic.objects.get(slug=demo.parent_slug) if demo.parent_slug else None
        Topic.objects.create(slug=demo.slug, name=demo.name, description=demo.description, parent=parent)


def _images() -> None:
    for demo in ALL_IMAGES:
        file = ImageFile(ContentFile(make_picture(demo)), name=f"{demo.slug}.png")
        PrivateImage.objects.create(title=demo.title, file=file, collection=_collection(""))


def _documents() -> None:
    for demo in ALL_DOCUMENTS:
        document = PrivateDocument(title=demo.title, collection=_collection(demo.audience))
        document.file = ContentFile(_made(demo), name=demo.filename)
        document.full_clean(exclude=["tags"])
        document._set_document_file_metadata()  # noqa: SLF001  Wagtail offers no public way outside its forms
        document.save()


def _made(demo: DemoDocument) -> bytes:
    return MAKERS[demo.format](demo)


def _collection(audience: str) -> Collection:
    if audience.startswith("group-"):
        group = WorkingGroup.objects.get(audience__slug=audience)
        return Collection.objects.get(name=f"Working group: {group.name}")
    return Collection.objects.get(name=COLLECTION_OF[audience])


def _empty_pages() -> list[tuple[DemoPage, ContentPage]]:
    """All pages, still unpublished and without a body, so that bodies can then refer to each other."""
    made = []
    for demo in ALL_PAGES:
        page: ContentPage | None = HomePage.objects.first() if demo.slug == "home" else _page(demo.slug)
        if page is None:
            page = _model_of(demo)(title=demo.title, slug=demo.slug, summary=demo.summary, live=False)
            page.audience = Audience.objects.get(slug=demo.audience) if demo.audience else None
            _parent_of(demo).add_child(instance=page)
        made.append((demo, page))
    return made


def _model_of(demo: DemoPage) -> type[ContentPage]:
    if demo.kind in RESOURCE_KINDS:
        return ResourcePage
    if demo.kind in BRIEFING_KINDS:
        return BriefingPage
    return {"topic": TopicPage, "answer": AnswerPage, "page": SectionPage}[demo.kind]


def _parent_of(demo: DemoPage) -> Page:
    if demo.section == "home":
        return Page.objects.get(pk=HomePage.objects.get().pk)
    slug = demo.section.removeprefix("group:")
    return Page.objects.get(slug=slug, depth__gt=2)


def _page(slug: str) -> Any:
    page = ContentPage.objects.filter(slug=slug, depth__gt=2).first()
    return page.specific if page else None


def _write(page: ContentPage, demo: DemoPage) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.title, page.summary, page.kind = demo.title, demo.summary, demo.kind
    page.region, page.sensitivity = demo.region, demo.sensitivity
    page.content_owner = User.objects.get(email=demo.owner_email)
    page.last_reviewed, page.review_due = demo.last_reviewed, demo.review_due
    page.superseded_by = _page(demo.superseded_by) if demo.superseded_by else None
    page.topics.set(Topic.objects.filter(slug__in=demo.topics))
    page.body = _stream(demo.body)
    page.corrections = json.dumps(
        [
            {"type": "correction", "value": {"date": correction.on.isoformat(), "text": correction.text}}
            for correction in demo.corrections
        ]
    )
    if isinstance(page, BriefingPage):
        page.period, page.jurisdiction = demo.period, demo.jurisdiction
    if isinstance(page, TopicPage):
        page.topic = Topic.objects.filter(slug__in=demo.topics).first()
        page.steps = json.dumps(
            [
                {"type": "step", "value": {"page": _page(step.page_slug).pk, "title": step.title, "note": step.note}}
                for step in demo.learning_steps
            ]
        )
    _publish(page, on=demo.published)


def _write_group_page(demo: DemoGroup) -> None:
    page = WorkingGroup.objects.get(slug=demo.slug).page
    page.body = _stream(demo.body)
    page.topics.set(Topic.objects.filter(slug__in=demo.topics))
    page.content_owner = User.objects.get(email=demo.coordinator_email)
    _publish(page, on=datetime.date(2026, 1, 12))


def _publish(page: ContentPage, *, on: datetime.date) -> None:
    page.save_revision().publish()
    at = datetime.datetime.combine(on, HOUR)
    Page.objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=min(at, timezone.now()))
    page_written.send(sender=type(page), page_id=page.pk)  # the date is part of what search knows


def _event(demo: DemoEvent) -> None:
    zone = zoneinfo.ZoneInfo(demo.time_zone)
    day = timezone.now().astimezone(zone).date() + datetime.timedelta(days=demo.in_days)
    starts_at = datetime.datetime.combine(day, datetime.time(demo.hour), tzinfo=zone)
    page = EventPage(
        title=demo.title,
        slug=demo.slug,
        summary=demo.summary,
        audience=Audience.objects.get(slug=demo.audience) if demo.audience else None,
        event_kind=demo.kind,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=demo.minutes),
        time_zone=demo.time_zone,
        place="Online",
        join_link=f"https://meet.example/{demo.slug}",
        capacity=demo.capacity,
        sensitivity=demo.sensitivity,
        body=_stream(demo.body),
        speakers=json.dumps(
            [{"type": "speaker", "value": {"name": name, "role": role}} for name, role in demo.speakers]
        ),
        agenda=json.dumps([{"type": "item", "value": {"title": title, "note": note}} for title, note in demo.agenda]),
    )
    page.topics.set(Topic.objects.filter(slug__in=demo.topics))
    page.hosts.set(User.objects.filter(email__in=demo.hosts))
    Page.objects.get(slug=demo.section, depth__gt=2).add_child(instance=page)
    _publish(page, on=timezone.localdate() - datetime.timedelta(days=20))
    for person in User.objects.filter(email__in=demo.registered).order_by("pk"):
        registering.register(event=page, person=person, is_listed=True)
    for place, person in enumerate(User.objects.filter(email__in=demo.attended).order_by("pk"), start=1):
        Registration.objects.create(event=page, person=person, state=State.ATTENDED, place=place)


def _promotions() -> None:
    for demo in ALL_PROMOTIONS:
        promoted, is_new = PromotedResult.objects.get_or_create(
            queries="\n".join(demo.queries), page=Page.objects.get(pk=_page(demo.page_slug).pk), reason=demo.reason
        )
        if is_new:
            promoted.audiences.set(Audience.objects.filter(slug__in=demo.audiences))
            promoted.save()


def _shelves() -> None:
    """What some of the personas keep and follow, as far as they may see it."""
    for demo in ALL_SHELVES:
        viewer = viewer_for(User.objects.get(email=demo.email))
        for slug in demo.topics:
            shelf.follow_topic(viewer=viewer, slug=slug)
        for slug in demo.pages:
            shelf.bookmark(viewer=viewer, page_id=_page(slug).pk)


def _news() -> None:
    """Of all that was just published, only the newest is news to the people of the demonstration."""
    newest = ContentPage.objects.filter(live=True).exclude(kind__in=NO_NEWS).order_by("-first_published_at", "-pk")
    news = list(newest.values_list("pk", flat=True)[:NEWS])
    Announcement.objects.exclude(page__in=news).update(spread_at=timezone.now())


def _stream(blocks: Iterable[Block]) -> str:
    return json.dumps([{"type": block.kind, "value": _value(block)} for block in blocks])


def _value(block: Block) -> Any:
    """The value as the StreamField stores it: slugs become numbers."""
    value = block.value
    if block.kind == "figure":
        image = next(image for image in ALL_IMAGES if image.slug == value["image"])
        return {**value, "image": PrivateImage.objects.get(title=image.title).pk}
    if block.kind == "documents":
        titles = [document.title for slug in value for document in ALL_DOCUMENTS if document.slug == slug]
        return {"files": [PrivateDocument.objects.get(title=title).pk for title in titles]}
    if block.kind == "related":
        return {"pages": [_page(slug).pk for slug in value]}
    if block.kind == "accordion":
        return {"items": value}
    if block.kind == "steps":
        return {"title": value["title"], "steps": value["items"]}
    if block.kind == "table":
        return {"caption": value["caption"], "table": _table(value["columns"], value["rows"])}
    return value


def _table(columns: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {
        "columns": [{"type": "text", "heading": heading} for heading in columns],
        "rows": [{"values": list(map(str, row))} for row in rows],
    }
