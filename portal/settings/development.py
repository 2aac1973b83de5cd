"""The portal on one's own machine: SQLite, mail in a folder, demonstration accounts allowed.

It shows what readers will see, its own 404 page too; `DEBUG=1 make run` shows Django's debug pages instead.
"""

from .base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-and-worth-nothing-anywhere-else")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMONSTRATION_ALLOWED = True
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)  # demonstration accounts have none

VAR_DIR.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if not env.str("EMAIL_URL", default=""):
    MAIL_TRANSPORT = "notifications.development.FolderBackend"
    MAIL_FOLDER = VAR_DIR / "mail"
