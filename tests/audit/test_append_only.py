"""An entry is written once. Neither the models nor the database change it, and nothing but time takes it away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.checks import entries_are_kept_for_some_time
from audit.log import NotForTheAuditLog, record
from audit.models import Action, AuditEntry, AuditIsAppendOnly
from audit.retention import forget_old_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    return record(action=Action.EXPORTED, kind="page", object_id=3, entries=2)


def stored(entry: AuditEntry) -> dict:
    return AuditEntry.objects.filter(pk=entry.pk).values().get()


def test_an_entry_is_not_saved_again(entry):
    before = stored(entry)
    entry.object_id = 4
    with pytest.raises(AuditIsAppendOnly):
        entry.save()
    with pytest.raises(AuditIsAppendOnly):
        AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"object_id": 4})
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry(pk=entry.pk, action=Action.EXPORTED, actor_kind="system").save()
    assert stored(entry) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.update(object_id=4),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["object_id"]),
        lambda entry: AuditEntry.objects.bulk_create(
            [entry], update_conflicts=True, update_fields=["object_id"], unique_fields=["id"]
        ),
        lambda entry: AuditEntry._base_manager.update(object_id=4),
        lambda entry: AuditEntry._base_manager.all().delete(),
    ],
)
def test_no_way_of_the_models_changes_or_deletes_an_entry(entry, change):
    before = stored(entry)
    with pytest.raises(AuditIsAppendOnly):
        change(entry)
    assert stored(entry) == before


def change_by_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET object_id = 4")


def test_the_database_refuses_to_change_an_entry(entry):
    before = stored(entry)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change_by_sql()
    assert stored(entry) == before


def test_migrating_brings_back_a_guard_that_a_migration_dropped(entry):
    table = " ON audit_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_entry_stays{table}")
    change_by_sql()
    call_command("migrate", "audit", verbosity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        change_by_sql()


@pytest.mark.parametrize(
    "detail", ["The title of a page", "asha@larkspan.example", ["members", "A title"], "", "Zq", "x" * 101]
)
def test_words_are_refused_as_details(detail):
    before = AuditEntry.objects.count()
    with pytest.raises(NotForTheAuditLog):
        record(action=Action.EXPORTED, detail=detail)
    assert AuditEntry.objects.count() == before


def test_what_is_rolled_back_is_not_recorded():
    before = AuditEntry.objects.count()
    with transaction.atomic():
        record(action=Action.EXPORTED)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def aged(days: float) -> AuditEntry:
    return AuditEntry.objects.create(
        action=Action.EXPORTED, actor_kind="system", at=timezone.now() - timedelta(days=days)
    )


def test_entries_are_forgotten_when_they_are_older_than_the_settings_say(settings, news):
    settings.AUDIT_KEEP_DAYS = 10
    older, old, young = aged(400), aged(10.1), aged(9.9)
    assert forget_old_entries() == 2
    forgetting = news()[-1]
    assert {entry.pk for entry in AuditEntry.objects.filter(pk__gte=older.pk)} == {young.pk, forgetting.pk}
    assert (forgetting.action, forgetting.actor_kind, forgetting.details) == ("forgotten", "system", {"entries": 2})
    assert not AuditEntry.objects.filter(pk=old.pk).exists()
    assert forget_old_entries() == 0
    assert news() == []


@pytest.mark.parametrize("days", [0, -1])
def test_a_setting_that_would_forget_everything_is_refused(settings, days, entry):
    settings.AUDIT_KEEP_DAYS = days
    assert [error.id for error in entries_are_kept_for_some_time()] == ["audit.E001"]
    with pytest.raises(ImproperlyConfigured):
        forget_old_entries()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_two_years_are_a_setting_that_is_accepted():
    assert entries_are_kept_for_some_time() == []
