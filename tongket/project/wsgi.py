"""The web application as servers ask for it."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.project.web_settings")

application: WSGIHandler = get_wsgi_application()
