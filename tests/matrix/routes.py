"""Every route that the resolver knows, and an address for each that names something hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

ARGUMENT = re.compile(r"<(?:[\w]+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Route:
    """One address pattern. `text` is how the table names it: readable, and unique."""

    text: str
    arguments: tuple[str, ...]

    def address(self, samples: dict[str, str]) -> str:
        """An address that this route answers, with the samples in place of its arguments."""

        def sample(match: re.Match[str]) -> str:
            return samples[match.group(1) or match.group(2)]

        return "/" + ARGUMENT.sub(sample, self.text)


def all_routes() -> list[Route]:
    return sorted(set(_walk(get_resolver().url_patterns, "")), key=lambda route: route.text)


def _walk(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[Route]:
    for pattern in patterns:
        text = above + _readable(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, text)
        else:
            names = tuple(match.group(1) or match.group(2) for match in ARGUMENT.finditer(text))
            yield Route(text, names)


def _readable(pattern: URLPattern | URLResolver) -> str:
    text = str(pattern.pattern)
    if isinstance(pattern.pattern, RoutePattern):
        return text
    return text.removeprefix("^").removesuffix("$").replace("\\.", ".").replace("/?", "/").replace("\\Z", "")
