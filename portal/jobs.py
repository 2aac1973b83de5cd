"""What the worker does by the clock. Each job looks for what is still to be done, so it can be killed at any time."""

from typing import Any

from django.core.management import call_command
from django_q.models import Schedule

from content import document_texts
from membership.access import sweep_access
from search import following, vocabulary, zero_results
from search.upkeep import sweep as sweep_search
from visibility.restrictions import sweep_restrictions

# Job -> minutes between its runs.
SCHEDULES = {
    "publish_due_pages": 1,
    "sweep": 1,
    "read_documents": 1,
    "learn_words": 1,
    "follow_search": 1,
    "clear_old_sessions": 24 * 60,
    "forget_old_queries": 24 * 60,
}
ENTRIES_AT_ONCE = 10_000  # a task has a minute


def publish_due_pages() -> None:
    """Publish what is due and take down what has expired."""
    call_command("publish_scheduled")


def sweep() -> dict[str, Any]:
    """Compare what is derived with its sources, and repair what a crash or a bulk update left behind."""
    following.forget_follower()
    return {"access": sweep_access(), "restrictions": sweep_restrictions(), "search": sweep_search()}


def read_documents() -> int:
    """Read the text of files that were uploaded or replaced. Returns how many."""
    return document_texts.read_documents()


def learn_words() -> int:
    """Let the search know the words of what was written since, for those who mistype them."""
    return vocabulary.learn(most=ENTRIES_AT_ONCE)


def follow_search() -> str:
    """Write to Elasticsearch what `search_follow`, which does so all the time, has left undone."""
    try:
        done = following.catch_up(seconds=30)
    except following.Unavailable as fault:
        return f"Elasticsearch does not answer: {fault}"
    return f"{done.written} entries written, {done.removed} removed"


def clear_old_sessions() -> None:
    call_command("clearsessions")


def forget_old_queries() -> None:
    """What people looked for in vain in past months is kept as numbers, and after a year not at all."""
    zero_results.forget_old_queries()


def ensure_schedules() -> None:
    """Make the schedules say what `SCHEDULES` says; drop those of jobs that are no more."""
    for name, minutes in SCHEDULES.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={"func": f"portal.jobs.{name}", "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
    Schedule.objects.exclude(name__in=SCHEDULES).filter(func__startswith="portal.jobs.").delete()
