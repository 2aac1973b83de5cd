import pytest
from django.test import Client
from tests import factories as f
from portal.establish import establish
from wagtail.models import Page
pytestmark = pytest.mark.django_db
def test_x():
    home = establish()
    for who in (f.editor(), f.publisher(), f.alliance_staff(), f.superuser()):
        c = Client(); c.force_login(who)
        r = c.get("/admin/"); print(who, r.status_code)
        lib = Page.objects.get(slug="resources")
        for u in (f"/admin/pages/{lib.pk}/", f"/admin/pages/{lib.pk}/edit/", f"/admin/pages/add/workinggroups/resourcepage/{lib.pk}/", "/admin/reports/restricted-pages/", "/admin/topics/", "/admin/audiences/"):
            r = c.get(u); print(u, r.status_code)
