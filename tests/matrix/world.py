"""A small portal in which every hidden thing carries a canary, and the people who look at it.

The words TITLE, BODY and FILE stand for what a page's title, its text and its file say; each is followed by the place.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from content.models import PrivateDocument, PrivateImage, Topic
from content.pages import ContentPage
from events.models import Material
from events.pages import EventPage
from events.vocabulary import EventKind
from membership.models import DomainRequest, Invitation, JoinRequest, MembershipApplication, OrganisationDomain
from membership.organisations.models import ApplicationState
from notifications.announcements import Announcement, Notice, What
from notifications.preferences import Subject
from pathways.pages import AnswerPage, TopicPage
from pathways.requests import asking, triage
from pathways.requests.asking import Question
from pathways.requests.models import ExpertRequest
from portal.establish import establish
from search.models import PromotedResult, SearchEntry
from shelf.models import Bookmark, PageFollow
from tests import factories
from visibility.models import Audience
from workinggroups import services as groups
from workinggroups.models import Existence, Joining, WorkingGroup, WorkingGroupIndexPage
from workinggroups.pages import BriefingPage, ResourcePage
from workinggroups.premises import collection_for, furnish_group

PLACES = ("public", "pathways", "members", "alpha", "beta", "draft", "alphadraft")


def canary(what: str, place: str) -> str:
    """A word that occurs nowhere else: what it is in, and where that is."""
    return f"zq{what}{place}qz"


ASKED = canary("question", "asked")  # in all words of the question
READ_QUESTION = ("startup", "expert", "coordinator of alpha", "staff", "superuser")


@dataclass
class Portal:
    pages: dict[str, ContentPage] = field(default_factory=dict)
    documents: dict[str, PrivateDocument] = field(default_factory=dict)
    images: dict[str, PrivateImage] = field(default_factory=dict)
    groups: dict[str, WorkingGroup] = field(default_factory=dict)
    people: dict[str, object] = field(default_factory=dict)
    events: dict[str, EventPage] = field(default_factory=dict)
    question: ExpertRequest = field(default_factory=ExpertRequest)
    question_draft: ExpertRequest = field(default_factory=ExpertRequest)

    def entry_ids(self) -> dict[str, int]:
        return dict(SearchEntry.objects.filter(document=None).values_list("page__slug", "pk"))


def build() -> Portal:
    """One page in every place, each with its document and its picture, and one person of every kind."""
    establish()
    portal = Portal()
    for name in ("alpha", "beta"):
        portal.groups[name] = factories.working_group(f"Group {canary('group', name)}")
        furnish_group(group=portal.groups[name], index=WorkingGroupIndexPage.objects.get())
    groups.set_joining(group=portal.groups["alpha"], joining=Joining.REQUEST, existence=Existence.MEMBERS)
    groups.set_joining(group=portal.groups["beta"], joining=Joining.INVITATION, existence=Existence.ROSTER)
    sections = {
        "public": ("publications", ResourcePage, ""),
        "pathways": ("topics", TopicPage, "pathways"),
        "members": ("resources", ResourcePage, ""),
        "alpha": (portal.groups["alpha"].slug, ResourcePage, ""),
        "beta": (portal.groups["beta"].slug, BriefingPage, ""),
        "draft": ("answers", AnswerPage, ""),
        "alphadraft": (portal.groups["alpha"].slug, ResourcePage, ""),
    }
    for place, (parent, model, audience) in sections.items():
        _furnish(portal, place, Page.objects.get(slug=parent), model, audience)
        PromotedResult.objects.create(page=portal.pages[place], queries="promoted", reason=canary("summary", place))
    portal.events["beta"] = _event(portal, "beta")
    Topic.objects.create(name="Hashing", slug="hashing")
    portal.people = _people(portal)
    _keep_everything(portal)
    _before_people_are_in(portal)
    portal.question = _question(portal)
    given = Question(subject=canary("question", "beta"))
    portal.question_draft = asking.begin_draft(by=portal.people["member of beta"], given=given)
    return portal


def _furnish(portal: Portal, place: str, parent: Page, model: type[ContentPage], audience: str) -> None:
    collection = {
        "public": "Public files",
        "draft": "Public files",
        "pathways": "Pathways files",
        "members": "Members' files",
    }.get(place)
    if collection is None:
        group = portal.groups[place.removesuffix("draft")]
        collection = f"Working group: {group.name}"
    stored = collection_for(audience=None, name=collection)
    document = PrivateDocument(title=canary("filetitle", place), collection=stored)
    document.file.save(f"{canary('filename', place)}.pdf", ContentFile(_pdf(place)), save=False)
    document._set_document_file_metadata()
    document.save()
    document.file.close()
    image = PrivateImage(title=canary("imagetitle", place), collection=stored)
    image.file = ImageFile(BytesIO(_png()), name=f"{canary('imagename', place)}.png")
    image.save()
    image.file.close()
    page = model(
        title=canary("title", place),
        slug=f"{place}-page",
        summary=f"About {canary('summary', place)}",
        live="draft" not in place,
        audience=Audience.objects.get(slug=audience) if audience else None,
        body=json.dumps(
            [
                {"type": "text", "value": f"<p>The word hashing stands beside {canary('body', place)}.</p>"},
                {"type": "documents", "value": {"files": [document.pk]}},
                {"type": "figure", "value": {"image": image.pk, "alt": canary("alt", place), "caption": ""}},
            ]
        ),
    )
    if model is not AnswerPage and model is not TopicPage:
        page.kind = model.KINDS[0]
    parent.add_child(instance=page)
    page.save_revision()
    if "draft" not in place:
        page.get_latest_revision().publish()
    portal.pages[place], portal.documents[place], portal.images[place] = page, document, image


def _event(portal: Portal, place: str) -> EventPage:
    """A session of a group, in a week. The word of the body stands in its join link."""
    starts_at = timezone.now() + timedelta(days=7)
    event = EventPage(
        title=canary("title", place),
        slug=f"{place}-event",
        summary=f"About {canary('summary', place)}",
        event_kind=EventKind.SESSION,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        join_link=f"https://meet.example/{canary('body', place)}",
    )
    Page.objects.get(slug=portal.groups[place].slug).add_child(instance=event)
    event.save_revision().publish()
    Material.objects.create(event=event, title=canary("filetitle", place), link="https://video.example/")
    return event


def _people(portal: Portal) -> dict[str, object]:
    alpha, beta = portal.groups["alpha"], portal.groups["beta"]
    return {
        "anonymous": AnonymousUser(),
        "suspended": factories.suspended_member(),
        "startup": factories.startup_user(),
        "member": factories.member(),
        "member of alpha": factories.member_of(alpha),
        "member of beta": factories.member_of(beta),
        "representative": factories.representative(),
        "expert": factories.expert(),
        "coordinator of alpha": factories.coordinator_of(alpha),
        "editor": factories.editor(),
        "publisher": factories.publisher(),
        "staff": factories.alliance_staff(),
        "superuser": factories.superuser(),
    }


def _question(portal: Portal) -> ExpertRequest:
    """The start-up has asked, in confidence, and the expert has it."""
    asker, expert, coordinator = (portal.people[who] for who in ("startup", "expert", "coordinator of alpha"))
    words = {"subject": f"About {ASKED}", "question": f"How does {ASKED} work?", "tried": f"We read {ASKED}."}
    draft = asking.begin_draft(by=asker, given=Question(**words, is_confidential=True))
    asking.submit(request=draft, by=asker)
    return triage.assign(request=draft, by=coordinator, expert=expert, reason=f"They know {ASKED}.")


def _keep_everything(portal: Portal) -> None:
    """Every page stands on everyone's shelf, is followed by them and was corrected, as if it had been theirs once."""
    kept = [(who.pk, page.pk) for who in portal.people.values() if who.pk for page in portal.pages.values()]
    for model in (Bookmark, PageFollow):
        model.objects.bulk_create([model(person_id=person_id, page_id=page_id) for person_id, page_id in kept])
    for place, page in portal.pages.items():
        text = f"It is not {canary('summary', place)}."
        announcement = Announcement.objects.create(page=page, what=What.CORRECTED, text=text, sensitivity="open")
        Notice.objects.bulk_create(
            Notice(person_id=who.pk, announcement=announcement, subject=Subject.CORRECTIONS)
            for who in portal.people.values()
            if who.pk
        )


def _before_people_are_in(portal: Portal) -> None:
    """What waits for the company of the member of beta, and the application of the start-up, which nobody has taken."""
    company, startup = (factories.company_of(portal.people[who]) for who in ("member of beta", "startup"))
    now = timezone.now()
    Invitation.objects.create(organisation=company, email="new@findlewick.example", expires_at=now + timedelta(days=9))
    JoinRequest.objects.create(organisation=company, person=factories.person("Runa", "Tidemark"))
    OrganisationDomain.objects.create(organisation=company, domain="findlewick.example")
    DomainRequest.objects.create(organisation=company, domain="wick.example")
    MembershipApplication.objects.create(organisation=startup, state=ApplicationState.SUBMITTED, submitted_at=now)


def _pdf(place: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    written = BytesIO()
    canvas = Canvas(written)
    canvas.drawString(72, 720, canary("filetext", place))
    canvas.save()
    return written.getvalue()


def _png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(written, "PNG")
    return written.getvalue()
