"""The directory, for members. For everybody else there is none: they get what a page gives that never was."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from membership.models import Organisation, SeenBy, User

from .companions import in_common_with
from .forms import AboutMeForm, SearchForm
from .permissions import user_can_read_directory
from .queries import matching_organisations, matching_people, visible_organisations, visible_people
from .services import describe_oneself

PER_PAGE = 24
ORGANISATIONS = "organisations"


@dataclass(frozen=True)
class Line:
    """A person, as the reader may know them: the address among colleagues alone."""

    name: str
    job_title: str
    organisation: str
    organisation_slug: str
    address: str
    in_common: list[str]


def _reader(request: HttpRequest) -> User:
    """Raises Http404 for somebody who may not look into the directory."""
    user = request.user
    if not isinstance(user, User) or not user_can_read_directory(user):
        raise Http404
    return user


@require_safe
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """People, or with `show=organisations` those; `q` narrows both."""
    reader = _reader(request)
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    shows_organisations = request.GET.get("show") == ORGANISATIONS
    if shows_organisations:
        found = _page(request, matching_organisations(visible_organisations(reader), words))
    else:
        found = _page(request, _by_name(matching_people(visible_people(reader), words)))
    given = {"q": words} if words else {}
    asked = {**given, "show": ORGANISATIONS} if shows_organisations else given
    context = {
        "form": form,
        "words": words,
        "shows_organisations": shows_organisations,
        "people_url": f"?{urlencode(given)}",
        "organisations_url": f"?{urlencode({**given, 'show': ORGANISATIONS})}",
        "page_obj": found,
        "lines": [] if shows_organisations else _lines(reader, found),
        "query": "".join(f"{urlencode({name: value})}&" for name, value in asked.items()),
    }
    return render(request, "directory/directory.html", context)


@require_safe
@login_required
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    reader = _reader(request)
    found = visible_organisations(reader).filter(slug=slug).first()
    if found is None:
        raise Http404
    page_obj = _page(request, _by_name(visible_people(reader).filter(organisation=found)))
    context = {"organisation": found, "page_obj": page_obj, "lines": _lines(reader, page_obj)}
    return render(request, "directory/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def me(request: HttpRequest) -> HttpResponse:
    reader = _reader(request)
    form = AboutMeForm(request.POST if request.method == "POST" else None, person=reader)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        describe_oneself(person=reader, seen_by=SeenBy(given["seen_by"]), job_title=given["job_title"])
        messages.success(request, "Saved. Others see you like this from now on.")
        return redirect("directory_me")
    return render(request, "directory/me.html", {"form": form})


def _by_name(people: QuerySet[User]) -> QuerySet[User]:
    return people.select_related("organisation").order_by("last_name", "first_name", "pk")


def _page(request: HttpRequest, found: QuerySet[Any]) -> Page:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _lines(reader: User, people: Page) -> list[Line]:
    ids = {person.organisation_id for person in people}
    listed = dict(visible_organisations(reader).filter(pk__in=ids).values_list("pk", "slug"))
    shared = in_common_with(reader, people)
    return [_line(person, reader, listed, shared) for person in people]


def _line(person: User, reader: User, listed: dict[int, str], shared: dict[int, list[str]]) -> Line:
    at: Organisation | None = person.organisation
    is_colleague = person == reader or (at is not None and at.pk == reader.organisation_id)
    return Line(
        name=person.get_full_name() or "Name not given",
        job_title=person.job_title,
        organisation=at.name if at else "",
        organisation_slug=listed.get(at.pk, "") if at else "",
        address=person.email if is_colleague else "",
        in_common=shared.get(person.pk, []),
    )
