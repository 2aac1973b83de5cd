"""Where representatives confirm once a year who still works with them, a page at a time."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from membership.joining.queries import active_representatives
from membership.models import Organisation

from .doors import acting, for_representatives, way_here
from .queries import open_recertification, unconfirmed_people
from .recertification import NothingToConfirm, confirm_people

PER_PAGE = 50
LONGEST_NUMBER = 18  # digits; larger ones are no numbers of people, and no database holds them


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def confirm(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if request.method == "POST":
        return _confirm(request, organisation)
    recertification = open_recertification(organisation)
    context: dict[str, object] = {
        "organisation": organisation,
        "recertification": recertification,
        "crumbs": way_here(("Confirm your people", "")),
    }
    if recertification is not None:
        page_obj = Paginator(unconfirmed_people(recertification), PER_PAGE).get_page(request.GET.get("page"))
        context["page_obj"] = page_obj
        context["lines"] = [
            {
                "pk": person.pk,
                "name": str(person),
                "email": person.email,
                "job_title": person.job_title,
                "release_url": reverse("organisation_release", args=[person.pk]),
                "suspend_url": reverse("organisation_suspend", args=[person.pk]),
            }
            for person in page_obj
        ]
        context["representatives"] = [str(person) for person in active_representatives(organisation)]
    return render(request, "organisations/confirm.html", context)


def _confirm(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    typed = request.POST.getlist("person")[:PER_PAGE]
    chosen = [
        int(number) for number in typed if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    ]
    if not chosen:
        messages.error(request, "Tick whoever still works with you, and confirm again.")
        return redirect("organisation_confirm_people")
    try:
        recertification = confirm_people(organisation=organisation, person_ids=chosen, by=acting(request))
    except NothingToConfirm:
        messages.info(request, "There is nobody to confirm any more.")
        return redirect("organisation_confirm_people")
    if recertification.closed_at is not None:
        messages.success(request, "Thank you. Everyone is confirmed for a year.")
        return redirect("organisation")
    messages.success(request, "Saved. These are left.")
    return redirect("organisation_confirm_people")
