"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

from portal.checks import refuse_demonstration_accounts  # noqa: E402  needs the applications to be loaded

refuse_demonstration_accounts()
