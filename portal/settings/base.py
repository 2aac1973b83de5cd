"""What development, production and the tests have in common. Secrets and addresses come from the environment."""

import zoneinfo
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

PORTAL_NAME = env.str("PORTAL_NAME", default="Alliance portal")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="membership@alliance.example")
BASE_URL = env.str("BASE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    # Our rooms stand first, so that their templates win over the libraries' own.
    "portal",
    "pathways",
    "workinggroups",
    "events",
    "membership",
    "shelf",
    "newsletter",
    "notifications",
    "search",
    "content",
    "visibility",
    "audit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_q",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "membership.users_app.PeopleAdminConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "membership.accounts.sessions.LastSeenMiddleware",
    "membership.accounts.second_factor.SecondFactorMiddleware",
    "portal.security.PrivateByDefaultMiddleware",
    "content.middleware.KnownPagesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.chrome",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets, too, take their templates from templates/

# --- Database -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
# Opening a connection costs more than most questions do, and the worker asks every second.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at the start of a transaction: deferred ones fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache counts sign-in attempts, so every web process must see the same one: never local memory.
# It keeps many entries: who could fill it could make it forget their wrong passwords.
CACHES = {"default": env.cache("CACHE_URL", default="dbcache://portal_cache?max_entries=100000")}

# --- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "membership.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "membership.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # otherwise anybody could have us write to anybody
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # somebody guesses the password, so the owner could not sign in with the new one
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds; also after signing in
ACCOUNT_FORMS = {
    "change_password": "membership.accounts.forms.CountedChangePasswordForm",
    "reset_password": "membership.accounts.forms.NeutralResetForm",
}
# Beside allauth's own. A client of the newsletter may be a whole office behind one address.
# What all clients together may guess at one account is counted in `membership.accounts.guesses`.
ACCOUNT_RATE_LIMITS = {
    "newsletter_client": "20/h/ip,60/d/ip",
    "newsletter_address": "3/h/key,5/d/key",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip",
    "reset_address": "5/h/key",
    "change_address": "5/h/user",
    "address_code": "3/h/key",
    "sign_up_client": "20/h/ip,60/d/ip",
    "sign_up_address": "3/h/key,6/d/key",
    "sign_up_code": "60/h/ip,200/d/ip",
    "join_request": "5/d/user",
    "group_request": "10/h/user,20/d/user",
    "group_invitation": "30/h/user,100/d/user",
    "invitation_address": "3/h/key,6/d/key",
    "invitation_organisation": "300/d/key",
    "invitation_list": "10/h/key,20/d/key",
}
# Who may open an account without an invitation: "open", everyone with a work address; "review", they too, and a new
# company sees Pathways once staff have accepted it; "closed", nobody.
PATHWAYS_ENROLMENT = env.str("PATHWAYS_ENROLMENT", default="open")

# People in the roles of `membership.accounts.second_factor` get nowhere without one.
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "membership.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_FORMS = {
    "authenticate": "membership.accounts.factors.CountedAuthenticateForm",
    "reauthenticate": "membership.accounts.factors.CountedReauthenticateForm",
    "add_webauthn": "membership.accounts.factors.PasskeyForm",
    "login_webauthn": "membership.accounts.factors.PasskeySignInForm",
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = PORTAL_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would send a hash of each editor's address to a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords and addresses change under /accounts/, where throttles stand
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.publishing.publish_approved"
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_APPEND_SLASH = True
# Those that browsers know too: the system's list also has "localtime" and "Factory".
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)]
WAGTAILIMAGES_IMAGE_MODEL = "content.PrivateImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.upload_forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "content.PrivateDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "pptx", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DOCUMENT_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}  # editors' choosers only

# --- Search ---------------------------------------------------------------------------------------------------------

SEARCH_ASK_URL = "/questions/new/"  # where whoever finds nothing can ask people; it gets `?question=`

# --- Search ---------------------------------------------------------------------------------------------------------

# Without a URL the database searches. With one, Elasticsearch does, and the database whenever that does not answer.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")  # https://user:password@host:9200
ELASTICSEARCH_CA_FILE = env.str("ELASTICSEARCH_CA_FILE", default="")  # of an authority that browsers do not know
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="portal-entries")  # how the names of its indices begin
ELASTICSEARCH_REPLICAS = env.str("ELASTICSEARCH_REPLICAS", default="0-1")  # as many as there are nodes for
ELASTICSEARCH_TIMEOUT = env.str("ELASTICSEARCH_TIMEOUT", default="0.8")  # seconds that a search waits for it

# --- Background work ------------------------------------------------------------------------------------------------

Q_CLUSTER = {
    "name": "portal",
    "orm": "default",
    "workers": 1,
    "poll": 1,
    "guard_cycle": 3,  # seconds between looks at the workers; divides `timeout` and 3, or it ends none that hangs
    "timeout": 60,
    "retry": 120,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "save_limit": -1,  # what went well is known from the jobs themselves
    "label": "Background work",
}
# Whoever runs a job has it for so long: more than `timeout`, which ends whoever takes longer.
JOB_LEASE = timedelta(seconds=env.int("JOB_LEASE_SECONDS", default=90))

# --- Audit log ------------------------------------------------------------------------------------------------------

AUDIT_KEEP_DAYS = env.int("AUDIT_KEEP_DAYS", default=730)

# --- Files and static files -----------------------------------------------------------------------------------------

# Uploaded files lie here and leave only through views that ask the rule of visibility. There is no MEDIA_URL route.
MEDIA_ROOT = Path(env.str("FILES_DIR", default=str(VAR_DIR / "files")))
MEDIA_URL = "/files-are-served-by-views-only/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page with many blocks posts one field for each

# --- Mail -----------------------------------------------------------------------------------------------------------

# Whatever sends mail writes it into the outbox. The worker hands it to the server that EMAIL_URL names.
_server = env.email("EMAIL_URL", default="consolemail://")
MAIL_TRANSPORT = _server.pop("EMAIL_BACKEND")
vars().update(_server)
EMAIL_BACKEND = "notifications.backends.OutboxBackend"
EMAIL_TIMEOUT = 10  # seconds for each answer of the server; a mail takes five of them, and has to end before its lease
MAIL_LEASE = timedelta(seconds=env.int("MAIL_LEASE_SECONDS", default=120))
MAIL_KEEP_DAYS = env.int("MAIL_KEEP_DAYS", default=90)  # rows of mails that were sent; they hold no texts
MAIL_FOLDER: str | Path = ""  # where mail lies in development, instead of being sent
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=CONTACT_EMAIL)

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- Security -------------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame of its own site
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads the token from the cookie
CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# --- Logging: what happened, never to whom --------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Wagtail names the page that it publishes, and its tasks come by the dozen for every save.
    # The client of Elasticsearch has a line for every search; what fails is said by the search itself.
    # django-q2 has four for every job, ten times a minute; what fails is said by the jobs themselves.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},
    },
}
# W019 wants every frame refused; the editors' preview is a frame of our own site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
