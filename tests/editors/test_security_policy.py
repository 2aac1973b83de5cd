"""The admin has a content security policy, and only the admin has its exceptions."""

import pytest

from tests import factories
from tests.editors.desk import section, signed_in


def directives(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split("; "))
    return {name: sorted(sources) for name, *sources in parts}


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/nowhere/", "/admin/jsi18n/", "/admin/sprite/"])
def test_every_answer_of_the_admin_has_a_policy_without_inline_scripts(address):
    policy = directives(signed_in(factories.superuser()).get(address))
    assert policy["default-src"] == ["'self'"]
    scripts = [source for source in policy["script-src"] if not source.startswith("'nonce-")]
    assert scripts == ["'self'", "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='", "'unsafe-hashes'"]
    assert policy["style-src-elem"] == ["'self'", "'unsafe-inline'"]
    assert policy["object-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("address", ["/", "/library/", "/nowhere/", "/accounts/login/", "/administration/"])
def test_the_front_end_has_none_of_the_exceptions(address):
    for client in (signed_in(factories.superuser()), signed_in(factories.member())):
        policy = client.get(address)["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "blob:" not in policy
        assert "sha256" not in policy


def test_no_form_of_the_admin_has_an_inline_script():
    client = signed_in(factories.superuser())
    for address in (
        f"/admin/pages/{section('resources').pk}/edit/",
        f"/admin/pages/{section('resources').pk}/copy/",
        f"/admin/pages/{section('resources').pk}/move/",
        "/admin/reports/aging-pages/",
        "/admin/reports/site-history/",
        "/admin/workflows/add/",
    ):
        page = client.get(address).content.decode()
        assert "<script>" not in page, address
