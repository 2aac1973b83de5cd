"""What the worker does by the clock. Each job looks for what is still to be done, so it can be killed at any time."""

from typing import Any

from django.core.management import call_command
from django_q.models import Schedule

from membership.access import sweep_access
from search.upkeep import sweep as sweep_search
from visibility.restrictions import sweep_restrictions

# Job -> minutes between its runs.
SCHEDULES = {"publish_due_pages": 1, "sweep": 1, "clear_old_sessions": 24 * 60}


def publish_due_pages() -> None:
    """Publish what is due and take down what has expired."""
    call_command("publish_scheduled")


def sweep() -> dict[str, Any]:
    """Compare what is derived with its sources, and repair what a crash or a bulk update left behind."""
    return {"access": sweep_access(), "restrictions": sweep_restrictions(), "search": sweep_search()}


def clear_old_sessions() -> None:
    call_command("clearsessions")


def ensure_schedules() -> None:
    """Make the schedules say what `SCHEDULES` says; drop those of jobs that are no more."""
    for name, minutes in SCHEDULES.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={"func": f"portal.jobs.{name}", "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
    Schedule.objects.exclude(name__in=SCHEDULES).filter(func__startswith="portal.jobs.").delete()
