"""Every address, from the shelf. Nothing is written here when a page is added."""

from django.urls import path

from keepsight.pages.door import door_to
from keepsight.pages.shelf import shelf

urlpatterns = [path(shelved.page.address, door_to(shelved), name=shelved.name) for shelved in shelf().values()]

handler403 = "keepsight.pages.door.not_allowed"
handler404 = "keepsight.pages.door.not_found"
handler500 = "keepsight.pages.door.gone_wrong"
