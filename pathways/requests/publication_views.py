"""The pages on which a requester consents, and on which a text is written, read, approved and handed over.

For everybody else than requester, expert and coordinators they do not exist.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import publishing
from .consent import give_consent, has_consent, withdraw_consent
from .doors import PersonsRequest, in_confidence, readable_or_404
from .errors import AnswerIsNewer, NoPlaceForAnswers, NoSuchStep, NotYourStep, TextHasChanged
from .marking import marked
from .models import ExpertRequest
from .publication import PUBLISHABLE, Reading, Stage, current_publication, part_of, reading_of, stage_of
from .publication_forms import PublicationForm, VersionForm, WishesForm
from .publishing_models import Publication
from .standing import EVERYBODY
from .thread import record_reading

FORM_METHODS = ["GET", "HEAD", "POST"]
REFUSALS: dict[type[Exception], str] = {
    NoSuchStep: "This has moved on in the meantime. This is where it stands now.",
    TextHasChanged: "The text has changed since you opened it. Please read it again.",
    AnswerIsNewer: "The question has a newer answer than the text. Change the text, and send it for approval again.",
    NoPlaceForAnswers: "There is no section for answers. Ask an editor to make one, then try again.",
}
# After signing in again, a button has to be pressed again: its address answers no GET.
signed_in = login_required(redirect_field_name=None)


# --- Consent --------------------------------------------------------------------------------------------------------

CONSENTING: dict[str, tuple[Callable[..., Any], str]] = {
    "give": (give_consent, "Thank you. A coordinator prepares a text, and you read it before anybody else does."),
    "withdraw": (withdraw_consent, "You have taken your consent back. Nothing of your question is published."),
}


@require_http_methods(FORM_METHODS)
@in_confidence
def consent(request: PersonsRequest, code: UUID) -> HttpResponse:
    """What it means, and the button. It stays open while there is something to take back."""
    asked = readable_or_404(request.user, code)
    is_given = has_consent(asked)
    if asked.requester_id != request.user.pk or not (is_given or asked.state in PUBLISHABLE):
        raise Http404
    if request.method == "POST":
        act, said = CONSENTING.get(request.POST.get("consent", ""), (None, ""))
        if act is None:
            raise BadRequest("No button posts this.")
        if _done(request, lambda: act(request=asked, by=request.user)):
            messages.success(request, said)
        return redirect("question_consent", code=code)
    publication = current_publication(asked)
    stage = stage_of(publication, publication.approvals.all()) if publication else None
    context = {
        "asked": asked,
        "is_given": is_given,
        "stage": stage.label if stage else "",
        "is_to_read": stage is not None and stage not in {Stage.WRITING, Stage.WISHED},
    }
    return render(request, "pathways/requests/consent.html", context)


# --- Reading and approving ------------------------------------------------------------------------------------------


@require_safe
@in_confidence
@transaction.atomic
def publication(request: PersonsRequest, code: UUID) -> HttpResponse:
    asked = readable_or_404(request.user, code)
    return _show(request, asked, _reading_or_404(request, asked), WishesForm())


@require_POST
@signed_in
@transaction.atomic
def ask_for_changes(request: PersonsRequest, code: UUID) -> HttpResponse:
    asked = readable_or_404(request.user, code)
    reading = _reading_or_404(request, asked)
    form = WishesForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, reading, form)
    wishes = form.cleaned_data["wishes"]
    return _act(
        request,
        asked,
        lambda: publishing.ask_for_changes(request=asked, by=request.user, wishes=wishes),
        "The coordinator reads what you wrote, and sends you the text again.",
    )


@require_POST
@signed_in
def approve(request: PersonsRequest, code: UUID) -> HttpResponse:
    asked = readable_or_404(request.user, code)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("No button posts this.")
    version = form.cleaned_data["version"]
    return _act(
        request,
        asked,
        lambda: publishing.approve(request=asked, by=request.user, version=version),
        "You have approved the text.",
    )


def _show(request: PersonsRequest, asked: ExpertRequest, reading: Reading, form: WishesForm) -> HttpResponse:
    record_reading(request=asked, by=request.user)
    text, before = reading.publication, publishing.words_of(asked)
    compared = [("The question", *marked(before.question, text.question))]
    compared.append(("The answer", *marked(before.answer, text.answer)))
    context = {
        "asked": asked,
        "reading": reading,
        "text": text,
        "readers": text.audience or EVERYBODY,
        "subject": marked(before.title, text.title),
        "compared": compared,
        "stage": reading.stage,
        "form": form,
    }
    return render(request, "pathways/requests/publication.html", context)


# --- Coordinating ---------------------------------------------------------------------------------------------------


@require_http_methods(FORM_METHODS)
@in_confidence
@transaction.atomic
def edit(request: PersonsRequest, code: UUID) -> HttpResponse:
    """The first version, or the next one."""
    asked = readable_or_404(request.user, code)
    if not part_of(request.user, asked).is_coordinator or not has_consent(asked):
        raise Http404
    current = current_publication(asked)
    if current is not None and current.handed_over_at:
        return redirect("question_publication", code=code)
    form = PublicationForm(request.POST if request.method == "POST" else None, initial=_initial(asked, current))
    if form.is_valid() and _keep(request, asked, current, form):
        messages.success(request, "The text is kept. Send it for approval when it is ready.")
        return redirect("question_publication", code=code)
    record_reading(request=asked, by=request.user)
    context = {"asked": asked, "form": form, "current": current}
    return render(request, "pathways/requests/publication_edit.html", context)


def _initial(asked: ExpertRequest, current: Publication | None) -> dict[str, Any]:
    given = current or publishing.words_of(asked)
    names = (*PublicationForm.guarded_fields, "audience")
    return {name: getattr(given, name) for name in names} | {"version": current.version if current else None}


def _keep(request: PersonsRequest, asked: ExpertRequest, current: Publication | None, form: PublicationForm) -> bool:
    """False if the form now says what is in the way; what was written is still in it."""
    given, by = form.words(), request.user
    try:
        if current is None:
            publishing.prepare(request=asked, by=by, given=given)
        else:
            publishing.revise(request=asked, by=by, given=given, version=form.cleaned_data["version"] or 0)
    except NotYourStep as refusal:
        raise Http404 from refusal
    except (NoSuchStep, TextHasChanged):
        form.add_error(None, "Somebody else changed this text meanwhile. Copy what you wrote, and open the text again.")
        return False
    return True


@require_POST
@signed_in
def send(request: PersonsRequest, code: UUID) -> HttpResponse:
    asked = readable_or_404(request.user, code)
    return _act(
        request,
        asked,
        lambda: publishing.send_for_approval(request=asked, by=request.user),
        "The text is with requester and expert. They are told by email.",
    )


@require_POST
@signed_in
def hand_over(request: PersonsRequest, code: UUID) -> HttpResponse:
    asked = readable_or_404(request.user, code)
    return _act(
        request,
        asked,
        lambda: publishing.hand_to_editors(request=asked, by=request.user),
        "The text is with the editors. One of them reads it once more and publishes it.",
    )


# --- What all of them do --------------------------------------------------------------------------------------------


def _reading_or_404(request: PersonsRequest, asked: ExpertRequest) -> Reading:
    reading = reading_of(request.user, asked)
    if reading is None:
        raise Http404
    return reading


def _act(request: PersonsRequest, asked: ExpertRequest, act: Callable[[], Any], said: str) -> HttpResponse:
    """And back to the text, or to the question for whoever does not read the text now."""
    if _done(request, act):
        messages.success(request, said)
    if reading_of(request.user, asked) is None:
        return redirect(asked.get_absolute_url())
    return redirect("question_publication", code=asked.code)


def _done(request: PersonsRequest, act: Callable[[], Any]) -> bool:
    try:
        act()
    except NotYourStep as refusal:
        raise Http404 from refusal
    except tuple(REFUSALS) as refusal:
        messages.warning(request, REFUSALS[type(refusal)])
        return False
    return True
