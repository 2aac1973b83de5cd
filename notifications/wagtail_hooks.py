from functools import partial
from typing import Any

from wagtail import hooks

from . import staff_lists

for number, view in enumerate(staff_lists.LISTS):
    hooks.register("register_settings_menu_item", partial(staff_lists.StaffListMenuItem, view, order=900 + number))


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return staff_lists.addresses()
