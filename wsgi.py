"""The web site for a WSGI server; settings come from the environment."""

import os

from tracker.app import create_app
from tracker.backends import open_backends
from tracker.settings import Settings

settings = Settings.from_environ(os.environ)
app = create_app(settings, open_backends(settings))
