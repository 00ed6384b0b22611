"""What the settings promise, asked of Django itself, with and without https."""

import json
import os
import subprocess
import sys

import pytest

SAY = """
import json
from django.conf import settings
names = json.loads(input())
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""


def settings_said(https: str, *names: str) -> dict:
    """Settings as a process of its own reads them."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "keepsight.store.settings", "KEEPSIGHT_HTTPS": https}
    said = subprocess.run(
        [sys.executable, "-c", SAY],
        input=json.dumps(names),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def test_where_there_is_https_nothing_goes_without_it():
    said = settings_said(
        "1", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
    )  # fmt: skip
    assert said == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    }


@pytest.mark.parametrize("https", ["", "1"])
def test_cookies_are_for_this_site_and_for_no_script(https):
    said = settings_said(
        https, "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE", "DEBUG",
    )  # fmt: skip
    assert said == {
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SAMESITE": "Strict",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "DEBUG": False,
    }


def test_passwords_are_kept_by_argon2_alone():
    assert settings_said("", "PASSWORD_HASHERS")["PASSWORD_HASHERS"] == [
        "django.contrib.auth.hashers.Argon2PasswordHasher"
    ]


def test_nothing_inline_or_from_elsewhere_runs():
    (policy,) = settings_said("", "CONTENT_SECURITY_POLICY").values()
    said = policy["DIRECTIVES"]
    assert said["default-src"] == said["base-uri"] == said["frame-ancestors"] == ["'none'"]
    assert {tuple(value) for value in said.values()} == {("'none'",), ("'self'",)}
