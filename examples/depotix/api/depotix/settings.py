"""All that differs between hosts comes from the environment; compose.yml hands it in from .env."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

BASE_DIR = Path(__file__).resolve().parent.parent


def words(name):
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def database(url):
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        # Each worker keeps its connection: three per container.
        "CONN_MAX_AGE": None,
        "OPTIONS": {"connect_timeout": 5, "application_name": "depotix-api"},
    }


SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
ALLOWED_HOSTS = words("DJANGO_ALLOWED_HOSTS")
CORS_ALLOWED_ORIGINS = words("CORS_ALLOWED_ORIGINS")
DATABASES = {"default": database(os.environ["DATABASE_URL"])}
DEBUG = False
ROOT_URLCONF = "depotix.urls"
INSTALLED_APPS = ["depotix"]
MIDDLEWARE = ["depotix.middleware.version", "depotix.middleware.cors"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    # Django's own handlers would print an error a second time (or mail it).
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
