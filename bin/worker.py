"""Run the cluster that does the background work and, where there is an Elasticsearch, what keeps it in step; stop both.

Whoever starts us may end us by a signal to our whole process group, as honcho does. django-q2 1.11 then loses the
guard process that should stop the others, and hangs. So each gets a group of its own, and only its head is told.
If one ends by itself, the other is stopped too: whoever started us sees that, and starts us again.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from types import FrameType

SECONDS_TO_STOP = 4  # honcho kills after 5; a job that is cut off is done again by the next start
SECONDS_BETWEEN_LOOKS = 0.2


def commands() -> list[str]:
    return ["qcluster", "search_follow"] if os.environ.get("ELASTICSEARCH_URL") else ["qcluster"]


def started(command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", command], start_new_session=True)  # noqa: S603  our own


def main() -> int:
    def stop(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.extend(map(started, commands()))
        while all(child.poll() is None for child in children):
            time.sleep(SECONDS_BETWEEN_LOOKS)
        ended_by_themselves = [child.returncode for child in children if child.poll() is not None]
        code = next((code for code in ended_by_themselves if code), 1)
    except KeyboardInterrupt:
        code = 0
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end(children)
    return abs(code)


def end(children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):  # the usual case: it has stopped, and its group is gone
            os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
