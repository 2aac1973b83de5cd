from typing import Any

from wagtail import hooks

from . import reports
from .curation_admin import SearchMenu


@hooks.register("register_admin_viewset")
def register_curation() -> SearchMenu:
    return SearchMenu()


@hooks.register("register_reports_menu_item")
def register_searched_in_vain() -> Any:
    return reports.menu_item()


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return reports.addresses()
