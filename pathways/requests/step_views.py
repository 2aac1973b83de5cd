"""One page for each step: what it needs to know, above what was said so far."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from membership.models import User

from .acts import ACTS, perform
from .doors import MOVED_ON, REFUSALS, SENTENCES, PersonsRequest, in_confidence, readable_or_404
from .errors import DateNotUsable, NoSuchStep, NotSuitable, NotYourStep, RequestAlreadyClaimed, TextIsGuarded
from .models import ExpertRequest
from .page_views import shown
from .permissions import steps_for, user_can_answer
from .queries import can_read_request, offered_to, parties_told
from .states import Deed
from .step_forms import StepForm
from .where_to_report import WAYS

# Where what a service refuses is to be mended. All else goes above the form.
FIELDS: dict[type[Exception], str] = {NotSuitable: "expert", DateNotUsable: "until"}


@require_http_methods(["GET", "HEAD", "POST"])
@in_confidence
def step(request: PersonsRequest, code: UUID, deed: str) -> HttpResponse:
    if deed not in ACTS:
        raise Http404
    chosen, person = Deed(deed), request.user
    if chosen == Deed.CLAIM and request.method == "POST":
        return _claim(request, code)
    question = readable_or_404(person, code)
    parties = parties_told(question)
    if chosen not in steps_for(parties, question):
        return _moved_on(request, question)
    form = ACTS[chosen].form(request.POST if request.method == "POST" else None, question=question, person=person)
    if form.is_valid():
        try:
            _take(chosen, question, person, form)
        except NotYourStep as refusal:
            raise Http404 from refusal
        except NoSuchStep:
            return _moved_on(request, question)
    if form.is_bound and form.is_valid():
        messages.success(request, ACTS[chosen].done)
        return redirect(after(person, question))
    context = shown(person, question, parties) | {"act": ACTS[chosen], "form": form}
    context |= {"suggestions": getattr(form, "suggestions", []), "ways": WAYS if form.is_guarded else ()}
    return render(request, "pathways/requests/step.html", context)


def _take(deed: Deed, question: ExpertRequest, person: User, form: StepForm) -> None:
    """What a service refuses becomes an error of the form, which keeps what was written."""
    try:
        perform(deed, question=question, by=person, given=form.cleaned_data)
    except (NotYourStep, NoSuchStep):
        raise
    except TextIsGuarded as refusal:
        form.is_guarded = True
        for sentence in dict.fromkeys(finding.sentence for finding in refusal.findings):
            form.add_error(None, sentence)
    except REFUSALS as refusal:
        field = FIELDS.get(type(refusal))
        form.add_error(field if field in form.fields else None, SENTENCES[type(refusal)])


def _claim(request: PersonsRequest, code: UUID) -> HttpResponse:
    """Whoever was too late is told so, although the question exists for them no more."""
    question = offered_to(request.user).filter(code=code).first() or readable_or_404(request.user, code)
    try:
        perform(Deed.CLAIM, question=question, by=request.user, given={})
    except NotYourStep as refusal:
        raise Http404 from refusal
    except (NoSuchStep, RequestAlreadyClaimed) as refusal:
        messages.info(request, SENTENCES[type(refusal)])
    else:
        messages.success(request, ACTS[Deed.CLAIM].done)
    return redirect(after(request.user, question))


def _moved_on(request: PersonsRequest, question: ExpertRequest) -> HttpResponse:
    messages.info(request, MOVED_ON)
    return redirect(question)


def after(person: User, question: ExpertRequest) -> str:
    """Back to the question, or to all of theirs if it is no longer theirs to read."""
    if can_read_request(person, question):
        return question.get_absolute_url()
    return reverse("question_queue" if user_can_answer(person) else "questions")
