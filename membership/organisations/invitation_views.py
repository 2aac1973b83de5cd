"""Invitations: those that are open, one more, or a whole list of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.signing import BadSignature, SignatureExpired
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from membership.joining import services as joining
from membership.joining.models import Invitation
from membership.joining.queries import seats_left, unanswered_invitations
from membership.models import Organisation

from . import bulk
from .doors import REFUSALS, SENTENCES, acting, for_representatives, way_here
from .forms import InvitationForm, SheetForm
from .limits import invitation_may_be_sent, list_may_be_invited
from .presentation import invitation_line
from .sheets import UnreadableSheet, read_sheet

PER_PAGE = 50
TOO_MANY = "Too many invitations were sent. Wait an hour and try again, or wait until tomorrow."
INVITATIONS = ("Invitations", "organisation_invitations")


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Those that nobody has answered, too old ones included."""
    return unanswered_invitations().filter(organisation=organisation)


@require_safe
@for_representatives
def invitations(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    page_obj = Paginator(invitations_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page_obj,
        "lines": [invitation_line(invitation) for invitation in page_obj],
        "seats_left": seats_left(organisation),
        "crumbs": way_here(("Invitations", "")),
    }
    return render(request, "organisations/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def invite(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            if not invitation_may_be_sent(request, organisation, form.cleaned_data["email"]):
                form.add_error(None, TOO_MANY)
                status = 429
            else:
                joining.invite(organisation=organisation, by=acting(request), **form.cleaned_data)
                messages.success(request, f"We have written to {form.cleaned_data['email']}.")
                return redirect("organisation_invitations")
        except REFUSALS as refused:
            form.add_error(None, SENTENCES[type(refused)])
            status = 409
    context = {"form": form, "crumbs": way_here(INVITATIONS, ("Invite somebody", ""))}
    return render(request, "organisations/invite.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def renew(request: HttpRequest, organisation: Organisation, *, invitation_id: int) -> HttpResponse:
    found = _invitation_or_404(organisation, invitation_id)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            if not invitation_may_be_sent(request, organisation, found.email):
                refusal, status = TOO_MANY, 429
            else:
                joining.renew_invitation(invitation=found, by=acting(request))
                messages.success(request, f"We have written to {found.email} again.")
                return redirect("organisation_invitations")
        except REFUSALS as refused:
            refusal, status = SENTENCES[type(refused)], 409
    explained = "They get a new mail with a new link. The link in the mail before stops working."
    title = f"Renew the invitation to {found.email}?"
    return _ask(request, title=title, explained=explained, button="Renew", refusal=refusal, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def revoke(request: HttpRequest, organisation: Organisation, *, invitation_id: int) -> HttpResponse:
    found = _invitation_or_404(organisation, invitation_id)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            joining.revoke_invitation(invitation=found, by=acting(request))
            messages.success(request, f"The invitation to {found.email} no longer works.")
            return redirect("organisation_invitations")
        except REFUSALS as refused:
            refusal, status = SENTENCES[type(refused)], 409
    explained = "The link in their mail stops working at once. We do not write to them."
    title = f"Revoke the invitation to {found.email}?"
    return _ask(request, title=title, explained=explained, button="Revoke", refusal=refusal, status=status)


def _ask(request: HttpRequest, *, title: str, explained: str, button: str, refusal: str, status: int) -> HttpResponse:
    context = {
        "title": title,
        "explained": explained,
        "button": button,
        "refusal": refusal,
        "back_url": reverse("organisation_invitations"),
        "crumbs": way_here(INVITATIONS, (title, "")),
    }
    return render(request, "organisations/ask.html", context, status=status)


def _invitation_or_404(organisation: Organisation, invitation_id: int) -> Invitation:
    found = invitations_of(organisation).filter(id=invitation_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


# --- Many at once --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def invite_several(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Reads the list and shows what would become of each row. Nobody is invited here."""
    is_sent = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if is_sent else SheetForm()
    if form.is_valid():
        try:
            rows = read_sheet(form.content())
        except UnreadableSheet as refused:
            form.add_error(None, str(refused))
        else:
            return _preview(request, organisation, bulk.plan(organisation, rows))
    context = {"form": form, "crumbs": way_here(INVITATIONS, ("Invite several people", ""))}
    return render(request, "organisations/invite_several.html", context)


@require_POST
@for_representatives
def confirm_several(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Does what was shown. If that is no longer what would happen, shows that instead, and does nothing."""
    by = acting(request)
    try:
        rows, expected = bulk.unseal(organisation, by, request.POST.get("list", ""))
    except SignatureExpired:
        messages.error(
            request, "You looked at the list for more than an hour. Bring it again, so that it is up to date."
        )
        return redirect("organisation_invite_several")
    except BadSignature:
        raise Http404 from None
    if not list_may_be_invited(request, organisation):
        return _preview(request, organisation, bulk.plan(organisation, rows), refusal=TOO_MANY, status=429)
    try:
        invited = bulk.invite_all(organisation=organisation, rows=rows, expected=expected, by=by)
    except bulk.PlanChanged:
        changed = "Something has changed since you looked, and nobody was invited. This is what would happen now."
        return _preview(request, organisation, bulk.plan(organisation, rows), refusal=changed, status=409)
    except (joining.TakesNobodyIn, joining.TooManyToday) as refused:
        said = SENTENCES[type(refused)]
        return _preview(request, organisation, bulk.plan(organisation, rows), refusal=said, status=409)
    messages.success(request, f"We have written to {len(invited)} {'person' if len(invited) == 1 else 'people'}.")
    return redirect("organisation_invitations")


def _preview(
    request: HttpRequest, organisation: Organisation, planned: list[bulk.Planned], refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "planned": planned,
        "invited_count": len(bulk.addresses_to_invite(planned)),
        "sealed": bulk.seal(organisation, acting(request), planned),
        "refusal": refusal,
        "crumbs": way_here(INVITATIONS, ("Invite several people", "organisation_invite_several"), ("Check", "")),
    }
    return render(request, "organisations/invite_several_check.html", context, status=status)
