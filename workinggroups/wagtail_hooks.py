from wagtail import hooks

from .groups_admin import WorkingGroupsMenu


@hooks.register("register_admin_viewset")
def register_working_groups() -> WorkingGroupsMenu:
    return WorkingGroupsMenu()
