"""People keep and follow what is theirs; the shelf shows what is theirs still."""

import pytest
from django.test import Client
from wagtail.models import Page, ReferenceIndex

from content.pages import SectionPage
from shelf import services
from shelf.models import Bookmark, PageFollow, TopicFollow
from tests import factories
from tests.notifications.portal import publish
from visibility.viewer import viewer_for
from workinggroups.pages import WorkingGroupPage

from .readers import bookmark, follow, follow_topic, hide, press, queries, signed_in

KEEPING = {
    "bookmarks": (services.bookmark, services.remove_bookmark, Bookmark),
    "pages": (services.follow_page, services.unfollow_page, PageFollow),
}


@pytest.fixture(params=KEEPING)
def keeping(request):
    return request.param


# --- Taking up and letting go --------------------------------------------------------------------------------------


def test_a_page_is_kept_once_and_let_go(keeping):
    keep, let_go, model = KEEPING[keeping]
    page = publish()
    viewer = viewer_for(factories.member())
    other = viewer_for(factories.member())
    for _ in range(2):
        keep(viewer=viewer, page_id=page.pk)
        keep(viewer=other, page_id=page.pk)
    assert set(model.objects.values_list("person", "page")) == {(viewer.user_id, page.pk), (other.user_id, page.pk)}
    for _ in range(2):
        let_go(viewer=viewer, page_id=page.pk)
    assert set(model.objects.values_list("person", flat=True)) == {other.user_id}


def test_nobody_keeps_what_they_may_not_see(keeping, group):
    keep, _, model = KEEPING[keeping]
    hidden = publish(below=Page.objects.get(slug=group.slug))
    draft = publish()
    draft.unpublish()
    viewer = viewer_for(factories.member())
    for page_id in (hidden.pk, draft.pk, SectionPage.objects.first().pk, 999_999):
        with pytest.raises(services.NotToBeKept):
            keep(viewer=viewer, page_id=page_id)
    keep(viewer=viewer_for(factories.member_of(group)), page_id=hidden.pk)
    assert model.objects.count() == 1


def test_what_was_hidden_afterwards_is_let_go_all_the_same(keeping, nobody):
    keep, _, model = KEEPING[keeping]
    page = publish()
    person = factories.member()
    keep(viewer=viewer_for(person), page_id=page.pk)
    hide(page, nobody)
    response = press(signed_in(person), f"{keeping}/{page.pk}", "remove", at=page.pk)
    assert (response.status_code, response.url) == (302, "/shelf/")
    assert not model.objects.exists()


def test_keeping_a_page_does_not_make_it_used(topics):
    page = publish()
    person = factories.member()
    bookmark(person, page)
    follow(person, page)
    follow_topic(person, topics[0])
    assert not ReferenceIndex.get_references_to(page).exists()
    assert not ReferenceIndex.get_references_to(topics[0]).exists()


# --- The addresses -------------------------------------------------------------------------------------------------


def test_a_button_leads_back_to_the_page_on_which_it_stood(topics):
    page = publish()
    client = signed_in(factories.member())
    for address in (f"bookmarks/{page.pk}", f"pages/{page.pk}", "topics/hashing"):
        for action in ("add", "remove"):
            assert press(client, address, action, at=page.pk).url == page.url
            assert press(client, address, action).url == "/shelf/"
            for elsewhere in (Page.objects.get(depth=1).pk, 999_999, 10**30):
                assert press(client, address, action, next="https://example.org/", at=elsewhere).url == "/shelf/"


def test_a_hidden_page_is_taken_up_like_one_that_never_was(keeping, nobody):
    page = publish()
    hide(page, nobody)
    client = signed_in(factories.member())
    hidden = press(client, f"{keeping}/{page.pk}")
    missing = press(client, f"{keeping}/999999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)


def test_letting_go_of_an_old_bookmark_does_not_tell_whether_its_page_is_hidden_or_gone(keeping, nobody):
    keep = KEEPING[keeping][0]
    person = factories.member()
    hidden, gone, seen, never_kept = (publish() for _ in range(4))
    for page in (hidden, gone, seen):
        keep(viewer=viewer_for(person), page_id=page.pk)
    numbers = [hidden.pk, gone.pk, seen.pk, never_kept.pk, 999_999, 10**30]
    hide(hidden, nobody)
    gone.delete()
    for at, leads_to in ((None, "/shelf/"), (numbers[0], "/shelf/"), (numbers[1], "/shelf/"), (seen.pk, seen.url)):
        told = set()
        for number in numbers * 2:
            client = signed_in(person)
            posted = {} if at is None else {"at": at}
            response = press(client, f"{keeping}/{number}", "remove", **posted)
            said = [str(message) for message in client.get("/shelf/").context["messages"]]
            told.add((response.status_code, response.url, response.content, tuple(response.cookies), tuple(said)))
        ((status, url, *_),) = told
        assert (status, url) == (302, leads_to)
    assert not KEEPING[keeping][2].objects.exists()


@pytest.mark.parametrize(
    ("address", "action"),
    [
        ("topics/never-was", "add"),
        ("topics/never-was", "remove"),
        (f"pages/{10**30}", "add"),
        (f"bookmarks/{10**30}", "add"),
    ],
)
def test_what_never_was_is_not_found(address, action):
    assert press(signed_in(factories.member()), address, action).status_code == 404


@pytest.mark.parametrize(
    "posted", [{}, {"action": "delete"}, {"action": "add", "at": "x"}, {"action": "add", "at": "9" * 5000}]
)
def test_what_no_button_posts_changes_nothing(posted, keeping):
    page = publish()
    client = signed_in(factories.member())
    assert client.post(f"/shelf/{keeping}/{page.pk}/", posted).status_code == 400
    assert not Bookmark.objects.exists()
    assert not PageFollow.objects.exists()


def test_a_post_without_its_secret_is_refused(keeping):
    page = publish()
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert press(client, f"{keeping}/{page.pk}").status_code == 403


def test_whoever_was_signed_out_signs_in_and_presses_again(keeping):
    page = publish(below="publications")
    response = press(Client(), f"{keeping}/{page.pk}")
    assert (response.status_code, response.url) == (302, "/accounts/login/")
    assert not KEEPING[keeping][2].objects.exists()


# --- Buttons on pages ----------------------------------------------------------------------------------------------


def test_buttons_say_what_they_will_do(topics, group):
    page = publish(topics=topics)
    client = signed_in(factories.member_of(group))
    body = client.get(page.url).content.decode()
    for label in ("Save to my shelf", "Follow this page", "Follow zqtopichashing", "Follow zqtopicgrooming"):
        assert label in body
    assert "Stop following" not in body
    press(client, f"bookmarks/{page.pk}")
    press(client, f"pages/{page.pk}")
    press(client, "topics/hashing", at=page.pk)
    body = client.get(page.url).content.decode()
    for label in ("Remove from my shelf", "Stop following", "Stop following zqtopichashing", "Follow zqtopicgrooming"):
        assert label in body
    assert "Follow this page" not in body
    assert "Follow this group" in client.get(WorkingGroupPage.objects.get(group=group).url).content.decode()


def test_whoever_is_not_signed_in_gets_no_button_and_no_secret(topics):
    page = publish(below="publications", topics=topics)
    assert "Save to my shelf" in signed_in(factories.member()).get(page.url).content.decode()
    response = Client().get(page.url)
    body = response.content.decode()
    assert "zqbodyqz" in body
    assert "csrf" not in body
    assert 'method="post"' not in body
    assert not response.cookies


def test_sections_lists_and_teasers_have_no_buttons(group):
    from visibility.models import Audience

    publish(below="publications")
    teased = publish(below="publications", audience=Audience.objects.get(slug="pathways"))
    member = signed_in(factories.member())
    for address in ("/", "/publications/", "/library/", "/working-groups/", "/search/?q=zqbodyqz"):
        assert "/shelf/bookmarks/" not in member.get(address).content.decode(), address
    teaser = signed_in(factories.person(at=None)).get(teased.url)
    assert teaser.status_code == 403
    assert "/shelf/bookmarks/" not in teaser.content.decode()


def test_buttons_cost_one_query_however_many_topics(topics):
    few, many = publish(below="publications", topics=topics[:1]), publish(below="publications", topics=topics)
    client = signed_in(factories.member())
    assert queries(client, few.url) == queries(client, many.url)
    press(client, "topics/hashing")
    press(client, f"bookmarks/{many.pk}")
    assert queries(client, few.url) == queries(client, many.url)


# --- The shelf -----------------------------------------------------------------------------------------------------


def test_the_shelf_holds_what_is_mine_and_forgets_what_became_hidden(topics, nobody):
    person, other = factories.member(), factories.member()
    kept, followed, hidden = (publish(title=f"zq{name}qz") for name in ("kept", "followed", "hidden"))
    for page in (kept, hidden):
        bookmark(person, page)
    for page in (followed, hidden):
        follow(person, page)
    follow_topic(person, topics[0])
    bookmark(other, publish(title="zqotherqz"))
    body = signed_in(person).get("/shelf/").content.decode()
    for shown in ("zqkeptqz", "zqfollowedqz", "zqhiddenqz", "zqsummaryqz", "zqtopichashing"):
        assert shown in body
    for not_theirs in ("zqotherqz", "zqtopicgrooming"):
        assert not_theirs not in body
    hide(hidden, nobody)
    body = signed_in(person).get("/shelf/").content.decode()
    assert "zqkeptqz" in body
    assert "zqhiddenqz" not in body
    hidden.delete()
    assert "zqhiddenqz" not in signed_in(person).get("/shelf/").content.decode()


def test_an_empty_shelf_says_how_to_fill_it():
    body = signed_in(factories.member()).get("/shelf/").content.decode()
    assert "Save to my shelf" in body
    assert 'href="/search/"' in body


def test_the_shelf_costs_the_same_for_one_and_for_many(topics):
    person = factories.member()
    client = signed_in(person)
    bookmark(person, publish())
    follow(person, publish())
    follow_topic(person, topics[0])
    one = queries(client, "/shelf/")
    for _ in range(2):
        bookmark(person, publish())
        follow(person, publish())
    follow_topic(person, topics[1])
    assert queries(client, "/shelf/") == one


def test_the_shelf_turns_its_pages():
    person = factories.member()
    pages = [publish(title=f"zqpage{number}qz") for number in range(21)]
    for page in pages:
        bookmark(person, page)
    client = signed_in(person)
    first, second = (client.get("/shelf/", {"page": number}) for number in (1, 2))
    assert [line.title for line in first.context["bookmarks"]] == [f"zqpage{number}qz" for number in range(20, 0, -1)]
    assert [line.title for line in second.context["bookmarks"]] == ["zqpage0qz"]


def test_what_somebody_kept_goes_with_them(topics):
    person = factories.member()
    page = publish()
    bookmark(person, page)
    follow(person, page)
    follow_topic(person, topics[0])
    person.delete()
    assert not any(model.objects.exists() for model in (Bookmark, PageFollow, TopicFollow))
