"""The token that a program sends with what it asks, as RFC 6750 writes it."""

from django.http import HttpRequest

SCHEME = "bearer "


def token_of(request: HttpRequest) -> str:
    """What the request's Authorization holds; nothing where there is none, or one of another sort."""
    said = request.headers.get("Authorization", "")
    return said[len(SCHEME) :].strip() if said.lower().startswith(SCHEME) else ""
