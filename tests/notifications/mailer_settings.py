"""The portal of the processes that tests kill: short leases and a short patience, so that recovery takes no minutes."""

from portal.settings.development import *

EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=1.0)
JOB_LEASE = MAIL_LEASE = timedelta(seconds=env.float("MAIL_LEASE_SECONDS", default=0.5))
LOGGING["root"]["level"] = "ERROR"
LOGGING["loggers"]["notifications"] = {"level": "CRITICAL"}  # it says what the server did, a thousand times
