"""Django's settings, from the environment alone (docs/running/settings.md). Nothing here writes, or asks a database."""

from functools import partial
from pathlib import Path

import accord
from accord.config import env, readers

LANGUAGES = [("en", "English")]

_env = env.of_this_process()

# --- The installation -----------------------------------------------------------------------------------------------

ACCORD_HOME = Path(_env.text("ACCORD_HOME", "~/.local/share/accord")).expanduser().absolute()
ACCORD_ADDRESS = _env.read("ACCORD_URL", readers.address, "http://127.0.0.1:8000")
ACCORD_URL = ACCORD_ADDRESS.origin
ACCORD_DEMO = _env.flag("ACCORD_DEMO")
ACCORD_WORKERS = _env.number("ACCORD_WORKERS", 2, least=1, most=64)
ACCORD_SECRET_FILE = ACCORD_HOME / "secret-key"

DEBUG = _env.flag("ACCORD_DEBUG")
# Empty until `accord init` has made one; whatever needs the key then says so.
_given_secret = _env.secret("ACCORD_SECRET_KEY")
SECRET_KEY_IS_GIVEN = bool(_given_secret)
SECRET_KEY = _given_secret or env.generated_secret(ACCORD_SECRET_FILE)
# Django refuses to hand out an empty key, so whether there is one is asked here.
ACCORD_HAS_SECRET = bool(SECRET_KEY)
SECRET_KEY_FALLBACKS = _env.secret("ACCORD_SECRET_KEY_BEFORE").split()

DATABASES = {
    "default": _env.read(
        "ACCORD_DATABASE_URL", readers.database, f"sqlite:///{ACCORD_HOME}/accord.sqlite3", hidden=True
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- The application ------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "accord",
    "accord.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "accord.config.middleware.policies",
    "django.middleware.security.SecurityMiddleware",
    "accord.config.middleware.Packing",
    "accord.config.static.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accord.web.middleware.as_the_browser_asks",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accord.web.middleware.as_the_reader_likes",
    "accord.web.middleware.nothing_that_no_database_takes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accord.web.middleware.a_page_stays_when_signed_out",
    "accord.web.middleware.a_form_is_no_page",
    "accord.web.middleware.not_visible_is_404",
    "accord.web.middleware.a_closed_cycle_is_409",
]
ROOT_URLCONF = "accord.config.urls"
WSGI_APPLICATION = "accord.config.wsgi.application"
_PACKAGE = Path(accord.__file__).parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_PACKAGE / "web" / "templates", _PACKAGE / "jobs" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "accord.web.jinja.environment",
            "context_processors": ["accord.web.shell.context"],
        },
    },
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "accord.config.static.VersionedStaticFiles"},
}

# --- People and sessions --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accord.User"
AUTHENTICATION_BACKENDS = ["accord.web.account_backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accord.web.account_adapter.Adapter"
# Django's own: the library's would write an address when a link is looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (where the maker of links is)
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "accord.web.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ACCORD_ADDRESS.is_secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The prefix binds a cookie to exactly this host; browsers accept it over https only.
SESSION_COOKIE_NAME = "__Host-accord-session" if ACCORD_ADDRESS.is_secure else "accord-session"
CSRF_COOKIE_NAME = "__Host-accord-csrf" if ACCORD_ADDRESS.is_secure else "accord-csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- The way in -----------------------------------------------------------------------------------------------------

ALLOWED_HOSTS = sorted({ACCORD_ADDRESS.host, *readers.LOOPBACK_NAMES})
CSRF_TRUSTED_ORIGINS = [ACCORD_ADDRESS.origin]
# Accord itself speaks http: where its address is https there is a proxy in front, which says so in this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ACCORD_ADDRESS.is_secure else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ACCORD_ADDRESS.is_secure else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "accord.web.views.errors.stale_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Mail, words and time -------------------------------------------------------------------------------------------

_mail = _env.read("ACCORD_MAIL_URL", readers.mail, "none", hidden=True)
EMAIL_BACKEND = f"django.core.mail.backends.{_mail.backend}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.encrypted_from_start, _mail.encrypts_on_the_way
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.text("ACCORD_MAIL_FROM", f"Accord <accord@{ACCORD_ADDRESS.host.strip('[]')}>")
LANGUAGE_CODE = _env.read("ACCORD_LANGUAGE", partial(readers.language, offered=dict(LANGUAGES)), "en")
LOCALE_PATHS = [_PACKAGE / "locale"]
TIME_ZONE = _env.read("ACCORD_TIME_ZONE", readers.time_zone, "UTC")
USE_TZ = True

# --- What the operator sees -----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "accord.config.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "DEBUG" if DEBUG else "INFO"},
    "loggers": {
        "django": {"level": "INFO"},
        "asyncio": {"level": "WARNING"},
    },
}
# A name without regard to case is unique by a constraint over lower(email), which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

_env.refuse()
