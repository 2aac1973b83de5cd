from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from . import audit_kinds
from .models import User
from .people_admin import OrganisationViewSet
from .staff_admin import urls as staff_urls
from .staff_admin.waiting import WaitingMenuItem

audit_kinds.register()


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationViewSet:
    return OrganisationViewSet()


@hooks.register("register_admin_urls")
def register_staff_addresses() -> list[Any]:
    return staff_urls.addresses()


@hooks.register("register_admin_menu_item")
def register_waiting() -> WaitingMenuItem:
    return WaitingMenuItem()


@hooks.register("before_bulk_action")
def refuse_bulk_actions_on_people(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Wagtail's would put people into derived groups and set `is_active`, past everything that derives them."""
    if action.model is User:
        raise PermissionDenied
