"""Settings of `make bench-pages` alone: server time in a header, and Django's admin as a yardstick for the list."""

from config.settings import *  # noqa: F403 — a settings module extends the other by design

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
MIDDLEWARE = ["dev.bench.timing.ServerTimingMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "dev.bench.urls"
