from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = "People and organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import signal_handlers
        from .joining import letters, upkeep  # noqa: F401  they register messages and a job
        from .organisations import application_letters, recertification  # noqa: F401  they register messages and jobs

        signal_handlers.connect(self)
