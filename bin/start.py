"""Start what the Procfile names, through honcho, until Ctrl-C or until the terminal is closed. Usage: start.py PORT"""

import os
import signal
import sys
from types import FrameType

from honcho.command import main

STOPPED_BY_A_PERSON = {128 + signal.SIGINT, 128 + signal.SIGTERM}


def stop_without_terminal(signum: int, frame: FrameType | None) -> None:
    """Honcho knows nothing of SIGHUP: it would die, and leave web and worker running and the port taken."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    signal.signal(signal.SIGHUP, stop_without_terminal)
    try:
        main(["start", "--port", sys.argv[1]])
    except SystemExit as end:
        sys.exit(0 if end.code in STOPPED_BY_A_PERSON else end.code)
