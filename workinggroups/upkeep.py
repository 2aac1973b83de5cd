"""Invitations hold addresses of people who may not even know of the portal: they are not kept for ever."""

from notifications.jobs import Job, register_job

from .queries import INVITED_FOR, ended_invitations


def forget_invitations() -> int:
    """The worker's job. Returns how many invitations it deleted, answered or not."""
    forgotten, _ = ended_invitations().delete()
    return forgotten


def register() -> None:
    register_job(
        Job(
            "forget_group_invitations",
            f"Deletes invitations to working groups that are older than {INVITED_FOR.days} days.",
            forget_invitations,
            minutes=24 * 60,
        )
    )
