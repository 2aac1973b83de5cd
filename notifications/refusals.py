"""What mail servers mean when they refuse: that there is no such mailbox, or anything else.

Only the first says something about the address. A full mailbox, a spam filter, a quota or a wrong password of ours say
nothing about it, and nobody's sign-in codes may be kept back for that.
"""

import re

# RFC 3463 and the registry that it began: bad mailbox, bad system, bad syntax, moved, null MX (RFC 7505), disabled.
NO_SUCH_MAILBOX = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
CODES_WITHOUT_STATUS = frozenset({550, 551, 553})  # RFC 5321, where no enhanced status follows
STATUS = re.compile(r"\s*(\d\.\d{1,3}\.\d{1,3})\b")


def is_dead(code: int, said: str) -> bool:
    """Whether an answer to the address of a mail means that there is no such mailbox."""
    status = STATUS.match(said)
    return status[1] in NO_SUCH_MAILBOX if status else code in CODES_WITHOUT_STATUS


def is_dead_by_status(status: str) -> bool:
    """The same for the status of a report."""
    return status in NO_SUCH_MAILBOX
