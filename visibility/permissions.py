"""Who may change, in the admin, what decides who may see what."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class KeptForEverPolicy(ModelPermissionPolicy):
    """Django's own permissions, except that nobody deletes: what pages and their old versions name stays."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))
