"""Every address: those of pages, from the shelf, and the few that programs ask. Nothing is written here when a page is added."""

from django.urls import path

from keepsight.pages.door import door_to
from keepsight.pages.programs.health import healthz
from keepsight.pages.programs.metrics import metrics
from keepsight.pages.shelf import shelf

of_pages = [path(shelved.page.address, door_to(shelved), name=shelved.name) for shelved in shelf().values()]
of_programs = [path("healthz", healthz, name="healthz"), path("metrics", metrics, name="metrics")]
urlpatterns = [*of_pages, *of_programs]

handler403 = "keepsight.pages.door.not_allowed"
handler404 = "keepsight.pages.door.not_found"
handler500 = "keepsight.pages.door.gone_wrong"
