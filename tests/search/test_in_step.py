"""The index says what the stored pages say, at every moment at which anyone can look."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from content.pages import ContentPage
from search.models import SearchEntry
from search.queries import search
from search.upkeep import faults
from visibility.viewer import viewer_for

from .library import anyone, audience, counted, fresh, group_page, home, labels, resource, section, titles, topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_left_behind() -> object:
    """Whatever a test does to pages, the index is in step with them afterwards."""
    yield
    assert faults().counts() == dict.fromkeys(faults().counts(), 0)


class Abandoned(Exception):
    pass


def test_a_new_page_is_found_at_once() -> None:
    resource("Kit", body="With grooming in it")
    assert titles("grooming") == ["Kit"]


def test_a_save_that_is_rolled_back_leaves_no_trace() -> None:
    page = resource("Before", body="An old text")
    entry = SearchEntry.objects.filter(page=page).values().get()

    def save_and_give_up() -> None:
        with transaction.atomic():
            page.title, page.body = "After", [("text", "<p>A newer text</p>")]
            page.save()
            resource("Another newer one")
            assert titles("newer") == ["Another newer one", "After"]
            raise Abandoned

    with pytest.raises(Abandoned):
        save_and_give_up()
    assert (titles("newer"), titles("old")) == ([], ["Before"])
    assert SearchEntry.objects.filter(page=page).values().get() == entry


def test_the_draft_of_a_live_page_changes_nothing() -> None:
    page = resource("Published", body="Public words")
    entry = SearchEntry.objects.filter(page=page).values().get()
    page.title, page.kind, page.body = "Draft", "report", [("text", "<p>Unpublished words</p>")]
    page.topics = [topic("Law")]
    revision = page.save_revision()
    assert SearchEntry.objects.filter(page=page).values().get() == entry
    assert (titles("unpublished"), titles("draft"), titles("public")) == ([], [], ["Published"])
    assert counted(search(anyone(), "public")) == {"kind": {"guidance": 1}}
    revision.publish()
    assert (titles("unpublished"), titles("public")) == (["Draft"], [])
    assert counted(search(anyone(), "unpublished")) == {"kind": {"report": 1}, "topic": {"law": 1}}


def test_a_page_that_was_never_published_is_not_found() -> None:
    resource("Draft", live=False)
    assert titles("draft") == []


@pytest.mark.parametrize("model", [Page, ContentPage, None])
def test_an_unpublished_page_is_gone_and_comes_back_when_published(model: type[Page] | None) -> None:
    page = resource("Kit")
    (model.objects.get(pk=page.pk) if model else page).unpublish()
    assert titles("kit") == []
    fresh(page).save_revision().publish()
    assert titles("kit") == ["Kit"]


def test_a_page_appears_when_its_time_comes_and_goes_when_it_expires() -> None:
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(minutes=1)
    expiring = resource("Expiring kit", expire_at=soon)
    ContentPage.objects.filter(pk=expiring.pk).update(expire_at=past)
    coming = resource("Coming kit", live=False, go_live_at=soon)
    coming.save_revision().publish()
    assert titles("kit") == ["Expiring kit"]
    scheduled = coming.revisions.get()
    scheduled.approved_go_live_at, scheduled.content["go_live_at"] = past, past.isoformat()
    scheduled.save()
    call_command("publish_scheduled")
    assert titles("kit") == ["Coming kit"]


def test_a_deleted_page_is_gone_with_everything_below_it() -> None:
    above = section("Kit above")
    resource("Kit below", under=above)
    resource("Kit beside")
    fresh(above).delete()
    assert titles("kit") == ["Kit beside"]


def test_a_new_address_changes_nothing() -> None:
    page = section("Kit")
    resource("Kit below", under=page)
    versions = list(SearchEntry.objects.values_list("version", flat=True))
    page = fresh(page)
    page.slug = "another"
    page.save()
    assert list(SearchEntry.objects.values_list("version", flat=True)) == versions


def test_every_change_of_an_entry_grows_its_version() -> None:
    page = resource("Kit")
    (first,) = SearchEntry.objects.filter(page=page).values_list("version", flat=True)
    page.title = "Another kit"
    page.save()
    page.region = "emea"
    page.save()
    page.save()
    assert SearchEntry.objects.get(page=page).version == first + 2


def test_a_renamed_topic_is_renamed_in_the_search() -> None:
    law = topic("Law")
    resource("Kit", topics=(law,))
    law.name, law.slug = "Legislation", "legislation"
    law.save()
    found = search(anyone(), "kit")
    assert counted(found)["topic"] == {"legislation": 1}
    assert labels(found.facets["topic"]) == ["Legislation"]


def test_a_deleted_topic_is_gone_from_the_search() -> None:
    law = topic("Law")
    resource("Kit", topics=(law,))
    law.delete()
    assert "topic" not in counted(search(anyone(), "kit"))


def test_a_renamed_group_is_renamed_in_the_search_and_an_unpublished_one_is_not_named() -> None:
    group = group_page("Images")
    resource("Kit", under=group)
    group.title, group.slug = "Pictures", "pictures"
    group.save()
    found = search(anyone(), "kit")
    assert counted(found)["group"] == {"pictures": 1}
    assert labels(found.facets["group"]) == ["Pictures"]
    fresh(group).unpublish()
    assert "group" not in counted(search(anyone(), "kit"))


def test_the_public_alias_of_a_restricted_page_is_found_only_by_those_who_may_see_the_page() -> None:
    closed, open_section = section("Closed", audience=audience()), section("Open")
    page = resource("Kit", under=closed)
    page.create_alias(parent=open_section)
    assert titles("kit") == []


def test_an_alias_made_before_its_source_was_restricted_is_hidden_with_it() -> None:
    above, open_section = section("Above"), section("Open")
    page = resource("Kit", under=above)
    page.create_alias(parent=open_section)
    assert titles("kit") == ["Kit", "Kit"]
    above = fresh(above)
    above.audience = audience()
    above.save()
    assert titles("kit") == []


def test_an_alias_says_what_its_source_says_and_goes_when_it_goes() -> None:
    page = resource("Kit")
    alias = page.create_alias(parent=home(), update_slug="alias")
    page.title = "Toolkit"
    page.save_revision().publish()
    assert SearchEntry.objects.get(page=alias).title == "Toolkit"
    fresh(page).unpublish()
    assert titles("toolkit") == []


def test_an_alias_whose_source_is_deleted_stands_for_itself() -> None:
    closed = section("Closed", audience=audience())
    page = resource("Kit", under=closed, live=False)
    alias = page.create_alias(parent=home())
    alias.live = True
    alias.save()
    assert titles("kit") == []
    fresh(page).delete()
    assert titles("kit") == ["Kit"]


def test_aliases_of_aliases_beyond_the_rule_have_no_entry() -> None:
    page = resource("Kit")
    for number in range(4):
        page = page.create_alias(parent=home(), update_slug=f"alias-{number}")
    assert SearchEntry.objects.filter(title="Kit").count() == 4
    assert not SearchEntry.objects.filter(page=page).exists()


def test_copies_are_entries_of_their_own() -> None:
    above = section("Kit above")
    resource("Kit below", under=above, topics=(topic("Law"),))
    fresh(above).copy(recursive=True, update_attrs={"slug": "copied", "title": "Kit copied"})
    assert sorted(titles("kit")) == ["Kit above", "Kit below", "Kit below", "Kit copied"]
    assert counted(search(anyone(), "kit"))["topic"] == {"law": 2}


def test_restricting_and_opening_take_effect_at_the_next_query_without_indexing() -> None:
    above = section("Above")
    resource("Kit", under=above)
    person = get_user_model().objects.create_user(email="someone@portal.example")
    readers = audience("Readers")
    versions = list(SearchEntry.objects.values_list("pk", "version"))

    above = fresh(above)
    above.audience = readers
    above.save()
    assert (titles("kit"), titles("kit", viewer_for(person))) == ([], [])
    person.groups.add(*readers.groups.all())
    assert (titles("kit"), titles("kit", viewer_for(person))) == ([], ["Kit"])
    person.groups.clear()
    assert titles("kit", viewer_for(person)) == []
    above.audience = None
    above.save()
    assert titles("kit") == ["Kit"]
    assert list(SearchEntry.objects.values_list("pk", "version")) == versions
