"""What editors are told of pages that were made of questions to the experts."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .pages import AnswerPage
from .requests.standing import WHY_NOT, may_be_published


@hooks.register("before_edit_page")
def say_why_it_cannot_be_published(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and isinstance(page, AnswerPage) and not may_be_published(page.publication_id):
        messages.warning(request, WHY_NOT)
