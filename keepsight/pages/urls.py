"""Every address: those of pages, from the shelf, and the few that programs ask. Nothing is written here when a page is added."""

from django.urls import path

from keepsight.pages.door import door_to
from keepsight.pages.programs import reading
from keepsight.pages.programs.health import healthz
from keepsight.pages.programs.metrics import metrics
from keepsight.pages.shelf import shelf

of_pages = [path(shelved.page.address, door_to(shelved), name=shelved.name) for shelved in shelf().values()]
of_programs = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/openapi.json", reading.document, name="read_document"),
    path("api/v1/children", reading.children, name="read_children"),
    path("api/v1/children/<str:child_id>", reading.child, name="read_child"),
    path("api/v1/children/<str:child_id>/chronology", reading.entries, name="read_entries"),
    path("api/v1/children/<str:child_id>/prompts", reading.prompts, name="read_prompts"),
    path("api/v1/reviews", reading.register, name="read_register"),
]
urlpatterns = [*of_pages, *of_programs]

handler403 = "keepsight.pages.door.not_allowed"
handler404 = "keepsight.pages.door.not_found"
handler500 = "keepsight.pages.door.gone_wrong"
