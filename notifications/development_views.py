"""The mails that would have been sent, on a page. These addresses exist only where mail lies in a folder."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .development import Found, mail_named, mail_names

PER_PAGE = 50
# As a mail program shows it: nothing runs, nothing is loaded.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    page_obj = Paginator(mail_names(), PER_PAGE).get_page(request.GET.get("page"))
    found = [mail for mail in map(mail_named, page_obj.object_list) if mail is not None]
    return render(request, "notifications/development_mails.html", {"page_obj": page_obj, "mails": found})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "notifications/development_mail.html", {"found": _found(name)})


@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(_found(name).html, headers={"Content-Security-Policy": MAIL_POLICY})


def _found(name: str) -> Found:
    found = mail_named(name)
    if found is None:
        raise Http404
    return found
