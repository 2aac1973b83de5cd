"""What experts say about themselves, and when experts and coordinators are away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from . import profiles
from .doors import PersonsRequest
from .errors import DateNotUsable
from .models import ExpertProfile, Voice
from .people import away_dates
from .permissions import user_can_answer, user_can_go_away
from .profile_forms import AwayForm, ProfileForm, profile_form
from .queries import reader_of

DATES = "Choose a last day that is not before the first, not past, and within the next two years."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: PersonsRequest) -> HttpResponse:
    """Coordinators who do not answer see only when they are away."""
    if request.method != "POST":
        return _page(request)
    if not user_can_answer(request.user):
        raise Http404
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    topics, capacity, voice = (form.cleaned_data[name] for name in ("topics", "capacity", "answers_as"))
    profiles.describe_expert(person=request.user, topics=topics, capacity=capacity, answers_as=Voice(voice))
    messages.success(request, "Your profile is saved.")
    return redirect("expert_profile")


@require_POST
@login_required(redirect_field_name=None)
def go_away(request: PersonsRequest) -> HttpResponse:
    if not user_can_go_away(request.user):
        raise Http404
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            profiles.go_away(person=request.user, **form.cleaned_data)
        except DateNotUsable:
            form.add_error("last_day", DATES)
        else:
            messages.success(request, "Your days away are saved.")
            return redirect("expert_profile")
    return _page(request, away_form=form)


@require_POST
@login_required(redirect_field_name=None)
def come_back(request: PersonsRequest, pk: int) -> HttpResponse:
    if not user_can_go_away(request.user):
        raise Http404
    away = away_dates().filter(person=request.user, pk=pk).first()
    if away is None:
        raise Http404
    profiles.come_back(away=away)
    messages.success(request, "These days away are taken out.")
    return redirect("expert_profile")


def _page(request: PersonsRequest, form: ProfileForm | None = None, away_form: AwayForm | None = None) -> HttpResponse:
    person = request.user
    reader = reader_of(person)
    if reader is None or not (reader.is_expert or reader.is_coordinator):
        raise Http404
    described = ExpertProfile.objects.filter(person=person).prefetch_related("topics").first()
    context = {
        "form": (form or profile_form(None, described)) if reader.is_expert else None,
        "away_form": away_form or AwayForm(),
        "away": away_dates().filter(person=person),
        "answers": reader.is_expert,
        "coordinates": reader.is_coordinator,
    }
    return render(request, "pathways/requests/profile.html", context)
