"""How an organisation takes people in and is seen; and domains, of which no answer tells whose they are."""

from datetime import UTC, datetime

import pytest

from membership.joining.queries import owner_of
from membership.models import DomainRequest, JoinPolicy, OrganisationDomain, SeenBy
from membership.organisations import domains
from membership.organisations.queries import asked_domains, domains_of
from tests import factories

from .desk import HOME, Company, company, text_of

pytestmark = pytest.mark.django_db

SETTINGS = f"{HOME}settings/"


def ask(ours: Company, domain: str):
    return ours.desk.post(f"{SETTINGS}domains/", {"domain": domain}, follow=True)


def with_domain(ours: Company, domain: str) -> None:
    OrganisationDomain.objects.create(
        organisation=ours.organisation, domain=domain, verified_at=datetime(2026, 1, 2, tzinfo=UTC)
    )


def test_what_is_chosen_holds_for_the_own_organisation_alone() -> None:
    ours, theirs = company(), company("Findlewick")
    ours.desk.post(SETTINGS, {"join_policy": JoinPolicy.OFF, "people_seen_by": SeenBy.ORGANISATION})
    chosen = []
    for each in (ours, theirs):
        each.organisation.refresh_from_db()
        chosen.append((each.organisation.join_policy, each.organisation.people_seen_by, each.organisation.is_listed))
    assert chosen == [("off", "organisation", False), ("ask", "members", True)]


def test_the_form_shows_what_holds_now() -> None:
    ours = company()
    ours.organisation.join_policy = JoinPolicy.AUTOMATIC
    ours.organisation.save()
    form = ours.desk.get(SETTINGS).context["form"]
    assert (form["join_policy"].value(), form["is_listed"].value()) == ("automatic", True)


def test_a_choice_that_does_not_exist_changes_nothing() -> None:
    ours = company()
    response = ours.desk.post(SETTINGS, {"join_policy": "everyone", "people_seen_by": SeenBy.NOBODY})
    assert "There is a problem" in text_of(response)
    ours.organisation.refresh_from_db()
    assert ours.organisation.people_seen_by == SeenBy.MEMBERS


@pytest.mark.parametrize(
    "typed", ["Larkspan.Example", "@larkspan.example", "somebody@larkspan.example", " larkspan.example "]
)
def test_a_domain_waits_until_it_is_checked_and_gives_nothing_before(typed: str) -> None:
    ours = company()
    page = text_of(ask(ours, typed))
    assert "We will check it" in page
    assert "larkspan.example: not checked yet" in page
    assert owner_of("larkspan.example") is None
    assert [request.domain for request in asked_domains()] == ["larkspan.example"]


def test_no_answer_tells_whether_another_organisation_has_a_domain() -> None:
    ours, theirs = company(), company("Findlewick")
    with_domain(theirs, "findlewick.example")
    answers = []
    for domain in ("findlewick.example", "nobodys.example"):
        for _ in range(2):
            page = text_of(ask(ours, domain))
            answers.append(page.replace(domain, "DOMAIN"))
        DomainRequest.objects.all().delete()
    assert len(set(answers)) == 1
    assert OrganisationDomain.objects.get().organisation == theirs.organisation


def test_domains_where_anybody_has_an_address_are_refused() -> None:
    assert "Anybody can have an address there" in text_of(ask(company(), "gmail.com"))
    assert not DomainRequest.objects.exists()


@pytest.mark.parametrize(
    "typed", ["", "larkspan", "https://larkspan.example/", "two words.example", "l\u0430rkspan.example"]
)
def test_what_is_no_domain_gets_a_sentence(typed: str) -> None:
    assert "Enter the part of your email addresses after the @" in text_of(ask(company(), typed))


def test_own_domains_are_told_as_they_stand() -> None:
    ours = company()
    with_domain(ours, "larkspan.example")
    OrganisationDomain.objects.create(organisation=ours.organisation, domain="founded.example")
    page = text_of(ours.desk.get(SETTINGS))
    assert "larkspan.example: checked on 2 January 2026" in page
    assert "founded.example: not checked yet" in page
    assert "This domain is yours already" in text_of(ask(ours, "larkspan.example"))


def test_nobody_fills_the_list_of_staff() -> None:
    ours = company()
    for number in range(domains.MOST_WAITING):
        ask(ours, f"d{number}.example")
    assert "Many of your domains wait" in text_of(ask(ours, "one-more.example"))
    assert "We will check it" in text_of(ask(ours, "d1.example"))
    assert asked_domains().count() == domains.MOST_WAITING


def test_what_staff_have_checked_counts_and_what_another_has_is_refused_to_staff_in_words() -> None:
    ours, theirs, staff = company(), company("Findlewick"), factories.alliance_staff()
    with_domain(theirs, "findlewick.example")
    ask(ours, "larkspan.example")
    ask(ours, "findlewick.example")
    first, second = asked_domains()
    domains.grant_domain(request=first, by=staff)
    with pytest.raises(domains.TakenDomain):
        domains.grant_domain(request=second, by=staff)
    assert owner_of("larkspan.example") == ours.organisation
    assert owner_of("findlewick.example") == theirs.organisation
    domains.dismiss_domain(request=second)
    assert [domain.domain for domain in domains_of(ours.organisation)] == ["larkspan.example"]
