"""What every page needs: the name of the portal, the sections in its header, and who is looking."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.http import HttpRequest

from content.surroundings import surroundings_of
from visibility.viewer import viewer_of


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Lazy: the admin, and responses without a header, pay nothing."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "nav_links": lambda: surroundings_of(request).sections,
        "can_use_admin": lambda: can_use_admin(request),
    }


def can_use_admin(request: HttpRequest) -> bool:
    """Whether to show the way to the admin. One query; the admin itself asks Django's permissions."""
    viewer = viewer_of(request)
    if viewer.is_superuser or not viewer.group_ids:
        return viewer.is_superuser
    return Permission.objects.filter(group__in=viewer.group_ids, codename="access_admin").exists()
