"""Figures for the program that watches over the server (Prometheus), for whoever holds the token that the settings name.

Without such a token in the settings there is no such address; with a wrong one nothing is told.
"""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from keepsight.pages.door import not_found
from keepsight.pages.programs.bearer import token_of
from keepsight.store.figures import as_text


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures."""
    wanted = settings.METRICS_TOKEN
    if not wanted:
        return not_found(request)
    if not secrets.compare_digest(token_of(request).encode(), wanted.encode()):
        return HttpResponse("A token is needed.\n", "text/plain", 401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(as_text(), CONTENT_TYPE_LATEST)
