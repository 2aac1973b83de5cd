"""In development mail lies in a folder, where whoever works on the portal reads it; in production it cannot."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from notifications.development import mail_named, mail_names

pytestmark = pytest.mark.django_db

BACKEND = "notifications.development.FolderBackend"
URL = "http://localhost:8000/notices/7/"
HTML = f'<style>p {{ color: teal }}</style><p>Read it <a href="{URL}">here</a>.</p><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.MAIL_FOLDER


def send(number: int = 1, subject: str = "Something new", html: str = HTML) -> None:
    headers = {"Message-ID": f"<{number}@alliance.example>"}
    mail = EmailMultiAlternatives(subject, f"Read <it>: {URL}", to=["dov@larkspan.example"], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    get_connection(BACKEND).send_messages([mail])


def page(client, address: str = "") -> str:
    response = client.get(f"/development/mail/{address}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_mail_lies_in_the_folder(folder):
    send()
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert b"Subject: Something new" in file.read_bytes()


def test_the_same_mail_sent_twice_is_one_file(folder):
    send()
    name = mail_names()
    send(subject="Something newer")
    assert mail_names() == name
    assert mail_named(*name).subject == "Something newer"
    send(2)
    assert len(list(folder.iterdir())) == 2


def test_the_newest_comes_first(client):
    for number in range(3):
        send(number, f"Mail {number}")
    shown = page(client)
    assert shown.index("Mail 2") < shown.index("Mail 1") < shown.index("Mail 0")
    assert "dov@larkspan.example" in shown


def test_an_empty_folder_and_none_are_an_empty_list(client):
    assert "There is none yet" in page(client)


def test_a_mail_shows_its_headers_its_text_with_links_and_its_html(client):
    send()
    shown = page(client, f"{mail_names()[0]}/")
    assert "Message-ID: &lt;1@alliance.example&gt;" in shown
    assert "Read &lt;it&gt;:" in shown
    assert f'<a href="{URL}"' in shown
    assert "<iframe" in shown
    assert "alert(1)" not in shown


def test_the_html_can_do_nothing(client):
    send()
    response = client.get(f"/development/mail/{mail_names()[0]}/html/")
    assert response.content.decode().strip() == HTML
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script-src" not in policy


def test_a_mail_without_html_has_no_frame(client):
    send(html="")
    assert "<iframe" not in page(client, f"{mail_names()[0]}/")


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "..%2Fsecret",
        "%2e%2e%2fsecret",
        "/etc/passwd",
        "secret",
        "20261125-010203-000000-0123456789abcdef",
        "..",
    ],
)
def test_nothing_outside_the_folder_is_shown(client, folder, name):
    folder.mkdir()
    for place in (folder.parent, folder):
        (place / "secret.eml").write_bytes(b"Subject: zqsecretqz\n\nzqsecretqz")
    for address in (f"/development/mail/{name}/", f"/development/mail/{name}/html/"):
        response = client.get(address)
        assert response.status_code in {404, 301}
        assert b"zqsecretqz" not in response.content
    assert mail_named(name) is None


def test_production_refuses_to_keep_mail_in_a_folder(settings):
    call_command("check")
    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(SystemCheckError, match=r"notifications\.E001"):
        call_command("check")
    settings.MAIL_FOLDER = ""
    call_command("check")
