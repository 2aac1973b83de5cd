"""Who sees a page follows from its audience alone."""

import pytest
from wagtail.models import PageViewRestriction

from tests import factories
from tests.editors.desk import section, signed_in

EVERYONE_IN_THE_ADMIN = [factories.superuser, factories.alliance_staff, factories.publisher, factories.editor]


def restrictions() -> set[tuple[int, int, str, tuple[int, ...]]]:
    return {
        (one.pk, one.page_id, one.restriction_type, tuple(sorted(one.groups.values_list("pk", flat=True))))
        for one in PageViewRestriction.objects.all()
    }


@pytest.mark.parametrize("role", EVERYONE_IN_THE_ADMIN)
def test_the_privacy_view_refuses_everyone(role):
    library, about, before = section("library"), section("about"), restrictions()
    client = signed_in(role())
    for page in (library, about):
        url = f"/admin/pages/{page.pk}/privacy/"
        assert client.get(url).status_code in {302, 403}
        for kind in ("none", "login", "groups", "password"):
            answer = client.post(url, {"restriction_type": kind, "password": "told", "groups": []})
            assert answer.status_code in {302, 403}
    assert restrictions() == before


@pytest.mark.parametrize("role", EVERYONE_IN_THE_ADMIN)
def test_the_privacy_button_is_not_shown(role):
    page = signed_in(role()).get(f"/admin/pages/{section('library').pk}/edit/")
    assert "Change privacy</button>" not in page.content.decode()
    assert 'data-a11y-dialog-show="set-privacy"' not in page.content.decode()
