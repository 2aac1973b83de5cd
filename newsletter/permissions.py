from typing import Any


def user_can_export_subscribers(user: Any) -> bool:
    """Take all addresses out of the portal, not just look at them."""
    return bool(user.has_perms(["newsletter.view_subscriber", "newsletter.export_subscriber"]))
