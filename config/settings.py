"""Settings from environment variables (`.env.example` lists them all); a missing one fails loudly with a hint."""

from datetime import date
from pathlib import Path
from typing import Any

import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

env = environs.Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def required(name: str, hint: str) -> str:
    """The variable's value, or `ImproperlyConfigured` that says what to set it to."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {hint} See .env.example; `make run` sets everything by itself.")
    return value


def years(name: str, default: int) -> int:
    """A retention period in whole years; 0 or nothing keeps for ever."""
    text = env.str(name, str(default)).strip() or "0"
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"Set {name} to a number of whole years, or to 0 for no limit.")
    return int(text)


# --- What kind of installation this is ---------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
DEMO_MODE = env.bool("DEMO_MODE", False)
# The domain's "today" in demo mode (core.clock), so that the demo data stays alive. Ignored outside demo mode.
DEMO_TODAY: date | None = env.date("DEMO_TODAY", date(2023, 3, 31)) if DEMO_MODE else None

SITE_NAME = env.str("SITE_NAME", "Medspil")
SITE_OWNER = env.str("SITE_OWNER", "Kultur- og Fritidsforvaltningen")
SITE_OWNER_SHORT = env.str("SITE_OWNER_SHORT", "KFF")
SITE_MUNICIPALITY = env.str("SITE_MUNICIPALITY", "Københavns Kommune")
SITE_CONTACT_EMAIL = env.str("SITE_CONTACT_EMAIL", "medspil@example.org")
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")

SECRET_KEY = required("SECRET_KEY", "a long random text, kept secret.")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- Applications, from the lowest layer to the highest -----------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "core",
    "accounts",
    "workflow",
    "associations",
    "documents",
    "journal",
    "handovers",
    "collaborations",
    "partnerships",
    "actionplans",
    "enquiries",
    "reporting",
    "reminders",
    "imports",
    "privacy",
    "overview",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.SignInAwayMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "fds"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("fds",)
CRISPY_FAIL_SILENTLY = False
DJANGO_TABLES2_TEMPLATE = "django_tables2/fds.html"

# --- PostgreSQL and Valkey/Redis ------------------------------------------------------------------------------------
required("DATABASE_URL", "postgres://user:password@host/database.")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
# The folder of pg_dump, pg_restore and psql for `manage.py backup` and `restore`; empty: found on PATH.
PG_BIN = env.str("PG_BIN", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL", "redis://host:6379/0.")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- Celery: the database holds a job's truth, so nothing is kept in a result backend ------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# "Start" must answer at once when the broker is away: the row stays queued and beat sends it later. Without
# `max_retries` a refused connection is tried for 6 s; workers and beat reconnect by rules of their own.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
# WeasyPrint's memory has grown over many documents in the past, so worker processes are renewed.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kB
CELERY_TIMEZONE = "Europe/Copenhagen"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Each key is the name under which `core.jobs.scheduled_job` records the job's last run for the health page.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "core.tasks.heartbeat", "schedule": 10.0},
    "accounts-send-again": {"task": "accounts.tasks.send_again", "schedule": 60.0},
    "associations-send-again": {"task": "associations.tasks.send_again", "schedule": 60.0},
    "actionplans-send-again": {"task": "actionplans.tasks.send_again", "schedule": 60.0},
    "actionplans-close-ended": {"task": "actionplans.tasks.close_ended", "schedule": 86_400.0},
    "enquiries-send-again": {"task": "enquiries.tasks.send_again", "schedule": 60.0},
    "reminders-remind": {"task": "reminders.tasks.remind", "schedule": 3_600.0},
    "reminders-send-again": {"task": "reminders.tasks.send_again", "schedule": 60.0},
    "imports-send-again": {"task": "imports.tasks.send_again", "schedule": 10.0},
    "reporting-send-again": {"task": "reporting.tasks.send_again", "schedule": 5.0},
    "reporting-look-again": {"task": "reporting.tasks.look_again", "schedule": 30.0},
    "reporting-sweep": {"task": "reporting.tasks.sweep", "schedule": 3_600.0},
    "documents-sweep": {"task": "documents.tasks.sweep", "schedule": 3_600.0},
    "privacy-retention": {"task": "privacy.tasks.propose_retention", "schedule": 86_400.0},
    "imports-forget-files": {"task": "imports.tasks.forget_files", "schedule": 86_400.0},
}

# --- Sign-in ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:front-page"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.user_display"
# Accounts are made by staff or by the import, never by the visitor; a reset link proves the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Per address of the network and per e-mail address; a limit that is reached shows templates/429.html or a form error.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "invitation": "30/m/ip",
    "change_email": "20/m/ip,5/h/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.LogInForm",
    "reset_password": "accounts.forms.PasswordForgottenForm",
    "reset_password_from_key": "accounts.forms.PasswordChooseForm",
    "change_password": "accounts.forms.PasswordChangeForm",
}
ACCOUNT_SESSION_REMEMBER = False
# How long the links in invitations and in confirmations of a new address work, in whole days.
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
EMAIL_CHANGE_DAYS = env.int("EMAIL_CHANGE_DAYS", 3)

# --- Language and formats: Danish only, written where it stands ------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Private: no URL serves this folder; views do, after a permission check.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Retention: years before deleting a kind of record is proposed (core.registry.retentions); 0 keeps for ever -----
PERSON_RETENTION_YEARS = years("PERSON_RETENTION_YEARS", 5)
DOCUMENT_RETENTION_YEARS = years("DOCUMENT_RETENTION_YEARS", 10)
JOURNAL_RETENTION_YEARS = years("JOURNAL_RETENTION_YEARS", 5)
HANDOVER_RETENTION_YEARS = years("HANDOVER_RETENTION_YEARS", 5)
INVITATION_RETENTION_YEARS = years("INVITATION_RETENTION_YEARS", 2)
PLAN_RETENTION_YEARS = years("PLAN_RETENTION_YEARS", 10)
ENQUIRY_RETENTION_YEARS = years("ENQUIRY_RETENTION_YEARS", 5)
REMINDER_RETENTION_YEARS = years("REMINDER_RETENTION_YEARS", 3)
REPORT_RETENTION_YEARS = years("REPORT_RETENTION_YEARS", 10)
RUN_RETENTION_YEARS = years("RUN_RETENTION_YEARS", 3)
IMPORT_RETENTION_YEARS = years("IMPORT_RETENTION_YEARS", 2)
AUDIT_RETENTION_YEARS = years("AUDIT_RETENTION_YEARS", 10)
READ_RETENTION_YEARS = years("READ_RETENTION_YEARS", 2)
# The daily job only proposes, unless this says that it carries out as well.
RETENTION_CARRY_OUT = env.bool("RETENTION_CARRY_OUT", False)

# --- The authority's own statements: on /was and /privatliv -----------------------------------------------------------
ACCESSIBILITY_STATEMENT_URL = env.str("ACCESSIBILITY_STATEMENT_URL", "")
ACCESSIBILITY_ASSESSED_ON: date | None = (
    env.date("ACCESSIBILITY_ASSESSED_ON") if env.str("ACCESSIBILITY_ASSESSED_ON", "") else None
)
ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", "") or SITE_CONTACT_EMAIL
DATA_CONTROLLER = env.str("DATA_CONTROLLER", "") or f"{SITE_OWNER}, {SITE_MUNICIPALITY}"
DPO_CONTACT = env.str("DPO_CONTACT", "")
PRIVACY_LEGAL_BASIS = env.str("PRIVACY_LEGAL_BASIS", "") or (
    "Databeskyttelsesforordningens artikel 6, stk. 1, litra e: kommunens opgaver efter folkeoplysningsloven, "
    "her støtte til foreninger og opfølgning på, hvordan den bruges."
)

# --- E-mail ----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Medspil <medspil@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
for _name, _value in env.dj_email_url("EMAIL_URL", "filemail:").items() if env.str("EMAIL_URL", "") else ():
    globals()[_name] = _value
if not env.str("EMAIL_URL", ""):
    # Without a mail server the messages lie as files where an operator can read them.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(BASE_DIR / "var" / "mail")

# --- Security --------------------------------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", not (DEBUG or DEMO_MODE))
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Rate limits count visitors by their own address, not by the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views_errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Logging: to the terminal, one line per record --------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}},
}
