"""The editor says in words who will see a page, and what publishing it changes."""

import pytest

from tests import factories
from tests.editors.desk import form_of, fresh, page_of, published, redraft, section, signed_in
from visibility.explanation import audience_change, who_sees_each
from visibility.models import Audience

PUBLIC_TITLE = "Its title and summary become public wherever the pages above it are public."


def audience(slug: str) -> Audience:
    return Audience.objects.get(slug=slug)


def editor_page(address: str) -> str:
    return signed_in(factories.superuser()).get(address).content.decode()


def test_a_new_page_says_who_will_see_it():
    below_library = editor_page(f"/admin/pages/add/workinggroups/resourcepage/{section('resources').pk}/")
    assert "<span data-who-sees-sentence>Only Members.</span>" in below_library
    below_about = editor_page(f"/admin/pages/add/content/sectionpage/{section('about').pk}/")
    assert "<span data-who-sees-sentence>Everyone, also people who are not signed in.</span>" in below_about


def test_a_draft_says_who_will_see_it_and_what_publishing_changes():
    page = published(section("publications"))
    assert "When this is published" not in editor_page(f"/admin/pages/{page.pk}/edit/")
    redraft(page, by=factories.editor(), audience=audience("members"))
    text = editor_page(f"/admin/pages/{page.pk}/edit/")
    assert "<span data-who-sees-sentence>Only Members.</span>" in text
    assert "Everyone, signed in or not, loses it; only Members keeps it." in text


def test_the_sentences_for_all_audiences_are_there_before_one_is_chosen():
    group = factories.working_group("Tech Innovation")
    text = editor_page(f"/admin/pages/add/workinggroups/resourcepage/{section('resources').pk}/")
    assert "Only people who are in all of these: Members, Tech Innovation." in text
    assert f'"{group.audience.pk}"' in text


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("members", "members", ""),
        ("", "members", "Everyone, signed in or not, loses it; only Members keeps it."),
        ("members", "", "Everyone, signed in or not, gains it."),
        ("pathways", "members", "Everyone in Pathways loses it; only Members keeps it."),
        (
            "members",
            "pathways",
            "Everyone in Pathways gains it; Members keeps it. " + PUBLIC_TITLE,
        ),
        (
            "members",
            "group-tech",
            "Everyone in Members loses it, unless they are also in Tech; Tech gains it.",
        ),
    ],
)
def test_a_change_of_audience_names_who_gains_and_who_loses(before, after, sentence):
    factories.working_group("Tech")
    change = audience_change(
        parent=section("about"),
        before=audience(before) if before else None,
        after=audience(after) if after else None,
    )
    assert change == sentence


def test_below_a_restricted_page_only_real_changes_are_named():
    group = factories.working_group("Tech")
    library = section("library")
    assert audience_change(parent=library, before=None, after=audience("members")) == ""
    assert audience_change(parent=library, before=None, after=group.audience) == (
        "Everyone in Members loses it; only Tech keeps it."
    )


def test_an_archived_audience_is_not_offered_and_does_not_block_the_pages_that_have_it():
    group = factories.working_group("Tech")
    page = published(section("resources"), audience=group.audience)
    Audience.objects.filter(pk=group.audience.pk).update(archived=True)
    client = signed_in(factories.editor())
    client.post(f"/admin/pages/{page.pk}/edit/", form_of(page) | {"title": "Renamed"})
    assert fresh(page).get_latest_revision_as_object().title == "Renamed"
    assert fresh(page).get_latest_revision_as_object().audience == group.audience
    other = published(section("resources"), "Other")
    client.post(f"/admin/pages/{other.pk}/edit/", form_of(other, audience=str(group.audience.pk)))
    assert fresh(other).get_latest_revision_as_object().audience is None


def test_the_sentences_of_many_pages_cost_as_much_as_those_of_one(django_assert_max_num_queries):
    pages = [section("resources"), section("about"), page_of(factories.working_group("Tech"))]
    with django_assert_max_num_queries(2):
        sentences = who_sees_each(pages)
    assert list(sentences.values()) == [
        "Only Members.",
        "Everyone, also people who are not signed in.",
        "Only people who are in all of these: Members, Tech.",
    ]
