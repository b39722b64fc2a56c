"""Loaded before anything else (`-p tests.isolation`): the tests' state goes to a temporary folder of their own."""

import atexit
import os
import shutil
import tempfile

VAR_DIR = tempfile.mkdtemp(prefix="digits-test-")  # short: a unix socket's path must fit into 107 bytes
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
os.environ["VAR_DIR"] = VAR_DIR
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
