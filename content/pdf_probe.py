"""Opens the PDF on its standard input, and says by its exit code what came of it. Run in a process of its own.

A table of contents made with ill will keeps the parser busy for a minute and more, so this process is bounded.
Nothing of the portal is imported here.
"""

import logging
import resource
import sys

READABLE, DAMAGED, PROTECTED = 0, 3, 4
SECONDS = 15
MEMORY = 700 * 1024 * 1024  # bytes


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(sys.stdin.buffer)
        if "/Encrypt" in reader.trailer:
            return PROTECTED
        is_whole = "/Pages" in reader.root_object
    except DependencyError:  # ciphers are not installed, and only a protected file asks for them
        return PROTECTED
    except Exception:  # the parser raises whatever it trips over
        return DAMAGED
    return READABLE if is_whole else DAMAGED


if __name__ == "__main__":
    sys.exit(main())
