"""The site's settings with fault points: what breaks inside a process, when a file in VAR_DIR says so."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.live.fault_points.FaultPoints"]
STORAGES = {**STORAGES, "default": {"BACKEND": "tests.live.fault_points.Quota"}}
