"""Run the cluster that does the background work, and stop it in the one way that it takes well.

Whoever starts us may end us by a signal to our whole process group, as honcho does. django-q2 1.11 then loses the
guard process that should stop the others, and hangs. So it gets a group of its own, and only its head is told.
"""

import contextlib
import os
import signal
import subprocess
import sys
from types import FrameType

SECONDS_TO_STOP = 4  # honcho kills after 5; a job that is cut off is done again by the next start


def main() -> int:
    cluster = subprocess.Popen([sys.executable, "manage.py", "qcluster"], start_new_session=True)

    def stop(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        return cluster.wait()
    except KeyboardInterrupt:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    cluster.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        cluster.wait(timeout=SECONDS_TO_STOP)
    with contextlib.suppress(ProcessLookupError):  # the usual case: it has stopped, and nothing is left of its group
        os.killpg(cluster.pid, signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
