"""How an organisation takes people in and is seen, and which domains are its."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from membership.models import JoinPolicy, Organisation, SeenBy

from . import domains, services
from .doors import acting, for_representatives, way_here
from .forms import DomainForm, SettingsForm
from .queries import domains_of

REFUSED: dict[type[Exception], str] = {
    domains.PublicMailDomain: "Anybody can have an address there, so it cannot stand for your organisation.",
    domains.AlreadyYours: "This domain is yours already.",
    domains.TooManyDomains: "Many of your domains wait to be checked. Write to us if there are more.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def settings(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = SettingsForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_valid():
        services.change_settings(
            organisation=organisation,
            by=acting(request),
            join_policy=JoinPolicy(form.cleaned_data["join_policy"]),
            people_seen_by=SeenBy(form.cleaned_data["people_seen_by"]),
            is_listed=form.cleaned_data["is_listed"],
        )
        messages.success(request, "Saved.")
        return redirect("organisation_settings")
    return _page(request, organisation, form, DomainForm())


@require_POST
@for_representatives
def ask_for_domain(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The same words whoever has the domain."""
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            domains.ask_for_domain(organisation=organisation, domain=form.cleaned_data["domain"], by=acting(request))
        except tuple(REFUSED) as refused:
            form.add_error("domain", REFUSED[type(refused)])
        else:
            messages.success(request, "We will check it, and write to you if we need to know more.")
            return redirect("organisation_settings")
    return _page(request, organisation, SettingsForm(organisation=organisation), form)


def _page(
    request: HttpRequest, organisation: Organisation, form: SettingsForm, domain_form: DomainForm
) -> HttpResponse:
    context = {
        "form": form,
        "domain_form": domain_form,
        "domains": domains_of(organisation),
        "crumbs": way_here(("Settings", "")),
    }
    return render(request, "organisations/settings.html", context)
