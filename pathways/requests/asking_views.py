"""Asking: the form, what may answer the question already, and sending it. Every button keeps what was written.

Nobody but the requester gets here: for others a draft does not exist.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from . import asking
from .asking_forms import AskingForm, DraftForm, begun_with, written_in
from .doors import PersonsRequest
from .errors import MayNotAsk, NoSuchStep, NotYourStep, TheAllianceCannotBeBarred
from .fitting import fitting_pages
from .guard import SENTENCES, Kind, findings_in, warning
from .models import ExpertRequest
from .permissions import user_can_ask
from .queries import own_requests
from .states import DUE, UNSENT, State
from .where_to_report import FIRST, WAYS
from .who_may_ask import why_not

FORM_METHODS = ["GET", "HEAD", "POST"]
KEEP, LOOK, SEND, SEND_NOW = "keep", "look", "send", "send-now"
FORMS: dict[str, type[AskingForm]] = {KEEP: DraftForm, LOOK: DraftForm, SEND: AskingForm, SEND_NOW: AskingForm}
GUARDED = ("subject", "question", "tried")

KEPT = "Your draft is kept. Nobody else can read it."
KEPT_NO_MORE = "Your question is a draft again: it is not sent before you press “Send”."
STILL_HELD = "What you wrote is kept. It is still held until you send it again."
SENT = "We have your question. A coordinator looks at it next, and we write to you at every step."
NOBODY_THERE = (
    "Nobody is there just now who could look after your question. We keep it, and send it on by ourselves as soon as "
    "somebody is. You need not do anything."
)
ALREADY_SENT = (
    "This question has been sent, or withdrawn, since you opened this page, so it cannot be changed here. What you "
    "have written is still below: copy it, and add it on the page of the question."
)
THE_ALLIANCE = (
    "The alliance looks after every question, so it cannot be kept from the alliance as a whole. To keep it from one "
    "person there, write their address."
)


@require_http_methods(FORM_METHODS)
@login_required
def question_new(request: PersonsRequest) -> HttpResponse:
    """`?question=` is what somebody has searched for.

    The form names its draft before there is one: pressed twice, or after going back, it goes on with the same.
    """
    if request.method == "POST":
        code = _code_in(request)
        return _written(request, own_requests(request.user).filter(code=code).first(), code)
    if not user_can_ask(request.user):
        return render(request, "pathways/requests/may_not_ask.html", {"why_not": why_not(request.user)})
    return _page(request, AskingForm(initial=begun_with(request.GET.get("question", ""))), None, uuid4())


def _code_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("code", ""))
    except ValueError:
        return uuid4()


@require_http_methods(FORM_METHODS)
@login_required
def question_edit(request: PersonsRequest, code: UUID) -> HttpResponse:
    """What was not sent yet. `?look=yes` shows what may answer it already."""
    draft = get_object_or_404(own_requests(request.user), code=code)
    if request.method == "POST":
        return _written(request, draft, code)
    if draft.state not in UNSENT:
        return redirect(draft)
    has_looked = request.GET.get("look") == "yes"
    return _page(request, AskingForm(initial=written_in(draft)), draft, code, has_looked=has_looked)


# --- What the buttons do --------------------------------------------------------------------------------------------


def _written(request: PersonsRequest, draft: ExpertRequest | None, code: UUID) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in FORMS:
        raise BadRequest("No button posts this.")
    form = FORMS[action](request.POST)
    if form.is_valid():
        was_kept = draft is not None and draft.kept_since is not None
        try:
            draft = _kept(request, draft, code, form)
            return _after(request, draft, action, was_kept=was_kept)
        except NotYourStep as refusal:
            raise Http404 from refusal
        except NoSuchStep:
            form.add_error(None, ALREADY_SENT)
        except MayNotAsk:
            form.add_error(None, why_not(request.user).sentence)
        except TheAllianceCannotBeBarred:
            form.add_error("kept_from", THE_ALLIANCE)
    return _page(request, form, draft, code, has_looked=action == SEND_NOW)


def _kept(request: PersonsRequest, draft: ExpertRequest | None, code: UUID, form: AskingForm) -> ExpertRequest:
    if draft is None:
        try:
            return asking.begin_draft(by=request.user, given=form.given(), code=code)
        except IntegrityError:  # pressed twice, and the other press was faster
            draft = get_object_or_404(own_requests(request.user), code=code)
    return asking.save_draft(request=draft, by=request.user, given=form.given())


def _after(request: PersonsRequest, draft: ExpertRequest, action: str, *, was_kept: bool) -> HttpResponse:
    if action == KEEP:
        said = STILL_HELD if draft.state == State.HELD else KEPT_NO_MORE if was_kept else KEPT
        messages.success(request, said)
        return redirect("questions")
    if action == LOOK or (action == SEND and _has_to_be_looked_at(request, draft)):
        if was_kept:
            messages.info(request, KEPT_NO_MORE)
        shown = len(fitting_pages(request, draft.subject, draft.question))
        asking.note_fitting_answers(request=draft, by=request.user, shown=shown)
        return redirect(f"{reverse('question_edit', args=[draft.code])}?look=yes")
    return _sent(request, draft)


def _has_to_be_looked_at(request: PersonsRequest, draft: ExpertRequest) -> bool:
    """Before it is sent the first time: pages that may answer it, unless they were shown, and what needs a thought."""
    if warning([draft.subject, draft.question, draft.tried]):
        return True
    return not draft.fitting_shown and bool(fitting_pages(request, draft.subject, draft.question))


def _sent(request: PersonsRequest, draft: ExpertRequest) -> HttpResponse:
    sent = asking.submit(request=draft, by=request.user)
    if sent.state == State.HELD:
        return redirect("question_edit", code=sent.code)
    if sent.state == State.DRAFT:
        messages.warning(request, NOBODY_THERE)
        return redirect("questions")
    messages.success(request, SENT)
    return redirect(sent)


# --- The page -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A field, with what the guard says to its text: what has to go, and what its writer is asked to think of."""

    field: BoundField
    holding: list[str]
    hints: list[str]


def _page(
    request: PersonsRequest, form: AskingForm, draft: ExpertRequest | None, code: UUID, *, has_looked: bool = False
) -> HttpResponse:
    """Whoever has looked, or has sent it already, sends it with the next press of the button."""
    is_held = draft is not None and draft.state == State.HELD
    is_sent = draft is not None and draft.state not in UNSENT
    has_looked = has_looked and draft is not None and not is_sent
    answers = fitting_pages(request, draft.subject, draft.question) if has_looked and draft else []
    rows = [_row(form[name], is_read=has_looked or is_held) for name in form.fields]
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "draft": draft,
        "code": code,
        "address": reverse("question_edit", args=[draft.code]) if draft else reverse("question_new"),
        "is_held": is_held,
        "is_still_found": any(row.holding for row in rows),
        "is_sent": is_sent,
        "has_looked": has_looked,
        "answers": answers,
        "sends_now": has_looked or is_held,
        "first": FIRST,
        "ways": WAYS,
        "times": _times(),
    }
    return render(request, "pathways/requests/ask.html", context)


def _times() -> dict[str, str]:
    """How long each step may take, as the table of states has it."""
    (coordinator, coordinator_urgent), (expert, expert_urgent) = DUE[State.SUBMITTED], DUE[State.ASSIGNED]
    times = {"coordinator": coordinator, "coordinator_urgent": coordinator_urgent}
    times |= {"expert": expert, "expert_urgent": expert_urgent}
    return {who: _in_words(time) for who, time in times.items()}


def _in_words(time: timedelta) -> str:
    number, unit = (time.days, "day") if time.days else (time.seconds // 3600, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _row(field: BoundField, *, is_read: bool) -> Row:
    """The guard reads what was sent before, or looked at. What is only begun is left in peace."""
    kinds = (
        {finding.kind for finding in findings_in(str(field.value() or ""))} if is_read and _is_guarded(field) else ()
    )
    in_order = [kind for kind in Kind if kind in kinds]
    return Row(
        field,
        holding=[SENTENCES[kind] for kind in in_order if kind.holds],
        hints=[SENTENCES[kind] for kind in in_order if not kind.holds],
    )


def _is_guarded(field: BoundField) -> bool:
    return field.name in GUARDED
