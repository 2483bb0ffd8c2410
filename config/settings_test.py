"""Settings for the test suite: the real services, cheap passwords, mail kept in memory."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")  # no secret is guarded here
# Under xdist each worker has its own Valkey database, as pytest-django gives it its own PostgreSQL database.
_server, _, _ = os.environ.get("REDIS_URL", "").rpartition("/")
if _server:
    os.environ["REDIS_URL"] = f"{_server}/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw')}"

from config.settings import *  # noqa: E402, F403 — a settings module extends the other by design

DEBUG = False
DEMO_MODE = False
DEMO_TODAY = None
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Otherwise every test client lists all static files anew.
WHITENOISE_AUTOREFRESH = True
