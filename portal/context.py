"""What every page needs: the name of the portal, the sections in its header, and who is looking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from content.permissions import user_enters_admin
from content.surroundings import surroundings_of
from membership.directory.permissions import user_can_read_directory, user_is_current_member
from notifications.announcements import unread_count
from visibility.viewer import viewer_of


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Lazy: the admin, and responses without a header, pay nothing."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "nav_links": lambda: surroundings_of(request).sections,
        "unread_notices": lambda: unread_count(viewer_of(request)),
        "can_sign_up": settings.PATHWAYS_ENROLMENT != "closed",
        "can_use_admin": lambda: user_enters_admin(request),
        "can_read_directory": lambda: _finds_directory(request),
    }


def _finds_directory(request: HttpRequest) -> bool:
    """Beside members only the alliance's own may, who enter the admin, too: nobody else's page pays for asking."""
    return user_is_current_member(request.user) or (
        user_enters_admin(request) and user_can_read_directory(request.user)
    )
