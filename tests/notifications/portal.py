"""What the tests of this room do to a portal: publish a page, let the worker work, and read what arrived."""

from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from wagtail.models import Page

from notifications.announcements import spread_announcements
from notifications.mailing import settle_notices
from notifications.sending import send_waiting_mails
from visibility.models import Audience
from workinggroups.models import WorkingGroup, WorkingGroupIndexPage
from workinggroups.pages import BriefingPage, ResourcePage
from workinggroups.premises import furnish_group

CANARY = "zqtitleqz", "zqsummaryqz", "zqbodyqz", "zqslugqz"


def publish(
    model: type[ResourcePage] | type[BriefingPage] = ResourcePage,
    *,
    below: str | Page = "resources",
    audience: Audience | None = None,
    sensitivity: str = "open",
    **fields: object,
) -> ResourcePage | BriefingPage:
    """A page that goes live now, and says a canary everywhere."""
    title, summary, body, slug = CANARY
    parent = Page.objects.get(slug=below) if isinstance(below, str) else below
    page = model(
        **{
            "title": title,
            "slug": f"{slug}-{Page.objects.count()}",
            "summary": f"About {summary}.",
            "kind": model.KINDS[0],
            "sensitivity": sensitivity,
            "audience": audience,
            "body": [("text", f"<p>{body}</p>")],
            **fields,
        }
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def furnished(group: WorkingGroup) -> Page:
    return furnish_group(group=group, index=WorkingGroupIndexPage.objects.get())


def work() -> list[EmailMultiAlternatives]:
    """All that the worker has to do about notices and mail. Returns what arrived by it."""
    before = len(delivered.outbox)
    spread_announcements()
    settle_notices()
    send_waiting_mails()
    return delivered.outbox[before:]


def all_of(mail: EmailMultiAlternatives) -> str:
    """Everything that stands in a mail, as it goes over the wire and as it is read."""
    html = "".join(str(content) for content, _ in mail.alternatives)
    headers = [f"{name}: {value}" for name, value in mail.message().items()]
    return "\n".join([str(mail.subject), str(mail.body), html, *headers])


def canaries_in(text: str) -> set[str]:
    return {word for word in CANARY if word in text}
