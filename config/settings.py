"""The one settings file, read top to bottom. Every environment variable is named in .env.example."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where state lives ---------------------------------------------------------------------------------
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
try:
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    raise SystemExit(f"VAR_DIR={str(VAR_DIR)!r} cannot be used ({error.strerror}): write a folder of yours.") from None
MEDIA_ROOT = VAR_DIR / "pictures"  # private: no URL leads there, views check the owner
MODELS_DIR = VAR_DIR / "models"  # published here; what ships with the project is in ml/models

# --- web -----------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret_key")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000, 1, 65535)
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), "localhost", "127.0.0.1", "[::1]"]  # by these, probes ask
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
BEHIND_TLS = env.flag("BEHIND_TLS", default=False)
WEB_WORKERS = env.integer("WEB_WORKERS", 2, 1, 64)
WEB_THREADS = env.integer("WEB_THREADS", 16, 1, 256)
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])

# --- limits --------------------------------------------------------------------------------------------
MAX_UPLOAD_MB = env.integer("MAX_UPLOAD_MB", 10, 1, 1000)
MAX_UPLOAD_BYTES = MAX_UPLOAD_MB * 1_000_000
MAX_PIXELS = env.integer("MAX_PIXELS", 40_000_000, 784, 1_000_000_000)
MAX_WAIT_SECONDS = env.integer("MAX_WAIT_SECONDS", 10, 1, 60)
MAX_ATTEMPTS = 3
RETENTION_DAYS = env.integer("RETENTION_DAYS", 0, 0, 36_500)
BATCH_MAX_ITEMS = env.integer("BATCH_MAX_ITEMS", 10_000, 1, 1_000_000)
BATCH_MAX_MB = env.integer("BATCH_MAX_MB", 500, 1, 100_000)
BATCH_MAX_BYTES = BATCH_MAX_MB * 1_000_000

# --- the queue: what the bounds protect from is in docs/decisions.md ------------------------------------
MAX_QUEUED = env.integer("MAX_QUEUED", 5000, 1, 1_000_000)
MAX_QUEUED_BATCH = env.integer("MAX_QUEUED_BATCH", 100_000, 1, 10_000_000)
INTERACTIVE_WORKERS = env.integer("INTERACTIVE_WORKERS", 2, 1, 64)
BATCH_WORKERS = env.integer("BATCH_WORKERS", 2, 1, 64)
TASK_TIME_LIMIT_SECONDS = env.integer("TASK_TIME_LIMIT_SECONDS", 30, 1, 600)
VISIBILITY_TIMEOUT_SECONDS = env.integer("VISIBILITY_TIMEOUT_SECONDS", 120, 10, 86_400)
SWEEP_SECONDS = env.integer("SWEEP_SECONDS", 5, 1, 3600)
TIDY_SECONDS = 60
REDIS_TIMEOUT_SECONDS = 2


def embedded_redis_socket() -> Path:
    """A socket under var/; a path over 100 bytes does not fit the kernel's 108 and goes to the temporary folder."""
    socket = VAR_DIR / "redis" / "redis.sock"
    if len(os.fsencode(socket)) <= 100:
        return socket
    digest = hashlib.sha256(os.fsencode(VAR_DIR)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"digits-{os.getuid()}-{digest}" / "redis.sock"


REDIS_URL = env.url("REDIS_URL", "", ["redis", "rediss", "unix"]) if env.text("REDIS_URL") else ""
EMBEDDED_REDIS = not REDIS_URL
EMBEDDED_REDIS_SOCKET = embedded_redis_socket()
REDIS_URL = REDIS_URL or f"unix://{EMBEDDED_REDIS_SOCKET}"

# --- database ------------------------------------------------------------------------------------------
DATABASE_URL = env.url("DATABASE_URL", "sqlite://", ["sqlite", "postgres", "postgresql"])
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASE_URL == "sqlite://":
    DATABASES["default"]["NAME"] = VAR_DIR / "db.sqlite3"  # a path need not be a valid part of a URL
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # a deferred transaction that turns writer fails at once, busy timeout or not
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server must not cost a request
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 2}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Django --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "recognition",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "recognition.content_policy.ContentPolicyMiddleware",
    "recognition.private.private",
    "recognition.pages.slashes.SlashMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "recognition.pages.limits.RefusalMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "recognition.owners.OwnerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "recognition.pages.context.site",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = ["recognition.accounts.limits.LimitedBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "draw"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
APPEND_SLASH = False  # recognition.pages.slashes does it, in both directions

# --- static files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "recognition.storage.PictureStorage"},
    "staticfiles": {"BACKEND": "config.static.HashedStaticFilesStorage"},
}

# --- security ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]  # probes come from inside, without TLS
# A data URL is a third larger than its picture; the view refuses longer bodies before it reads them.
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES * 4 // 3 + 1_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = BATCH_MAX_ITEMS + 1

# --- REST framework ------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "recognition.api.parsers.BoundedJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "recognition.api.negotiation.Negotiation",
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "recognition.api.problems.handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Digits",
    "DESCRIPTION": (
        "Reads handwritten digits, says how sure it is, and says when a picture is not a digit.\n\n"
        "Nobody needs an account. What you hand in is yours. Without cookies, each answer's `links` carry a key that "
        "reads it back. With the cookie `visitor`, which comes with the first answer, or a session's, all that is sent "
        "has one owner, who can list, review and delete it, too. A session must send the token of its cookie "
        "`csrftoken` as `X-CSRFToken` with whatever is no GET.\n\n"
        "Every error is a problem document (RFC 9457): `code` for programs, `detail` for people."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # it would say that `not_a_digit` is “Not A Digit”
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "recognition.api.schema.with_common_problems",
    ],
}

# --- logging -------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "recognition": {"level": LOG_LEVEL},
        "workers": {"level": LOG_LEVEL},
        "ml": {"level": LOG_LEVEL},
    },
}
