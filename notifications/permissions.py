"""What staff may see and do of the worker and of mail. Roles get these where `membership` gives permissions."""

from typing import Any


def user_can_view_jobs(user: Any) -> bool:
    return user.has_perm("notifications.view_jobstate")


def user_can_run_jobs(user: Any) -> bool:
    return user.has_perm("notifications.change_jobstate")


def user_can_view_mails(user: Any) -> bool:
    """Which mails did not arrive, and whose they are; nobody sees what they say."""
    return user.has_perm("notifications.view_outboxmail")


def user_can_send_mails_again(user: Any) -> bool:
    return user.has_perm("notifications.change_outboxmail")


def user_can_view_addresses(user: Any) -> bool:
    return user.has_perm("notifications.view_undeliverableaddress")


def user_can_clear_addresses(user: Any) -> bool:
    return user.has_perm("notifications.delete_undeliverableaddress")
