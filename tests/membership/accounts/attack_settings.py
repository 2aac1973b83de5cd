"""The portal of processes that guess: password hashes are cheap and pages have no frame, so that guesses are quick."""

from pathlib import Path

from portal.settings.development import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver"]
LOGGING["root"]["level"] = "ERROR"
TEMPLATES[0]["DIRS"] = [Path(__file__).with_name("attack_templates"), *TEMPLATES[0]["DIRS"]]
