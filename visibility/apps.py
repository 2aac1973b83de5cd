from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "visibility"
    verbose_name = "Who may see what"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail import hooks

        from . import serving, signal_handlers

        signal_handlers.connect()
        hooks.register("before_serve_page", serving.refuse_hidden_page, order=-100)
