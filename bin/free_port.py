"""Say in a sentence that a port cannot be used, before anything is started on it. Usage: free_port.py PORT"""

import socket
import sys


def why_not(port: str) -> str | None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT is {port!r}, and should be a number between 1 and 65535, as in: PORT=8123 make run"
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", int(port)))
        except OSError as error:
            return f"Port {port} cannot be used ({error.strerror}). Try another one: PORT=8123 make run"
    return None


if __name__ == "__main__":
    sys.exit(why_not(sys.argv[1]))
