"""Where somebody is signed in. Each session notes from time to time that it is in use."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from membership.models import User

NOTED_AT = "seen_at"
NOTED_EVERY = 600  # seconds: a write at every request would be dear, and say more than anybody needs
# What a browser calls itself, the telling ones first: nearly all of them also claim to be Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class NoSuchSession(Exception):
    """It has ended, or is somebody else's."""


@dataclass(frozen=True)
class OwnSession:
    id: int
    browser: str
    since: datetime
    last_seen: datetime
    is_this: bool


def sessions_of(request: HttpRequest) -> list[OwnSession]:
    """The sessions of this request's person that are alive, this one first. Two queries."""
    rows = UserSession.objects.filter(user=request.user.pk).order_by("-last_seen_at")
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list("pk", flat=True)
    )
    own = [
        OwnSession(row.pk, browser_name(row.user_agent), row.created_at, row.last_seen_at, _is_this(request, row))
        for row in rows
        if row.session_key in alive
    ]
    return sorted(own, key=lambda session: not session.is_this)


@transaction.atomic
def end_session(*, request: HttpRequest, session_id: int) -> None:
    """Raises NoSuchSession."""
    if not _end(UserSession.objects.filter(user=request.user.pk, pk=session_id)):
        raise NoSuchSession(session_id)


@transaction.atomic
def end_other_sessions(*, request: HttpRequest, person: User) -> None:
    _end(UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key or ""))


@transaction.atomic
def end_all_sessions(*, person: User) -> None:
    _end(UserSession.objects.filter(user=person))


def _end(rows: QuerySet[UserSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _is_this(request: HttpRequest, row: UserSession) -> bool:
    return bool(row.session_key == request.session.session_key)


def browser_name(user_agent: str) -> str:
    """`Firefox on Windows`: enough to know one's own."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


class LastSeenMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        now = int(time.time())
        if now - request.session.get(NOTED_AT, 0) >= NOTED_EVERY:
            request.session[NOTED_AT] = now
            UserSession.objects.create_from_request(request)
