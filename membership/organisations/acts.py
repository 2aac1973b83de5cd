"""What a representative can do to one colleague: each act is a page that asks, and a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from membership.accounts.reauthentication import recently_authenticated
from membership.models import Organisation, Role, SuspendedBy, User

from . import services
from .doors import REFUSALS, SENTENCES, acting, for_representatives, way_here
from .forms import SureForm
from .permissions import user_can_look_after_colleague
from .presentation import colleague
from .queries import roster


@dataclass(frozen=True)
class Act:
    """`title`, `sure` and `done` take the person's name. With `sure`, a box has to be ticked beside the button."""

    view_name: str
    button: str
    title: str
    explained: str
    done: str
    do: Callable[..., Any]
    sure: str = ""


SUSPEND = Act(
    "organisation_suspend",
    "Suspend",
    "Suspend {name}?",
    "They are out at their next click, on every device, and get no mail. What they have saved stays. You can reinstate "
    "them at any time while a seat is left.",
    "{name} is suspended.",
    services.suspend_colleague,
    sure="Yes, shut {name} out now",
)
REINSTATE = Act(
    "organisation_reinstate",
    "Reinstate",
    "Reinstate {name}?",
    "They can sign in again, and take a seat.",
    "{name} can sign in again.",
    services.reinstate_colleague,
)
MAKE_REPRESENTATIVE = Act(
    "organisation_make_representative",
    "Make a representative",
    "Make {name} a representative?",
    "They will be able to do all that you can do here: invite, suspend and release people, you included. "
    "Representatives need a second step to sign in.",
    "{name} is a representative now.",
    services.make_representative,
)
WITHDRAW_REPRESENTATIVE = Act(
    "organisation_withdraw_representative",
    "Withdraw the role of representative",
    "Withdraw the role of representative from {name}?",
    "They keep their account, and can no longer manage your organisation’s people.",
    "{name} is no longer a representative.",
    services.withdraw_representative,
    sure="Yes, {name} is no longer to be a representative",
)
HAND_OVER = Act(
    "organisation_hand_over",
    "Hand over to them",
    "Hand over to {name}?",
    "They become a representative, and you no longer are one. You keep your account. Only a representative can give "
    "you the role back.",
    "{name} is a representative now, and you no longer are one.",
    services.hand_over,
    sure="Yes, hand over to {name} and give up my role",
)
RELEASE = Act(
    "organisation_release",
    "Release from your organisation",
    "Release {name} from your organisation?",
    "They lose everything that they see through your organisation, their places in working groups included. Their "
    "account stays theirs; to come back they need a new invitation.",
    "{name} no longer belongs to your organisation.",
    services.release_colleague,
    sure="Yes, {name} no longer works with us",
)

ACTS = {
    act.view_name: act for act in (SUSPEND, REINSTATE, MAKE_REPRESENTATIVE, WITHDRAW_REPRESENTATIVE, HAND_OVER, RELEASE)
}


def acts_on(person: User, by: User) -> list[Act]:
    """What the page of a person offers. Whether it may be done is asked again when it is."""
    is_representative = any(assigned.role == Role.REPRESENTATIVE for assigned in person.role_assignments.all())
    if person == by:
        return [WITHDRAW_REPRESENTATIVE]
    if not user_can_look_after_colleague(by, person):
        return []
    if person.suspended_at is not None:
        ours = person.suspended_by in {SuspendedBy.REPRESENTATIVE, SuspendedBy.RECERTIFICATION}
        return [*([REINSTATE] if ours else []), RELEASE]
    if is_representative:
        return [WITHDRAW_REPRESENTATIVE, HAND_OVER, SUSPEND, RELEASE]
    return [MAKE_REPRESENTATIVE, HAND_OVER, SUSPEND, RELEASE]


@require_http_methods(["GET", "HEAD"])
@for_representatives
def person(request: HttpRequest, organisation: Organisation, *, person_id: int) -> HttpResponse:
    found = _colleague_or_404(organisation, person_id)
    offered = [
        {"button": act.button, "url": reverse(act.view_name, args=[found.pk])}
        for act in acts_on(found, acting(request))
    ]
    context = {"colleague": colleague(found), "acts": offered, "crumbs": way_here((str(found), ""))}
    return render(request, "organisations/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
@recently_authenticated
def act_on_person(request: HttpRequest, organisation: Organisation, *, person_id: int, view_name: str) -> HttpResponse:
    """All acts come through here. Whoever gives up the role goes to their account: here is no page for them then."""
    act, by = ACTS[view_name], acting(request)
    found = _colleague_or_404(organisation, person_id)
    if found != by and not user_can_look_after_colleague(by, found):
        raise Http404
    name = str(found)
    is_sent = request.method == "POST"
    form = SureForm(request.POST if is_sent else None, label=act.sure.format(name=name)) if act.sure else None
    refusal = ""
    if is_sent and (form is None or form.is_valid()):
        try:
            act.do(person=found, by=by)
        except REFUSALS as refused:
            refusal = SENTENCES[type(refused)]
        else:
            messages.success(request, act.done.format(name=name))
            return redirect("account" if act is HAND_OVER or found == by else "organisation")
    context = {
        "title": act.title.format(name=name),
        "explained": act.explained,
        "button": act.button,
        "is_dangerous": bool(act.sure),
        "form": form,
        "refusal": refusal,
        "back_url": reverse("organisation_person", args=[found.pk]),
        "crumbs": way_here((act.title.format(name=name), "")),
    }
    return render(request, "organisations/ask.html", context, status=409 if refusal else 200)


def _colleague_or_404(organisation: Organisation, person_id: int) -> User:
    # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
    found = roster(organisation).filter(id=person_id).first()
    if found is None:
        raise Http404
    return found
