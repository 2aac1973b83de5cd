"""How often somebody has tried to guess a password or a code."""

from django.db import models
from django.utils import timezone


class GuessCount(models.Model):
    """One window of tries at one secret. Names nobody: `subject` is a digest, the same whether there is an account."""

    subject = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(default=timezone.now, db_index=True)
    told_at = models.DateTimeField(null=True, help_text="When the owner was last told that somebody guesses.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.tries} since {self.since:%Y-%m-%d %H:%M}"
