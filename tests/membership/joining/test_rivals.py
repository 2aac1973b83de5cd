"""However many post the right code at the same instant, there is one account for an address and one company."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from .rivals import RIVALS

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(real_database: str) -> dict[str, Any]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.mailer_settings",
        "DATABASE_URL": real_database,
    }
    command = [sys.executable, "-m", "tests.membership.joining.rivals"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_one_of_many_opens_the_account_and_the_others_are_told_that_it_is_open(told: dict[str, Any]) -> None:
    one_of_many = ["in"] + ["opened already"] * (RIVALS - 1)
    for kind in ("tabs", "sign-ups"):
        assert told[kind] == {
            "told": one_of_many,
            "people": 1,
            "companies": [f"Tide ({kind}.example)"],
            "representatives": 1,
        }
    assert told["colleagues"] == {
        "told": ["in"] * RIVALS,
        "people": RIVALS,
        "companies": ["Tide (colleagues.example)"],
        "representatives": 1,
    }
