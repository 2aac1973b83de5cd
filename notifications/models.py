"""What is still to be done, to be sent and to be told. Everything that happens later stands here first, as a row."""

from .addresses import UndeliverableAddress
from .announcements import Announcement, Notice
from .job_states import JobState
from .outbox import OutboxMail
from .preferences import Preference

__all__ = ["Announcement", "JobState", "Notice", "OutboxMail", "Preference", "UndeliverableAddress"]
