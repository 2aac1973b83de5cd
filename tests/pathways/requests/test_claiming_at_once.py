"""Experts claim at the same instant: one gets it, and the others are told. On SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys

import pytest

EXPERTS, ROUNDS = 4, 5


@pytest.mark.django_db
def test_of_several_who_claim_at_once_one_gets_it_and_the_others_are_told(real_database: str):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.mailer_settings",
        "DATABASE_URL": real_database,
    }
    command = [sys.executable, "-m", "tests.pathways.requests.claimer", str(EXPERTS), str(ROUNDS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    expected = {
        "told": ["claimed", *["just taken"] * (EXPERTS - 1)],
        "owner_is_winner": True,
        "claims": 1,
        "state": "assigned",
    }
    assert json.loads(done.stdout) == [expected] * ROUNDS
