"""In earnest, the portal does not start with something missing, and says what."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GOOD = {"SECRET_KEY": "x7" * 30, "ALLOWED_HOSTS": "portal.example", "EMAIL_URL": "smtp://mail.example"}


def start(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *(arguments or ("manage.py", "check"))],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "VAR_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ALLOWED_HOSTS": "portal.example"}, "without SECRET_KEY"),
        ({"SECRET_KEY": "x7" * 30}, "without ALLOWED_HOSTS"),
        ({"SECRET_KEY": "x7" * 30, "ALLOWED_HOSTS": "portal.example"}, "without EMAIL_URL"),
        ({"SECRET_KEY": "short", "ALLOWED_HOSTS": "portal.example"}, "with this SECRET_KEY"),
    ],
)
def test_it_says_what_is_missing(tmp_path, environment, sentence):
    tried = start(tmp_path, **environment)
    assert tried.returncode != 0
    assert f"The portal cannot start in production {sentence}" in tried.stderr


def test_demonstration_accounts_keep_it_from_starting(tmp_path):
    assert start(tmp_path, "manage.py", "migrate", "-v0", **GOOD).returncode == 0
    serve = ("-c", "import portal.wsgi")
    assert start(tmp_path, *serve, **GOOD).returncode == 0
    loaded = start(tmp_path, "manage.py", "load_demo", **GOOD)
    assert loaded.returncode != 0
    assert "never loaded in production" in loaded.stderr
    made = start(
        tmp_path,
        "manage.py",
        "createsuperuser",
        "--noinput",
        "--email",
        "admin@demo.example",
        DJANGO_SUPERUSER_PASSWORD="of-no-worth-here",
        **GOOD,
    )
    assert made.returncode == 0, made.stderr
    refused = start(tmp_path, *serve, **GOOD)
    assert refused.returncode != 0
    assert "demonstration accounts in its database" in refused.stderr
    assert start(tmp_path, "manage.py", "check", "--database", "default", **GOOD).returncode != 0
