"""What waits for the worker is counted, what it does by the clock is done, and a fault is not hidden in a sentence."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule
from wagtail.models import Revision

from audit.kinds import AUDIT_LOG
from audit.log import record
from audit.models import Action, AuditEntry
from content.models import PrivateDocument
from content.pages import SectionPage
from notifications.job_states import JobState
from notifications.jobs import Waiting, all_jobs, job_named, run_job
from portal import jobs
from portal.establish import establish
from search.models import SearchEntry

pytestmark = pytest.mark.django_db

NOTHING = Waiting()


@pytest.fixture
def about() -> SectionPage:
    establish()
    while jobs.unlearned_entries().count:
        jobs.learn_words()
    return SectionPage.objects.get(slug="about")


def test_a_fresh_database_has_the_clock():
    assert set(Schedule.objects.values_list("name", flat=True)) == {job.name for job in all_jobs()}


def test_schedules_from_before_are_gone_after_migrating():
    Schedule.objects.create(name="sweep", func="portal.jobs.sweep", schedule_type=Schedule.MINUTES, minutes=1)
    call_command("migrate", verbosity=0)
    assert not Schedule.objects.filter(func__startswith="portal.").exists()


def test_nothing_waits_in_a_portal_that_is_up_to_date(about):
    assert {job.name: job.waiting() for job in all_jobs() if job.waiting() != NOTHING} == {}


def scheduled(parent: SectionPage, slug: str) -> SectionPage:
    """A page that was approved, and goes live in an hour."""
    page = SectionPage(title=slug, slug=slug, summary="About it.", live=False)
    parent.add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    return page


def test_one_page_that_cannot_be_published_keeps_no_other_and_is_not_forgotten(about, caplog):
    broken, fine = scheduled(about, "zqtitleqz"), scheduled(about, "fine")
    taking = SectionPage(title="Taken", slug="zqslugqz", summary="Took the address.")
    about.add_child(instance=taking)
    Revision.page_revisions.filter(object_id=str(broken.pk)).update(
        content={**broken.get_latest_revision().content, "slug": "zqslugqz"}
    )
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        for _ in range(2):
            assert not run_job("publish_due_pages")
            JobState.objects.update(not_before=None)
        fine.refresh_from_db()
        broken.refresh_from_db()
        assert (fine.live, broken.live) == (True, False)
        assert jobs.due_pages().count == 1, "the one that failed is still due"
        assert JobState.objects.get(name="publish_due_pages").trouble == "SomeFailed: ValidationError 1 times"
        assert "zqslugqz" not in caplog.text
        taking.delete()
        assert run_job("publish_due_pages")
        broken.refresh_from_db()
        assert broken.live


def test_pages_wait_for_their_time(about):
    then = timezone.now() - timedelta(minutes=5)
    about.expire_at = then
    about.save()
    assert jobs.due_pages() == Waiting(1, oldest=then)
    assert run_job("publish_due_pages")
    about.refresh_from_db()
    assert not about.live
    assert jobs.due_pages() == NOTHING


def test_files_wait_to_be_read():
    document = PrivateDocument(title="A file")
    document.file.save("broken.pdf", ContentFile(b"%PDF-1.4 and no more"), save=False)
    document.save()
    document.file.close()
    assert jobs.unread_documents() == Waiting(1, oldest=document.created_at)
    assert jobs.read_documents() == "1 read"
    assert jobs.unread_documents() == NOTHING


def test_texts_wait_to_be_learned(about):
    about.summary = "Now with a waterwheel"
    about.save()
    entry = SearchEntry.objects.get(page=about.pk)
    assert jobs.unlearned_entries() == Waiting(1, oldest=entry.changed_at)


def test_what_elasticsearch_lacks_is_counted_only_where_there_is_one(about, settings):
    assert jobs.unfollowed_entries() == NOTHING
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    assert jobs.unfollowed_entries().count == SearchEntry.objects.count() > 0


def test_an_elasticsearch_that_does_not_answer_is_a_failure(about, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(jobs.ElasticsearchUnavailable):
        jobs.follow_search()
    assert not run_job("follow_search")
    state = JobState.objects.get(name="follow_search")
    assert state.failures == 1
    assert state.not_before > timezone.now()
    assert "127.0.0.1" not in state.trouble


def test_one_sweep_that_fails_keeps_no_other_from_its_work(about, monkeypatch):
    def broken() -> None:
        raise ValueError

    monkeypatch.setattr("portal.jobs.sweep", broken)
    done = {name: run_job(name) for name in ("sweep_search", "sweep_access", "sweep_restrictions")}
    assert done == {"sweep_search": False, "sweep_access": True, "sweep_restrictions": True}


def test_the_audit_log_forgets_what_is_too_old(settings):
    with time_machine.travel(timezone.now() - timedelta(days=settings.AUDIT_KEEP_DAYS + 1)):
        record(action=Action.AUDIT_READ, kind=AUDIT_LOG)
    assert run_job("forget_old_audit_entries")
    assert not AuditEntry.objects.filter(action=Action.AUDIT_READ).exists()


def test_every_job_tells_staff_what_it_does():
    for job in all_jobs():
        assert job.promise.endswith("."), job.name
        assert job.minutes in {1, 24 * 60}, job.name
    assert job_named("send_mail").minutes == 1
