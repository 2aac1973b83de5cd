"""A person's notices, how often they want mail, and the way out of mails without signing in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.surroundings import address_of
from visibility.viewer import viewer_of

from . import preferences
from .announcements import mark_read, notices_for
from .forms import MailPreferencesForm
from .preferences import choose, preferences_of, read_unsubscribe_token

PER_PAGE = 20


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    found = notices_for(viewer_of(request)).select_related("announcement__page").order_by("-made_at", "-pk")
    page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    unread = notices_for(viewer_of(request)).filter(read_at=None).exists()
    return render(request, "notifications/notices.html", {"page_obj": page_obj, "has_unread": unread})


@require_safe
@login_required
def open_notice(request: HttpRequest, code: UUID) -> HttpResponse:
    """From a notice or a mail to the page that it is about. Whoever goes there has read it."""
    theirs = notices_for(viewer_of(request)).filter(code=code)
    notice = theirs.select_related("announcement__page").first()
    if notice is None:
        raise Http404
    if request.method == "GET":
        mark_read(notices=theirs)
    return redirect(address_of(notice.announcement.page, request))


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(notices=notices_for(viewer_of(request)))
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mail_preferences(request: HttpRequest) -> HttpResponse:
    form = MailPreferencesForm(request.POST or None, chosen=preferences_of(request.user))
    if request.method == "POST" and form.is_valid():
        choose(person=request.user, choices=form.choices())
        messages.success(request, "Saved. Mails that have not left yet follow your new choice.")
        return redirect("mail_preferences")
    return render(request, "notifications/mail_preferences.html", {"form": form})


@csrf_exempt  # RFC 8058: a mail program posts here, without a session; the token says all that there is to know
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails of one subject to one person. A GET asks first: programs open links to look at them."""
    meant = read_unsubscribe_token(token)
    if meant is None:
        raise Http404
    person_id, subject = meant
    if request.method == "POST":
        preferences.unsubscribe(person_id=person_id, subject=subject)
    return render(request, "notifications/unsubscribe.html", {"subject": subject, "done": request.method == "POST"})
