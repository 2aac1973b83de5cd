"""What this room and those below it keep about a person."""

from collections.abc import Iterable, Iterator

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from audit.models import ActorKind, AuditEntry
from content.pages import ContentPage
from membership.models import JoinRequest, MembershipApplication, RoleAssignment, User
from notifications.announcements import Notice
from notifications.outbox import OutboxMail
from notifications.preferences import Preference
from shelf.models import Bookmark, Download, PageFollow, TopicFollow, UsefulMark
from visibility.pages import visible_pages
from visibility.viewer import viewer_for

from .personal_data import Row, register_personal_data
from .sessions import browser_name


def you(person: User) -> Iterator[Row]:
    yield {
        "name": person.get_full_name(),
        "email address": person.email,
        "organisation": str(person.organisation or ""),
        "job title": person.job_title,
        "company's stage": person.get_company_stage_display(),
        "topics that you came for": person.needs,
        "seen by": person.get_seen_by_display(),
        "account since": person.date_joined,
        "last signed in": person.last_login,
    }


def roles(person: User) -> Iterator[Row]:
    for assignment in RoleAssignment.objects.filter(person=person).order_by("role"):
        yield {"role": assignment.get_role_display()}


def applications(person: User) -> Iterator[Row]:
    for application in MembershipApplication.objects.filter(applicant=person).order_by("pk"):
        yield {"message": application.message, "state": application.get_state_display(), "begun": application.begun_at}


def join_requests(person: User) -> Iterator[Row]:
    for request in JoinRequest.objects.filter(person=person).order_by("pk"):
        yield {"asked": request.asked_at, "state": request.get_state_display()}


def second_factors(person: User) -> Iterator[Row]:
    """Without their secrets."""
    for factor in Authenticator.objects.filter(user=person).order_by("pk"):
        yield {"kind": factor.get_type_display(), "added": factor.created_at, "last used": factor.last_used_at}


def sessions(person: User) -> Iterator[Row]:
    for session in UserSession.objects.filter(user=person).order_by("pk"):
        yield {
            "browser": browser_name(session.user_agent),
            "network address": session.ip,
            "since": session.created_at,
            "last seen": session.last_seen_at,
        }


def mail_choices(person: User) -> Iterator[Row]:
    for choice in Preference.objects.filter(person=person).order_by("subject"):
        yield {"about": choice.get_subject_display(), "how often": choice.get_frequency_display()}


def mails(person: User) -> Iterator[Row]:
    for mail in OutboxMail.objects.filter(person=person).order_by("pk"):
        yield {"mail": mail.message, "written": mail.written_at, "sent": mail.sent_at}


def notices(person: User) -> Iterable[Row]:
    rows = Notice.objects.filter(person=person).order_by("pk").values_list("announcement__page", "made_at", "read_at")
    return _about_pages(person, [(page, {"told": made, "read": read}) for page, made, read in rows])


def bookmarks(person: User) -> Iterable[Row]:
    rows = Bookmark.objects.filter(person=person).order_by("pk").values_list("page", "made_at")
    return _about_pages(person, [(page, {"saved": at}) for page, at in rows])


def followed_pages(person: User) -> Iterable[Row]:
    rows = PageFollow.objects.filter(person=person).order_by("pk").values_list("page", "made_at")
    return _about_pages(person, [(page, {"followed": at}) for page, at in rows])


def followed_topics(person: User) -> Iterator[Row]:
    for follow in TopicFollow.objects.filter(person=person).order_by("pk").select_related("topic"):
        yield {"topic": follow.topic.name, "followed": follow.made_at}


def downloads(person: User) -> Iterator[Row]:
    """By number: the file may be hidden by now, and its name with it."""
    for number, at in Download.objects.filter(person=person).order_by("pk").values_list("document", "last_at"):
        yield {"file": number, "downloaded": at}


def useful_marks(person: User) -> Iterable[Row]:
    rows = UsefulMark.objects.filter(person=person).order_by("pk").values_list("page", "is_useful", "at")
    return _about_pages(person, [(page, {"useful": useful, "said": at}) for page, useful, at in rows])


def acts(person: User) -> Iterator[Row]:
    """What the audit log holds of what they did."""
    for entry in AuditEntry.objects.filter(actor_kind=ActorKind.PERSON, actor_id=person.pk).order_by("pk"):
        yield {"at": entry.at, "what": entry.get_action_display()}


def _about_pages(person: User, rows: list[tuple[int | None, Row]]) -> list[Row]:
    """Each with the title and address of its page, if they may open it today. Three queries for all."""
    wanted = {page for page, _ in rows if page}
    visible = visible_pages(viewer_for(person), ContentPage.objects.filter(pk__in=wanted))
    known = {page.pk: {"page": page.title, "address": page.url_path} for page in visible}
    hidden = {"page": "a page that you cannot open any more"}
    return [known.get(page or 0, hidden) | row for page, row in rows]


for name, source in {
    "you": you,
    "roles": roles,
    "applications for membership": applications,
    "requests to join a company": join_requests,
    "second factors": second_factors,
    "sessions": sessions,
    "mail choices": mail_choices,
    "mails": mails,
    "notices": notices,
    "bookmarks": bookmarks,
    "followed pages": followed_pages,
    "followed topics": followed_topics,
    "downloads": downloads,
    "what was useful to you": useful_marks,
    "acts in the audit log": acts,
}.items():
    register_personal_data(name, source)
