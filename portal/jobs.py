"""What the worker does by the clock. Each job looks for what is still to be done, so it can be killed at any time."""

from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db.models import Count, F, Min, Q
from django.utils import timezone
from wagtail.models import Page, Revision

from audit.retention import forget_old_entries
from content import document_texts
from content.scheduling import due_changes
from membership.access import sweep_access
from notifications.jobs import Job, TellsStaff, Waiting, each, register_job
from search import follower, following, vocabulary, zero_results
from search.engines.elastic_connection import is_configured
from search.models import SearchEntry
from search.upkeep import sweep
from visibility.restrictions import sweep_restrictions

ENTRIES_AT_ONCE = 10_000  # a job has a minute
DAILY = 24 * 60  # minutes


# --- Pages ---------------------------------------------------------------------------------------------------------


def publish_due_pages() -> str:
    """Raises SomeFailed. What failed is due still, and tried again."""
    return f"{each(list(due_changes()), change_due_page)} published or taken down"


def change_due_page(change: Callable[[], None]) -> int:
    change()
    return 1


def due_pages() -> Waiting:
    """Those whose time to go live has come, and those that have expired."""
    now = timezone.now()
    since = {"count": Count("pk"), "oldest": Min("approved_go_live_at")}
    coming = Revision.page_revisions.filter(approved_go_live_at__lt=now).aggregate(**since)
    going = Page.objects.filter(live=True, expire_at__lt=now).aggregate(count=Count("pk"), oldest=Min("expire_at"))
    oldest = [row["oldest"] for row in (coming, going) if row["oldest"]]
    return Waiting(coming["count"] + going["count"], oldest=min(oldest, default=None))


# --- Files ---------------------------------------------------------------------------------------------------------


def read_documents() -> str:
    return f"{document_texts.read_documents()} read"


def unread_documents() -> Waiting:
    """`oldest` counts those only that were never tried: of a file that was replaced, nothing says when."""
    untried = Q(text=None)
    row = document_texts.documents_to_read().aggregate(
        count=Count("pk"), failing=Count("pk", filter=~untried), oldest=Min("created_at", filter=untried)
    )
    return Waiting(**row)


# --- Search --------------------------------------------------------------------------------------------------------


def sweep_search() -> str:
    following.forget_follower()
    found = {name: count for name, count in sweep().items() if count}
    return ", ".join(f"{count} {name}" for name, count in found.items()) or "in step"


def learn_words() -> str:
    return f"{vocabulary.learn(most=ENTRIES_AT_ONCE)} texts read"


def unlearned_entries() -> Waiting:
    unlearned = SearchEntry.objects.exclude(version=F("learned_version"))
    return Waiting(**unlearned.aggregate(count=Count("pk"), oldest=Min("changed_at")))


class ElasticsearchUnavailable(TellsStaff):
    """What it said, or that it said nothing."""


def follow_search() -> str:
    """Write to Elasticsearch what `search_follow`, which does so all the time, has left undone."""
    if not is_configured():
        return "there is no Elasticsearch"
    try:
        done = following.catch_up(seconds=30)
    except following.Unavailable as fault:
        raise ElasticsearchUnavailable(fault) from fault
    return f"{done.written} written, {done.removed} removed"


def unfollowed_entries() -> Waiting:
    if not is_configured():
        return Waiting()
    return Waiting(follower.pending().count(), oldest=follower.standing().behind_since)


# --- The jobs ------------------------------------------------------------------------------------------------------

for job in (
    Job(
        "publish_due_pages",
        "Publishes pages whose time has come, and takes down those that have expired.",
        publish_due_pages,
        waiting=due_pages,
    ),
    Job("sweep_access", "Gives everyone the access that follows from tier, roles and rosters.", sweep_access),
    Job("sweep_restrictions", "Makes every page as restricted as its audience says.", sweep_restrictions),
    Job("sweep_search", "Compares the search index with the pages, and repairs it.", sweep_search),
    Job(
        "read_documents",
        "Reads the text of files, so that the search finds it.",
        read_documents,
        waiting=unread_documents,
    ),
    Job(
        "learn_words",
        "Teaches the search new words, for those who mistype them.",
        learn_words,
        waiting=unlearned_entries,
    ),
    Job(
        "follow_search",
        "Brings Elasticsearch, where there is one, in step with the database.",
        follow_search,
        waiting=unfollowed_entries,
        longest_pause=timedelta(minutes=5),
    ),
    Job(
        "clear_old_sessions", "Deletes sessions that have ended.", lambda: call_command("clearsessions"), minutes=DAILY
    ),
    Job(
        "forget_old_queries",
        "Keeps what people searched in vain as numbers, and after a year not at all.",
        zero_results.forget_old_queries,
        minutes=DAILY,
    ),
    Job(
        "forget_old_audit_entries",
        "Deletes entries of the audit log that are older than it is kept.",
        forget_old_entries,
        minutes=DAILY,
    ),
):
    register_job(job)
