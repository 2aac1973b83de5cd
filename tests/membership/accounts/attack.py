"""A process with a database of its own, in which four others guess passwords and codes, each time from another client.

python -m tests.membership.accounts.attack GUESSES

DATABASE_URL says where. Half of the guesses are at somebody's password, half at the codes of somebody whose password is
known. Each guesser tries the right one in the end. Prints as JSON how guesses were answered, and how the owners fared.
"""

import json
import os
import sys
from collections import Counter
from datetime import timedelta

import django

PROCESSES = 4
WRONG, REFUSED, IN = "wrong", "refused", "in"


def main() -> None:
    django.setup()
    from tests import factories

    guesses = int(sys.argv[1]) // 2 // PROCESSES
    victim, careless = factories.member(), factories.member()
    secret = _app_of(careless)
    children = [_forked(number, guesses, victim.email, careless.email, secret) for number in range(PROCESSES)]
    answers: dict[str, Counter] = {"password": Counter(), "code": Counter()}
    for child, pipe in children:
        with os.fdopen(pipe) as told:
            for kind, counts in json.loads(told.read()).items():
                answers[kind].update(counts)
        os.waitpid(child, 0)
    sys.stdout.write(json.dumps({"answers": answers} | _afterwards(victim, careless, secret)))


def _app_of(person) -> str:
    from tests.membership.accounts.desk import give_app

    return give_app(person)


def _forked(number, guesses, victim, careless, secret) -> tuple[int, int]:
    """What is open in one process must not be used in another."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        told = {
            "password": _guess_passwords(number, guesses, victim),
            "code": _guess_codes(number, guesses, careless, secret),
        }
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    except BaseException as failure:
        sys.stderr.write(f"{type(failure).__name__}: {failure}\n")
        os._exit(1)


def _client_address(number, guess) -> str:
    return f"10.{number}.{guess // 250}.{guess % 250 + 1}"


def _guess_passwords(number, guesses, email) -> Counter:
    from django.test import Client

    from tests import factories
    from tests.membership.accounts.desk import sign_in

    answers: Counter[str] = Counter()
    for guess in range(guesses):
        password = factories.PASSWORD if guess == guesses - 1 else f"guess {number} {guess}"
        response = sign_in(Client(REMOTE_ADDR=_client_address(number, guess)), email, password)
        answers[_answer(response)] += 1
    return answers


def _guess_codes(number, guesses, email, secret) -> Counter:
    from django.test import Client

    from tests.membership.accounts.desk import code_of, enter_code, sign_in

    client = Client()
    assert sign_in(client, email, REMOTE_ADDR=_client_address(number + 100, 0)).status_code == 302
    answers: Counter[str] = Counter()
    for guess in range(guesses):
        code = code_of(secret) if guess == guesses - 1 else f"guess {guess}"
        answers[_answer(enter_code(client, code, REMOTE_ADDR=_client_address(number + 100, guess)))] += 1
    return answers


def _answer(response) -> str:
    if response.status_code == 302:
        return IN
    body = response.content.decode()
    return REFUSED if "Too many failed attempts" in body else WRONG if "not correct" in body else "something else"


def _afterwards(victim, careless, secret) -> dict[str, object]:
    """Who was told, and whether each owner gets in: by a new password, and when the window has ended."""
    from django.db.models import F
    from django.test import Client

    from membership.accounts.models import GuessCount
    from notifications.letters import compose
    from notifications.outbox import OutboxMail
    from tests.membership.accounts.desk import code_of, enter_code, is_signed_in, sign_in

    told = Counter(
        f"{mail.context['kind']} {mail.person_id}" for mail in OutboxMail.objects.filter(message__contains="guessed")
    )
    subjects = [compose(mail).subject for mail in OutboxMail.objects.filter(message__contains="guessed").order_by("pk")]

    by_reset = Client(REMOTE_ADDR="10.200.0.1")
    by_reset.post("/accounts/password/reset/", {"email": careless.email})
    link = compose(OutboxMail.objects.latest("pk")).text.split("http://localhost:8000")[1].split()[0]
    form = by_reset.get(link, follow=True)
    new = {"password1": "a-long-walk-home", "password2": "a-long-walk-home"}
    by_reset.post(form.redirect_chain[-1][0], new)
    before_code = is_signed_in(by_reset)
    answered = enter_code(by_reset, code_of(secret))

    at_once, later = Client(REMOTE_ADDR="10.200.0.2"), Client(REMOTE_ADDR="10.200.0.3")
    sign_in(at_once, victim.email)
    GuessCount.objects.update(since=F("since") - timedelta(hours=1, seconds=1))
    sign_in(later, victim.email)
    return {
        "told": {
            f"password {victim.pk}": told.pop(f"password {victim.pk}", 0),
            f"code {careless.pk}": told.pop(f"code {careless.pk}", 0),
        },
        "told others": sum(told.values()),
        "subjects": subjects,
        "in by reset before code": before_code,
        "in by reset": is_signed_in(by_reset) or _answer(answered),
        "in at once": is_signed_in(at_once),
        "in when the window has ended": is_signed_in(later),
    }


if __name__ == "__main__":
    main()
