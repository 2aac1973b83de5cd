"""What somebody does first: read what fits their company, and settle in. Progress stays until they undo it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from content.listings import card_lists
from content.pages import ContentPage
from content.vocabulary import Kind
from membership.models import Stage, Standing, User
from visibility.pages import visible_pages
from visibility.viewer import Viewer, viewer_of

from .pages import TopicPage

AT_MOST = 6  # cards in a list


class Step(models.TextChoices):
    READ = "read", "Begin a learning path"
    FOLLOW = "follow", "Follow what matters to you"
    ASK = "ask", "Ask an expert"
    MAIL = "mail", "Choose what you get mail about"
    SIGN_IN = "sign-in", "Make your sign-in safer"


class WelcomeStep(models.Model):
    """Somebody says that they have done this."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="welcome_steps")
    step = models.CharField(max_length=20, choices=Step.choices)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "step"], name="one_mark_per_person_and_step")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_step_display()}"


@dataclass(frozen=True)
class Task:
    """A step, as somebody sees it."""

    step: Step
    why: str
    url: str
    done_at: datetime | None


WHY = {
    Step.READ: "A path leads through what to read about one topic, in order.",
    Step.FOLLOW: "Open a page and follow it. What is new there comes to your shelf.",
    Step.ASK: "Ask what no page answers. Somebody who has done it before replies.",
    Step.MAIL: "At once, daily, weekly, or not at all.",
    Step.SIGN_IN: "A passkey keeps others out, even with your password.",
}
# What helps a company first, by how far it is.
FIRST_READ = {
    Stage.STARTING: ("You are just starting: these say what to do first.", (Kind.GUIDANCE, Kind.ROADMAP)),
    Stage.GROWING: ("You have rules and tools: these save you from writing the rest.", (Kind.TOOLKIT, Kind.TEMPLATE)),
    Stage.RUNNING: ("You run a programme: these show how others measure theirs.", (Kind.REPORT, Kind.RECORDING)),
}
ANY_STAGE = ("What helps most companies first.", (Kind.GUIDANCE, Kind.TOOLKIT))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    person: User = request.user  # type: ignore[assignment]  # the decorator has seen to it
    if request.method == "POST":
        return _mark(request, person)
    viewer = viewer_of(request)
    tasks = tasks_of(person)
    lead, kinds = FIRST_READ.get(Stage(person.company_stage), ANY_STAGE) if person.company_stage else ANY_STAGE
    paths, resources = card_lists([paths_for(viewer, person), resources_for(viewer, person, kinds)], request)
    context = {
        "tasks": tasks,
        "done": sum(task.done_at is not None for task in tasks),
        "lead": lead,
        "paths": paths,
        "resources": resources,
        "waits_for_review": person.organisation is not None and person.organisation.standing == Standing.APPLICANT,
    }
    return render(request, "pathways/welcome.html", context)


def tasks_of(person: User) -> list[Task]:
    done = dict(WelcomeStep.objects.filter(person=person).values_list("step", "done_at"))
    urls = {
        Step.READ: "#paths",
        Step.FOLLOW: reverse("shelf"),
        Step.ASK: settings.SEARCH_ASK_URL,
        Step.MAIL: reverse("mail_preferences"),
        Step.SIGN_IN: reverse("mfa_index"),
    }
    return [Task(step, WHY[step], urls[step], done.get(step)) for step in Step]


def paths_for(viewer: Viewer, person: User) -> QuerySet[Any]:
    """Learning paths that they may open, those on what they came for before the others."""
    wanted = Q(topic__slug__in=person.needs) | Q(topic__parent__slug__in=person.needs)
    fits = models.Case(models.When(wanted, then=Value(0)), default=Value(1))
    return _open_cards(viewer, TopicPage.objects.annotate(fits=fits)).order_by("fits", "path")[:AT_MOST]


def resources_for(viewer: Viewer, person: User, kinds: tuple[Kind, ...]) -> QuerySet[Any]:
    """The newest of these kinds that they may open, on what they came for if they said so."""
    pages = ContentPage.objects.filter(kind__in=kinds, superseded_by=None)
    if person.needs:
        on_topic = Q(topics__slug__in=person.needs) | Q(topics__parent__slug__in=person.needs)
        pages = pages.filter(pk__in=ContentPage.objects.filter(on_topic).values("pk"))
    return _open_cards(viewer, pages).order_by("-last_published_at", "-pk")[:AT_MOST]


def _open_cards(viewer: Viewer, pages: QuerySet[Any]) -> QuerySet[Any]:
    is_open = Value(value=True, output_field=models.BooleanField())
    return visible_pages(viewer, pages).annotate(is_open=is_open)


def _mark(request: HttpRequest, person: User) -> HttpResponse:
    step = request.POST.get("step", "")
    if step not in Step.values:
        raise Http404
    if request.POST.get("done") == "yes":
        WelcomeStep.objects.get_or_create(person=person, step=step)
    else:
        WelcomeStep.objects.filter(person=person, step=step).delete()
    return redirect(f"{reverse('welcome')}#steps")
