"""The portal in earnest. It refuses to start while something that it cannot do without is missing."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

DEBUG = False
DEMONSTRATION_ALLOWED = False


def _required(name: str, what: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"The portal cannot start in production without {name}: {what}.")
    return value


SECRET_KEY = _required("SECRET_KEY", "a long random text that signs sessions (50 characters or more)")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only"):
    raise ImproperlyConfigured(
        "The portal cannot start in production with this SECRET_KEY: use 50 random characters or more."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # former ones: they still open what they closed
ALLOWED_HOSTS = [
    host.strip() for host in _required("ALLOWED_HOSTS", "the portal's host names, separated by commas").split(",")
]
_required("EMAIL_URL", "the mail server, as in smtp+tls://user:password@mail.example.org:587")
BASE_URL = WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# How many proxies of our own add to X-Forwarded-For: the throttles of sign-in count by the address before them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True

if env.str("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "default_acl": "private",
            "querystring_auth": False,  # no signed links: whoever has one gets past the rule of visibility
            "file_overwrite": False,
        },
    }
