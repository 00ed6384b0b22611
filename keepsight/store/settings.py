"""Django's settings: one file, every variable from outside named here and explained.

DATABASE_URL         the store's database as keepsight_app; without it, the embedded server
DATABASE_URL_OWNER   the same database as keepsight_owner, for migrations (else DATABASE_URL, changing role)
DATABASE_URL_ASKER   the same database as keepsight_asker, for patterns and backup (else likewise)
KEEPSIGHT_HOME       the store's folder
KEEPSIGHT_SECRET_KEY signs sessions (else a file in the store's folder)
KEEPSIGHT_AUDIT_KEY_FILE  keys the audit's chain (else a file in the store's folder)
KEEPSIGHT_BACKUP_KEYS     public keys (age1...) to encrypt backups to, with commas between (else each must be asked for plain)
KEEPSIGHT_HOSTS      the names by which people reach this server, with commas between (else this machine only)
KEEPSIGHT_HTTPS      "1" where people reach it by https: cookies are then never sent without it
KEEPSIGHT_OIDC_ISSUER    an agency's own provider (OpenID Connect) through which people may sign in; without it nobody can
KEEPSIGHT_OIDC_CLIENT_ID, KEEPSIGHT_OIDC_CLIENT_SECRET  who Keepsight is there
KEEPSIGHT_OIDC_NAME      what people call it (else "your agency")
KEEPSIGHT_OIDC_CLAIM     which of its claims is the user name here (else preferred_username)
KEEPSIGHT_OIDC_ACR       values of its claim acr that mean "proved twice", with commas between; "mfa" in amr always does
KEEPSIGHT_METRICS_TOKEN  lets a program read /metrics; without it nobody can
KEEPSIGHT_CONTACT    the e-mail address to which people write who cannot use a page (else nobody is named)

What is secret may stand in a file instead: the same name with _FILE after it, and the file's path.
"""

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from keepsight.store.home import secret_key, told

# The planner believes, unless it is told, that a row found by an index costs four times one read in passing, as on a turning disk.
RANDOM_PAGE_COST = 1.1
CONNECT_SECONDS = 5  # then a page says that it is not available, rather than wait for a server that is gone


def database(variable: str, role: str) -> dict[str, Any]:
    """One connection of Django's, always acting as `role`, whoever logged in; it waits for the disk whatever the server says."""
    parts = conninfo_to_dict(told(variable) or told("DATABASE_URL") or "")
    return {
        "ENGINE": "keepsight.store.postgres",
        "NAME": parts.pop("dbname", None) or "keepsight",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            **parts,
            "options": f"-c role={role} -c timezone=UTC -c synchronous_commit=on -c random_page_cost={RANDOM_PAGE_COST}",
        },
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a server that went away and came back is found again by the first who asks
        "TEST": {"MIRROR": None},
    }


DATABASES = {
    "default": database("DATABASE_URL", "keepsight_app"),
    "owner": database("DATABASE_URL_OWNER", "keepsight_owner"),
    "asker": database("DATABASE_URL_ASKER", "keepsight_asker"),
}

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("KEEPSIGHT_HOSTS", "127.0.0.1,localhost").split(",")
HTTPS = os.environ.get("KEEPSIGHT_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "procrastinate.contrib.django",
    "keepsight.store",
    "keepsight.access",
    "keepsight.intake",
    "keepsight.people",
    "keepsight.chronology",
    "keepsight.reviews",
    "keepsight.prompts",
    "keepsight.practice",
    "keepsight.themes",
    "keepsight.assurance",
    "keepsight.briefings",
    "keepsight.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keepsight.pages.unsaved.SignInFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "keepsight.pages.urls"
WSGI_APPLICATION = "keepsight.pages.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "keepsight.pages.environment.environment",
            "context_processors": ["keepsight.pages.unsaved.carried"],
        },
    }
]

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "keepsight.access.sessions"  # knows whose each session is, and ends it for good after a working day
IDLE_SECONDS = 15 * 60  # TRUST.md, threat T4: a page left open ends by itself
SESSION_COOKIE_AGE = IDLE_SECONDS
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # the server in front takes the https off, and says so in a header that it never lets through from outside
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked on the machine itself, and tells nothing that is secret
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True  # the name is Keepsight's own, and nothing stands under it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"  # no other host may set them
# To stand on browsers' own lists is for a whole domain, and the partnership's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
OTP_TOTP_ISSUER = "Keepsight"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "keepsight.pages.door.not_allowed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; forms only
FILE_UPLOAD_HANDLERS = [
    "keepsight.pages.sent.NotTooLarge",  # before one byte of it is kept
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # Keepsight sends no mail, and so cannot by mistake
OIDC_ISSUER = os.environ.get("KEEPSIGHT_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("KEEPSIGHT_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = told("KEEPSIGHT_OIDC_CLIENT_SECRET")
OIDC_NAME = os.environ.get("KEEPSIGHT_OIDC_NAME", "your agency")
OIDC_CLAIM = os.environ.get("KEEPSIGHT_OIDC_CLAIM", "preferred_username")
OIDC_ACR = frozenset(os.environ.get("KEEPSIGHT_OIDC_ACR", "").split(",")) - {""}
METRICS_TOKEN = told("KEEPSIGHT_METRICS_TOKEN")
BACKUP_KEYS = told("KEEPSIGHT_BACKUP_KEYS")
CONTACT = os.environ.get("KEEPSIGHT_CONTACT", "")

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Django's own log lines quote paths and, on an error, a form's content. Ours are structlog's: a name, ids, counts.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "keepsight.store.log_lines.WithoutWords", "format": "{levelname} {name}", "style": "{"}
    },
    "handlers": {"words": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django.request": {"handlers": ["words"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["words"], "level": "ERROR", "propagate": False},
    },
}
