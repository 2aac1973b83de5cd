from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .requests.permissions import user_can_coordinate


class QuestionsMenuItem(MenuItem):
    """The way from the admin to the desk, which is a page of the portal."""

    def __init__(self) -> None:
        super().__init__(
            "Questions to experts", reverse("question_desk"), name="questions", icon_name="help", order=130
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_coordinate(request.user)


@hooks.register("register_admin_menu_item")
def register_questions() -> QuestionsMenuItem:
    return QuestionsMenuItem()
