"""What a browser complained of while a test used it."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

LEFT_BEFORE_IT_CAME = "net::ERR_ABORTED"  # a request that the browser itself gave up, by opening the next page


class Faults:
    """Collects, as sentences in `seen`, what went wrong in any page of a browser context."""

    def __init__(self, context: BrowserContext, *, own_address: str) -> None:
        self.seen: list[str] = []
        self.own_host = urlsplit(own_address).netloc
        context.on("console", self.on_console)
        context.on("weberror", self.on_script_error)
        context.on("request", self.on_request)
        context.on("requestfailed", self.on_request_failed)
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        """Violations of the content security policy arrive here too."""
        # Chromium says this of any answer from 400 on, also of a page that a test opens to see its 404.
        # `on_response` tells the two apart.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"console: {message.text} ({message.location.get('url')})")

    def on_script_error(self, error: WebError) -> None:
        self.seen.append(f"script error: {error.error}")

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.own_host:
            self.seen.append(f"request to another host: {request.url}")

    def on_request_failed(self, request: Request) -> None:
        if request.failure != LEFT_BEFORE_IT_CAME:
            self.seen.append(f"failed request: {request.url} ({request.failure})")

    def on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.seen.append(f"broken resource: {response.url} ({response.status})")
