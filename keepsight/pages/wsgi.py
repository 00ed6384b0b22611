"""The way in for a web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# Objects made before Python looks for those that only hold each other; its own is 700. A chronology of 5,000 entries makes
# 300,000 that are all in use, and looking through them again and again took half of the time it was read in.
OBJECTS_BETWEEN_LOOKS = 10_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepsight.store.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what stands now stands as long as the process: it is not looked through again
gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
