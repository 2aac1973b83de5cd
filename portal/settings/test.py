"""The tests: a database in memory, cheap password hashes, nothing on disk that outlives a run."""

import atexit
import shutil
import tempfile

from .base import *

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105  not a secret: tests sign nothing that leaves the process
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMONSTRATION_ALLOWED = True
SECOND_FACTOR_REQUIRED = False  # switched on where that is what a test is about

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"].pop("init_command")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="portal-test-files-"))
MAIL_FOLDER = Path(tempfile.mkdtemp(prefix="portal-test-mail-"))
for folder in (MEDIA_ROOT, MAIL_FOLDER):
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # nothing is collected into a folder
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING["root"]["level"] = "WARNING"
TEST_NON_SERIALIZED_APPS = ["audit"]  # what is written back would change its rows, which the database refuses
