"""How gunicorn serves the pages on a server of one's own: gunicorn -c deploy/gunicorn.conf.py keepsight.pages.wsgi:application"""

import os

bind = os.environ.get("KEEPSIGHT_BIND", "127.0.0.1:8000")  # for nginx on the same machine, and for nobody else
workers = int(os.environ.get("KEEPSIGHT_WEB_WORKERS", os.cpu_count() or 2))
worker_class = "gthread"
threads = 4  # in each worker; requests mostly wait for the database
timeout = 120  # seconds without a sign of life before a worker is started anew; a briefing paper takes the longest
graceful_timeout = 30  # seconds to finish what was begun when the service is told to stop
max_requests, max_requests_jitter = 5_000, 500  # a worker begins anew now and then, never all at once
worker_tmp_dir = "/dev/shm"  # the sign of life is a file: never let it wait for a disk  # noqa: S108
control_socket_disable = True  # nothing is steered from outside but by signals of systemd
accesslog = None  # who looked at what stands in the audit; nginx notes how long answers take
errorlog = "-"
loglevel = "warning"
