"""Settings: one file, configured by the environment (README, "Configuration")."""

from pathlib import Path

from django.utils.csp import CSP

from sps_learn import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("SPS_VAR", str(BASE_DIR / "var")))

# Where the site is reached decides everything that depends on it.
SITE_URL = env.site_url("SPS_URL", "http://127.0.0.1:8000")
SECRET_KEY = env.secret_key("SPS_SECRET_KEY", VAR_DIR / "secret_key")
DEBUG = env.flag("SPS_DEBUG")
ALLOWED_HOSTS = [SITE_URL.host]
if SITE_URL.host in {"127.0.0.1", "localhost", "::1"}:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL.origin]

# Applications ---------------------------------------------------------------

INSTALLED_APPS = [
    "sps_learn.apps.ProjectConfig",
    "sps_learn.publishing.apps.PublishingConfig",
    "sps_learn.accounts.apps.AccountsConfig",
    "lessons.apps.LessonsConfig",
    "quizzes.apps.QuizzesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Django pads what it compresses, so that its length tells nothing (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "sps_learn.middleware.response_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "sps_learn.middleware.known_methods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sps_learn.middleware.SignInRequired",
    "sps_learn.middleware.learner_time_zone",
]

ROOT_URLCONF = "sps_learn.urls"
WSGI_APPLICATION = "sps_learn.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sps_learn.context.appearance",
            ],
        },
    },
]

# Storage --------------------------------------------------------------------

DATABASES = {
    "default": env.database("DATABASE_URL", default_file=VAR_DIR / "db.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL")}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# People ---------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# One backend: a second one would hash each wrong password again. It is a
# ModelBackend, so permissions and groups work as ever.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 12}),
        (
            "UserAttributeSimilarityValidator",
            {"user_attributes": ["email", "display_name"]},
        ),
        ("CommonPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "progress"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "sps_learn.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "sps_learn.accounts.forms.SignupForm",
    "login": "sps_learn.accounts.forms.LoginForm",
    "reset_password": "sps_learn.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "sps_learn.accounts.forms.NewPasswordForm",
    "change_password": "sps_learn.accounts.forms.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.text("EMAIL_URL") else "optional"
# Where it is optional allauth knows links only.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION == "mandatory"
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# A hospital or a class shares one address: limits by address are wide, limits
# by account are not.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "100/5m/ip,10/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
}
# How many proxies of ours stand in front and add to X-Forwarded-For; 0 ignores it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("SPS_PROXIES")
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # a guest may sign in (README, "Guests")
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_SUBJECT_PREFIX = "SPS Learn: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.scheme

GUEST_SESSION_DAYS = 30
# In the session, not in a cookie: a message may hold a name.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Mail -----------------------------------------------------------------------

MAILERS = {"default": env.mailer("EMAIL_URL", folder=VAR_DIR / "mail")}
DEFAULT_FROM_EMAIL = env.text("SPS_MAIL_FROM", f"SPS Learn <no-reply@{SITE_URL.host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Security -------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.is_secure
if SITE_URL.is_secure:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains, and
    "security.W021",  # its preload list, are for the owner of the domain to decide
    "security.W008",  # the proxy that ends TLS redirects to it
]
CSRF_FAILURE_VIEW = "sps_learn.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# Words and time -------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Content --------------------------------------------------------------------

LESSONS_CONTENT_DIR = BASE_DIR / "lessons" / "content"
QUIZZES_DIR = BASE_DIR / "quizzes"

# Logs: to stderr, without names, addresses or answers ------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sps_learn.logs.OneLineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A 404 is the stranger's affair; 5xx still arrives as ERROR.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
    },
}
