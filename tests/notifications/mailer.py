"""A process with a database of its own, in which workers do all that notices and mail need, and are killed by SIGKILL.

python -m tests.notifications.mailer kill KILLS SEED   forks workers, kills each at a random instant, starts the next
python -m tests.notifications.mailer share WORKERS     lets several work on the same mails at once
python -m tests.notifications.mailer write PAGES       leaves mails in the outbox, for the portal's own worker

DATABASE_URL says where, EMAIL_URL to which mail server. Prints as JSON what should have arrived, and what was left.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random

import django

PEOPLE = 25
MAILS_TO_SHARE = 300
KILLS_FOR_A_PAGE = 12
LONGEST_LIFE = 0.25  # seconds: of a worker that will be killed
SECONDS_TO_FINISH = 120


def main() -> None:
    django.setup()
    from notifications import sending

    sending.FIRST_PAUSE, sending.LONGEST_PAUSE, sending.TRIES = timedelta(seconds=0.05), timedelta(seconds=0.2), 1000
    publish = _furnish()
    if sys.argv[1] == "kill":
        told = killed(publish, kills=int(sys.argv[2]), random=Random(int(sys.argv[3])))
    elif sys.argv[1] == "share":
        told = shared(publish, workers=int(sys.argv[2]))
    else:
        told = written(publish, pages=int(sys.argv[2]))
    print(json.dumps(told | left()))  # noqa: T201  its answer to the test


def _furnish() -> Callable[[int], None]:
    """A group of people who want mail at once. Returns what publishes a page for all of them."""
    from notifications.preferences import Frequency, Subject, choose
    from portal.establish import establish
    from tests import factories
    from tests.notifications.portal import furnished, publish

    establish()
    group = factories.working_group("Hashing")
    page = furnished(group)
    for _ in range(PEOPLE):
        choose(person=factories.member_of(group), choices={Subject.GROUPS: Frequency.AT_ONCE})
    page.refresh_from_db()

    def publish_page(number: int) -> None:
        publish(below=page, title=f"Page {number}", slug=f"page-{number}")

    return publish_page


def work() -> None:
    """What the worker does, again and again, until there is nothing left."""
    from notifications.announcements import spread_announcements, unspread
    from notifications.mailing import settle_notices, unsettled
    from notifications.outbox import waiting_mails
    from notifications.sending import ServerDoesNotAnswer, send_waiting_mails

    while unspread().count or unsettled().count or waiting_mails().exists():
        spread_announcements()
        settle_notices()
        try:
            send_waiting_mails(seconds=1)
        except ServerDoesNotAnswer:
            continue


def forked() -> int:
    """A worker. It shares nothing with us: what is open in one process must not be used in another."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException as failure:
        sys.stderr.write(f"{type(failure).__name__}: {failure}\n")
        os._exit(1)


def ended(child: int, *, within: float) -> int | None:
    """The exit code, or None while it runs."""
    until = time.monotonic() + within
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            return None
        time.sleep(0.001)


def killed(publish: Callable[[int], None], *, kills: int, random: Random) -> dict[str, int]:
    """There is always something to do: a page is published for every few workers that are killed."""
    done = pages = failures = 0
    while done < kills:
        if pages * KILLS_FOR_A_PAGE <= done:
            publish(pages := pages + 1)
        child = forked()
        code = ended(child, within=random.uniform(0.0, LONGEST_LIFE))
        if code is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            done += 1
        failures += code not in {None, 0}
    began = time.monotonic()
    failures += ended(forked(), within=SECONDS_TO_FINISH) != 0
    return {"kills": done, "pages": pages, "failures": failures, "seconds_to_finish": round(time.monotonic() - began)}


def shared(publish: Callable[[int], None], *, workers: int) -> dict[str, int]:
    pages = MAILS_TO_SHARE // PEOPLE
    for number in range(pages):
        publish(number)
    children = [forked() for _ in range(workers)]
    failures = sum(ended(child, within=SECONDS_TO_FINISH) != 0 for child in children)
    return {"kills": 0, "pages": pages, "failures": failures}


def written(publish: Callable[[int], None], *, pages: int) -> dict[str, int]:
    from notifications.announcements import spread_announcements
    from notifications.mailing import settle_notices

    for number in range(pages):
        publish(number)
    spread_announcements()
    settle_notices()
    return {"pages": pages}


def left() -> dict[str, object]:
    """Every notice with the Message-ID of its mail; and what is not done."""
    from notifications.announcements import Notice
    from notifications.outbox import OutboxMail, waiting_mails

    notices = Notice.objects.values_list("code", "person__email", "mail__message_id")
    return {
        "people": PEOPLE,
        "expected": [[str(code), *rest] for code, *rest in notices],
        "waiting": waiting_mails().count(),
        "troubles": sorted(set(OutboxMail.objects.values_list("trouble", flat=True))),
        "unsent": OutboxMail.objects.filter(sent_at=None).count(),
        "mails": OutboxMail.objects.count(),
    }


if __name__ == "__main__":
    main()
