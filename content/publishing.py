"""What an approved review does: it publishes what was approved.

Wagtail imports this module while its own models load, so it imports none of them.
"""

from typing import Any

from django.core.exceptions import PermissionDenied


class NotApproved(PermissionDenied):
    """The newest version of the page has not been approved by somebody who may."""


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the newest version of the page, which `user` has just approved. Raises NotApproved.

    Asks once more, because Wagtail ends a workflow also when its only task is switched off, on whose behalf ever.
    """
    page = workflow_state.content_object
    newest = page.get_latest_revision()
    approved = workflow_state.task_states.filter(status="approved", revision=newest, finished_by=user)
    if user is None or not approved.exists() or not page.permissions_for_user(user).can_approve():
        raise NotApproved("This version of the page has not been approved by somebody else than its author.")
    newest.publish(user=user, skip_permission_checks=True)
