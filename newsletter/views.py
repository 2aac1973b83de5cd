"""Signing up for the newsletter, confirming it, and the way out. None of them needs an account."""

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import services
from .forms import SignUpForm
from .limits import address_may_be_written_to, client_may_ask
from .links import read_confirm_token, read_leave_token
from .models import Subscriber

TOO_MANY = "Too many addresses were signed up from your network. Wait an hour and try again, or wait until tomorrow."


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Whatever we know of an address, and however often it was asked for, the answer is the same."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "newsletter/sign_up.html", {"form": form})
    if not client_may_ask(request):
        form.add_error(None, TOO_MANY)
        return render(request, "newsletter/sign_up.html", {"form": form}, status=429)
    address = form.cleaned_data["address"]
    if address_may_be_written_to(request, address):
        services.ask(address=address)
    return render(request, "newsletter/look_in_your_inbox.html", {"address": address})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A GET asks first: programs open links in mails to look at them."""
    try:
        subscriber_id = read_confirm_token(token)
        if request.method == "POST":
            subscriber = services.confirm(subscriber_id=subscriber_id)
        else:
            subscriber = Subscriber.objects.get(pk=subscriber_id)
    except (SignatureExpired, Subscriber.DoesNotExist):
        return render(request, "newsletter/link_ended.html", status=410)
    except BadSignature:
        raise Http404 from None
    return render(request, "newsletter/confirm.html", {"subscriber": subscriber})


@csrf_exempt  # RFC 8058: a mail program posts here, without a session; the token says all that there is to know
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A GET asks first. Whoever has left already is told so, and may do it again."""
    try:
        subscriber_id = read_leave_token(token)
    except BadSignature:
        raise Http404 from None
    if request.method == "POST":
        services.leave(subscriber_id=subscriber_id)
    is_on_list = Subscriber.objects.filter(pk=subscriber_id).exists()
    return render(request, "newsletter/leave.html", {"is_on_list": is_on_list})
