"""In the admin: the way to the desk, and what editors are told of pages that were made of questions to the experts."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from .pages import AnswerPage
from .requests.permissions import user_can_coordinate
from .requests.standing import WHY_NOT, may_be_published


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


@hooks.register("before_edit_page")
def say_why_it_cannot_be_published(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and isinstance(page, AnswerPage) and not may_be_published(page.publication_id):
        messages.warning(request, WHY_NOT)
