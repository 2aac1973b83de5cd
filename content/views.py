"""Files leave the portal here and nowhere else, and only for whom the rule of visibility lets in."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from visibility.viewer import viewer_of

from .confidential import marking_confidential, recorded_as_read
from .files import openable_file
from .models import PrivateDocument, PrivateImage
from .sending import name_of, send
from .signals import document_served


@require_safe
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    files = marking_confidential(PrivateDocument.objects.filter(pk=document_id))
    document = openable_file(request.user, viewer_of(request), files)
    if document is None or name_of(document.file) != document_filename:
        raise Http404
    # As a download: Chromium shows no PDF inside a sandbox, and without one a document would open on our origin.
    with recorded_as_read(document):
        response = send(request, document.file, tag=document.file_hash, as_attachment=True)
    if request.method == "GET" and response.status_code in {200, 206} and request.user.is_authenticated:
        document_served.send(sender=PrivateDocument, document_id=document.pk, person_id=request.user.pk)
    return response


@require_safe
def serve_rendition(request: HttpRequest, rendition_id: int, filename: str) -> HttpResponseBase:
    """A picture in one of its sizes. The files that were uploaded have no address at all."""
    images = PrivateImage.objects.filter(renditions__pk=rendition_id)
    image = openable_file(request.user, viewer_of(request), images)
    rendition = image.renditions.filter(pk=rendition_id).first() if image is not None else None
    if rendition is None or name_of(rendition.file) != filename:
        raise Http404
    tag = f"{image.file_hash}-{rendition.pk}" if image.file_hash else ""
    return send(request, rendition.file, tag=tag, as_attachment=False)
