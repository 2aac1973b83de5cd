from typing import Any

from wagtail import hooks

from . import reports


@hooks.register("register_reports_menu_item")
def register_subscribers() -> Any:
    return reports.menu_item()


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return reports.addresses()
