"""What is left of an event: its files, what people say of it, and a certificate for those who were there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.kinds import FILE, PAGE
from audit.log import record
from audit.models import Action
from content.sending import send
from content.surroundings import address_of
from content.vocabulary import Sensitivity

from . import after
from .certificates import certificate_of
from .forms import FeedbackForm
from .models import Feedback
from .queries import materials_shown_to
from .views import FORM_METHODS, event_or_404


@require_safe
def material(request: HttpRequest, event_id: int, material_id: int) -> HttpResponseBase:
    """The file itself, or on to where the recording is."""
    found, access = event_or_404(request, event_id)
    asked = materials_shown_to(access, found).filter(id=material_id).first()
    if asked is None:
        raise Http404
    if found.sensitivity == Sensitivity.CONFIDENTIAL:
        kind, number = (FILE, asked.document.pk) if asked.document else (PAGE, found.pk)  # a link has no number here
        record(action=Action.FILE_READ, kind=kind, object_id=number, pages=[found.pk])
    if asked.document is None:
        return redirect(asked.link)
    return send(request, asked.document.file, tag=asked.document.file_hash, as_attachment=True)


@require_http_methods(FORM_METHODS)
@login_required
def feedback(request: HttpRequest, event_id: int) -> HttpResponse:
    """For those who had a seat, once it is over. They may change their mind."""
    found, access = event_or_404(request, event_id)
    if not after.may_give_feedback(found, access, timezone.now()):
        raise Http404
    given = Feedback.objects.filter(event=found, person=request.user.pk).first()
    form = FeedbackForm(request.POST if request.method == "POST" else None, instance=given)
    if form.is_valid():
        after.give_feedback(event=found, person=request.user, **form.cleaned_data)
        messages.success(request, "Thank you. The hosts read it without your name.")
        return redirect(address_of(found, request))
    return render(request, "events/feedback.html", {"event": found, "form": form})


@require_safe
@login_required
def certificate(request: HttpRequest, event_id: int) -> HttpResponse:
    found, access = event_or_404(request, event_id)
    if not after.may_have_certificate(access):
        raise Http404
    response = HttpResponse(certificate_of(found, request.user), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{found.pk}.pdf"'
    return response
