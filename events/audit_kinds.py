"""How the audit log names what this room exports. An event is a page, and named as one."""

from audit.kinds import Kind, register_kind

ROSTER = "event-roster"


def register() -> None:
    register_kind(ROSTER, Kind("Event roster", "the roster of an event"))
