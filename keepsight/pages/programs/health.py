"""Whether this server is well, for whoever watches over it: a line for each part, and 503 where one of them is not.

Open to everybody who reaches the server, so it says nothing that anybody might not know. It leaves no line in the audit: no
child is looked at.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from keepsight.store.health import WELL, health


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Each part by its name."""
    parts = health()
    well = all(said == WELL for said in parts.values())
    return JsonResponse({"well": well, "parts": parts}, status=200 if well else 503)
