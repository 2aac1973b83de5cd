"""Whatever list leaves the admin is written down, once, also when the view that makes it is not ours."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from audit.log import record
from audit.middleware import ActorMiddleware
from audit.models import Action
from tests import factories
from tests.audit.conftest import actors, by, told
from tests.matrix.routes import all_routes
from tests.matrix.test_addresses import table
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

RESTRICTED = "/admin/reports/restricted-pages/"
LOCKED = "/admin/reports/locked/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Lists that can be exported and stand elsewhere in the admin.
OTHER_LISTS = {"/admin/redirects/", "/admin/users/"}


def lists_of_the_admin() -> set[str]:
    reports = {f"/{address}" for address in table() if address.startswith("admin/") and "reports" in address}
    addresses = {f"/{route.text}" for route in all_routes() if not route.arguments}
    return (reports | OTHER_LISTS) & addresses


@pytest.mark.parametrize(("wanted", "sent_as"), [("csv", "text/csv"), ("xlsx", XLSX)])
def test_each_list_that_leaves_the_admin_is_recorded_once(home, news, wanted, sent_as):
    person = factories.superuser()
    client = signed_in(person)
    news()
    left = set()
    for address in sorted(lists_of_the_admin()):
        response = client.get(f"{address}?export={wanted}")
        recorded = [entry for entry in news() if entry.action == Action.EXPORTED]
        if response.status_code == 200 and response["Content-Type"].startswith(sent_as):
            left.add(address)
            assert actors(recorded) == by(person), address
            assert len(recorded) == 1, address
        else:
            assert recorded == [], address
    reports = {address.removeprefix("/admin/reports/") for address in left if "results" not in address}
    assert reports >= {"aging-pages/", "audit-log/", "locked/", "newsletter/", "restricted-pages/", "site-history/"}
    assert reports >= {"page-types-usage/", "searched-in-vain/", "workflow/", "workflow_tasks/"}


def test_an_entry_names_the_view_and_nothing_that_was_typed(home, news):
    client = signed_in(factories.superuser())
    news()
    client.get(f"{RESTRICTED}?export=csv&q=Zqtypedqz")
    client.get(f"{LOCKED}?export=csv")
    assert told(news()) == [
        ("exported", "", None, {"view": "restricted_pages"}),
        ("exported", "", None, {"view": "wagtailadmin_reports:locked_pages"}),
    ]


def test_what_is_no_export_is_not_recorded(home, news):
    superuser, reader = signed_in(factories.superuser()), signed_in(factories.member())
    news()
    for query in ("", "?export=pdf", "?export="):
        assert superuser.get(RESTRICTED + query).status_code == 200
    assert reader.get(f"{RESTRICTED}?export=csv").status_code == 302
    assert superuser.get("/admin/never-was/?export=csv").status_code == 404
    assert superuser.get("/search/?q=words&export=csv").status_code == 200
    assert news() == []


def test_an_export_that_cannot_be_recorded_does_not_leave(home):
    client = signed_in(factories.superuser())
    client.get(RESTRICTED)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry RENAME TO taken_away")
    with pytest.raises(DatabaseError), transaction.atomic():
        client.get(f"{RESTRICTED}?export=csv")


def answered(path: str, view: Any) -> HttpResponse:
    """What leaves the middleware for a request that `view` answers."""
    request = RequestFactory().get(path)
    request.user = get_user_model()(pk=1)
    return ActorMiddleware(view)(request)


def test_an_export_of_an_earlier_request_does_not_stand_for_this_one(home, news):
    def exported(request: HttpRequest) -> HttpResponse:
        return HttpResponse("a,b", content_type="text/csv; charset=utf-8")

    def exported_and_recorded(request: HttpRequest) -> HttpResponse:
        record(action=Action.EXPORTED, kind="newsletter")
        return exported(request)

    for view in (exported_and_recorded, exported, exported_and_recorded):
        answered(f"{LOCKED}?export=csv", view)
    assert [entry.object_kind for entry in news()] == ["newsletter", "", "newsletter"]
    answered("/updates.csv?export=csv", exported)
    assert news() == []
