"""A person's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .models import Role


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who the portal takes this person for, and where they change their password."""
    roles = [Role(role).label for role in request.user.role_assignments.order_by("role").values_list("role", flat=True)]
    return render(request, "account/account.html", {"roles": roles})
