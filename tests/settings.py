"""The project's settings, for tests: nothing kept, nothing sent, nothing slow."""

import os
import tempfile

# Before the project's settings make their secret key and folders.
os.environ.setdefault("SPS_VAR", tempfile.mkdtemp(prefix="sps-learn-tests-"))

from sps_learn.settings import *  # noqa: E402, F403

SECRET_KEY = "for tests only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # The hashed names of the real one need collectstatic first (test_static.py).
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", "[::1]"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file: in memory, all threads of the live server would share one connection,
    # and two requests at once would be inside one transaction.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
