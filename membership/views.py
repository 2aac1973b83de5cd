"""A person's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .models import Role, RoleAssignment
from .organisations.permissions import organisation_of_representative


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who the portal takes this person for, and where they change their password."""
    assigned = RoleAssignment.objects.filter(person=request.user.pk).order_by("role").values_list("role", flat=True)
    roles = [Role(role).label for role in assigned]
    represents = organisation_of_representative(request.user)
    return render(request, "account/account.html", {"roles": roles, "represents": represents})
