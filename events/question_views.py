"""The question box of an event: asking, voting, and moderating by hosts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_POST

from visibility.viewer import viewer_of

from . import questioning
from .forms import QuestionForm
from .models import Question
from .permissions import Access
from .queries import questions_shown_to
from .views import FORM_METHODS, event_or_404

PER_PAGE = 50
LONGEST_SUBJECT = 160  # of a question to the experts
ANONYMOUS = "Anonymous"


@dataclass(frozen=True)
class Line:
    """A question as this reader sees it."""

    pk: int
    text: str
    asker: str
    votes: int
    has_voted: bool
    can_vote: bool
    standing: str
    standing_label: str
    can_moderate: bool
    goes_to_experts: bool
    subject: str


def _asker(question: Any, *, is_signed_in: bool) -> str:
    """Names are for people of the portal, and of those who may sign in."""
    if question.is_anonymous or not question.person.is_active or not is_signed_in:
        return ANONYMOUS
    return str(question.person.get_full_name() or ANONYMOUS)


def _line(question: Any, access: Access, *, person_id: int | None, is_over: bool) -> Line:
    """Once it is over, whoever asked what nobody has answered can ask the experts."""
    is_signed_in = person_id is not None
    is_unanswered = question.standing != Question.Standing.ANSWERED
    return Line(
        pk=question.pk,
        text=question.text,
        asker=_asker(question, is_signed_in=is_signed_in),
        votes=question.vote_count,
        has_voted=question.has_voted,
        can_vote=is_signed_in and question.standing == Question.Standing.SHOWN,
        standing=question.standing,
        standing_label="" if question.standing == Question.Standing.SHOWN else question.get_standing_display(),
        can_moderate=access.hosts,
        goes_to_experts=is_over and is_unanswered and question.person_id == person_id,
        subject=Truncator(question.text).chars(LONGEST_SUBJECT),
    )


@require_http_methods(FORM_METHODS)
def questions(request: HttpRequest, event_id: int) -> HttpResponse:
    found, access = event_or_404(request, event_id)
    if not access.questions:
        raise Http404
    may_ask = request.user.is_authenticated
    form = QuestionForm(request.POST if request.method == "POST" and may_ask else None)
    if form.is_valid():
        try:
            questioning.ask(event=found, person=request.user, **form.cleaned_data)
        except questioning.QuestionsNotYours as refusal:
            raise Http404 from refusal
        except questioning.TooManyQuestions:
            form.add_error(None, f"You have asked {questioning.MOST_QUESTIONS} questions already. Vote for others now.")
        else:
            messages.success(request, "Thank you. A host looks at your question before others see it.")
            return redirect("event_questions", event_id=found.pk)
    shown = questions_shown_to(access, viewer_of(request), found)
    page_obj = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    is_over = found.ends_at <= timezone.now()
    lines = [_line(question, access, person_id=request.user.pk, is_over=is_over) for question in page_obj]
    context = {
        "event": found,
        "form": form if may_ask else None,
        "lines": lines,
        "page_obj": page_obj,
        "ask_url": settings.SEARCH_ASK_URL,
    }
    return render(request, "events/questions.html", context)


def _moderating(standing: Question.Standing) -> Callable[[Question, Any], Any]:
    return lambda question, person: questioning.moderate(question=question, by=person, standing=standing)


ACTIONS: dict[str, Callable[[Question, Any], Any]] = {
    "vote": lambda question, person: questioning.vote(question=question, person=person),
    "unvote": lambda question, person: questioning.take_vote_back(question=question, person=person),
    "show": _moderating(Question.Standing.SHOWN),
    "answered": _moderating(Question.Standing.ANSWERED),
    "hide": _moderating(Question.Standing.HIDDEN),
}


@require_POST
@login_required(redirect_field_name=None)
def question(request: HttpRequest, event_id: int, question_id: int) -> HttpResponse:
    """What the buttons beside a question do."""
    found, access = event_or_404(request, event_id)
    asked = questions_shown_to(access, viewer_of(request), found).filter(id=question_id).first()
    if asked is None:
        raise Http404
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise BadRequest("No button posts this.")
    try:
        act(asked, request.user)
    except questioning.QuestionsNotYours as refusal:
        raise Http404 from refusal
    return redirect("event_questions", event_id=found.pk)
