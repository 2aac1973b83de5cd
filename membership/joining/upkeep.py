"""What people wrote who never came in is not ours to keep."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from notifications.jobs import Job, register_job

from .models import Invitation, SignUp
from .queries import unanswered_invitations

KEPT_FOR = timedelta(days=3)  # for whoever asks why the code did not work
ENDED_FOR = timedelta(days=90)  # for whoever asks who invited whom


def forget_old_sign_ups() -> str:
    """The worker's job."""
    now = timezone.now()
    forgotten, _ = SignUp.objects.filter(expires_at__lt=now - KEPT_FOR).delete()
    closed = unanswered_invitations().filter(expires_at__lt=now - KEPT_FOR).update(revoked_at=now)
    old = Q(accepted_at__lt=now - ENDED_FOR) | Q(revoked_at__lt=now - ENDED_FOR)
    ended, _ = Invitation.objects.filter(old).delete()
    return f"{forgotten} sign-ups and {ended} invitations deleted, {closed} invitations closed"


register_job(
    Job(
        "forget_old_sign_ups",
        f"Deletes sign-ups {KEPT_FOR.days} days after their code ended, and closes invitations that are too old.",
        forget_old_sign_ups,
        minutes=24 * 60,
    )
)
