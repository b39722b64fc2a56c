"""How gunicorn serves the site: `gunicorn --config config/gunicorn.py`."""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

wsgi_app = "config.wsgi:application"
bind = f"[{settings.HOST}]:{settings.PORT}" if ":" in settings.HOST else f"{settings.HOST}:{settings.PORT}"
worker_class = "gthread"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
preload_app = True  # one import instead of one a worker; no connection is opened before the fork
timeout = 60
graceful_timeout = 30
keepalive = 75
# A thread that comes back from Redis or the database waits this long for one that computes. At Python's 5 ms,
# eight clients on one process got 60 requests/s with the cores half idle.
sys.setswitchinterval(0.0005)
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 - the heartbeat file must not wait for a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
