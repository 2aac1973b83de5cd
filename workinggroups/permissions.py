"""What somebody may do in a working group. Asking, joining and answering have their rules in `joining.py`."""

from django.contrib.auth.models import AnonymousUser

from membership.directory.permissions import user_can_read_directory
from membership.models import User

from .models import WorkingGroup
from .queries import groups_coordinated_by, groups_led_by, groups_of, looks_after_all_groups, visible_groups


def user_can_list_groups(user: User | AnonymousUser) -> bool:
    """Members, also before there is a group for them; and whoever has one."""
    return user_can_read_directory(user) or visible_groups(user).exists()


def user_can_see_roster(user: User, group: WorkingGroup) -> bool:
    return looks_after_all_groups(user) or groups_of(user).filter(pk=group.pk).exists()


def user_can_lead_group(user: User, group: WorkingGroup) -> bool:
    """See the whole roster and all that waits, decide, invite, and take people off the roster."""
    return groups_led_by(user).filter(pk=group.pk).exists()


def user_can_appoint_chairs(user: User, group: WorkingGroup) -> bool:
    return groups_coordinated_by(user).filter(pk=group.pk).exists()
