"""The feed, robots.txt and health say what machines need, and no more."""

import pytest
from django.test import Client

from portal.establish import establish

pytestmark = pytest.mark.django_db


def test_robots_leave_sign_in_admin_and_search_alone():
    establish()
    text = Client().get("/robots.txt").content.decode()
    assert {"Disallow: /accounts/", "Disallow: /admin/", "Disallow: /search/"} <= set(text.splitlines())
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_health_says_when_the_database_does_not_answer(monkeypatch):
    from django.db import OperationalError, connection

    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    answered = Client().get("/health/ready/")
    assert (answered.status_code, answered.json()["status"]) == (503, "not ready")


def test_every_answer_carries_the_security_headers():
    establish()
    for address in ("/", "/no-such-page/", "/accounts/login/", "/robots.txt"):
        headers = Client().get(address).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"], address
        assert "unsafe" not in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "private" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]
