"""The audiences that every portal has: members, and those on the Pathways way to membership."""

from dataclasses import dataclass

from visibility.models import Audience

from .access import MEMBERS, PATHWAYS, role_key
from .models import DerivedGroup, Role

# The alliance's own people, who work on what members and Pathways companies read.
ALLIANCE_ROLES = tuple(map(role_key, (Role.STAFF, Role.COORDINATOR, Role.EDITOR, Role.PUBLISHER)))


@dataclass(frozen=True)
class StandardAudience:
    slug: str
    name: str
    description: str
    group_keys: tuple[str, ...]
    teaser: bool = False


STANDARD_AUDIENCES = (
    StandardAudience(
        slug="members",
        name="Members",
        description="People from the alliance's member companies, of every tier, and those who work for the alliance.",
        group_keys=(MEMBERS, *ALLIANCE_ROLES),
    ),
    StandardAudience(
        slug="pathways",
        name="Pathways",
        description="People from companies in the Pathways programme, and all members. "
        "Everyone else sees the title and summary, and how to join.",
        group_keys=(PATHWAYS, MEMBERS, *ALLIANCE_ROLES),
        teaser=True,
    ),
)


def ensure_audiences() -> None:
    """Make the standard audiences, with the groups that are in them. What people have reworded stays."""
    for standard in STANDARD_AUDIENCES:
        audience, _ = Audience.objects.get_or_create(
            slug=standard.slug,
            defaults={"name": standard.name, "description": standard.description, "teaser": standard.teaser},
        )
        groups = DerivedGroup.objects.filter(key__in=standard.group_keys).values_list("group", flat=True)
        audience.groups.add(*groups)
