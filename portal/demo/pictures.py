"""Draws the demonstration's pictures: calm geometry, the same bytes each time, with nothing to be shocked by."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from portal.demo.shapes import DemoImage, Recipe

WIDTH, HEIGHT = 1600, 900
_SCALE = 2  # drawn larger and then reduced, so that edges are smooth

_PAPER = (243, 245, 241)
_INK = (38, 56, 68)
_LINE = (120, 138, 146)
_PALETTE = ((111, 149, 155), (163, 184, 153), (214, 188, 140), (176, 142, 138), (124, 132, 164))

_Point = tuple[float, float]
_Colour = tuple[int, int, int]


def make_picture(image: DemoImage) -> bytes:
    """The picture as PNG, 1600 by 900."""
    canvas = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _PAPER)
    canvas = _RECIPES[image.recipe](canvas, image.labels)
    output = io.BytesIO()
    canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(output, "PNG", optimize=True)
    return output.getvalue()


def _at(*numbers: float) -> tuple[float, ...]:
    return tuple(number * _SCALE for number in numbers)


def _disc(draw: ImageDraw.ImageDraw, centre: _Point, radius: float, fill: tuple[int, ...]) -> None:
    x, y = centre
    draw.ellipse(_at(x - radius, y - radius, x + radius, y + radius), fill=fill)


def _label(draw: ImageDraw.ImageDraw, centre: _Point, words: str, size: int = 44, fill: _Colour = _INK) -> None:
    draw.text(
        (centre[0] * _SCALE, centre[1] * _SCALE),
        words,
        font=ImageFont.load_default(size * _SCALE),
        fill=fill,
        anchor="mm",
    )


def _arrow(draw: ImageDraw.ImageDraw, start: _Point, end: _Point) -> None:
    """A line with a head at `end`."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    neck = (end[0] - 18 * math.cos(angle), end[1] - 18 * math.sin(angle))
    draw.line(_at(*start, *neck), fill=_LINE, width=6 * _SCALE)
    wings = [(end[0] - 30 * math.cos(angle + turn), end[1] - 30 * math.sin(angle + turn)) for turn in (-0.5, 0.5)]
    draw.polygon([_at(*end), _at(*wings[0]), _at(*wings[1])], fill=_LINE)


def _blend(first: _Colour, second: _Colour, share: float) -> _Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _circles(canvas: Image.Image, _labels: tuple[str, ...]) -> Image.Image:
    layers = canvas.convert("RGBA")
    for turn, colour in enumerate(_PALETTE[:4]):
        angle = math.pi / 4 + turn * math.pi / 2
        layer = Image.new("RGBA", canvas.size, (0, 0, 0, 0))
        centre = (WIDTH / 2 + 190 * math.cos(angle), HEIGHT / 2 + 130 * math.sin(angle))
        _disc(ImageDraw.Draw(layer), centre, 250, (*colour, 150))
        layers = Image.alpha_composite(layers, layer)
    return layers.convert("RGB")


def _rings(canvas: Image.Image, _labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    for step, radius in enumerate((400, 295, 190, 85)):
        _disc(draw, (WIDTH / 2, HEIGHT / 2), radius, _blend((205, 219, 216), (52, 84, 97), step / 3))
        _disc(draw, (WIDTH / 2, HEIGHT / 2), radius - 8, _blend((219, 230, 227), (66, 99, 112), step / 3))
    return canvas


def _cycle(canvas: Image.Image, labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    corners = [
        (
            WIDTH / 2 + 330 * math.sin(turn * 2 * math.pi / len(labels)),
            HEIGHT / 2 - 300 * math.cos(turn * 2 * math.pi / len(labels)),
        )
        for turn in range(len(labels))
    ]
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        distance = math.dist(start, end)
        gap = 145 / distance
        _arrow(
            draw,
            (start[0] + (end[0] - start[0]) * gap, start[1] + (end[1] - start[1]) * gap),
            (end[0] - (end[0] - start[0]) * gap, end[1] - (end[1] - start[1]) * gap),
        )
    for corner, words, colour in zip(corners, labels, _PALETTE, strict=False):
        _disc(draw, corner, 128, colour)
        _label(draw, corner, words)
    return canvas


def _layers(canvas: Image.Image, labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    for row, (words, colour) in enumerate(zip(labels, _PALETTE, strict=False)):
        top = 120 + row * 170
        indent = 220 + row * 60
        draw.rounded_rectangle(_at(indent, top, WIDTH - indent, top + 130), radius=36 * _SCALE, fill=colour)
        _label(draw, (WIDTH / 2, top + 65), words)
    return canvas


def _flow(canvas: Image.Image, labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    step = (WIDTH - 160) / len(labels)
    for column, (words, colour) in enumerate(zip(labels, _PALETTE, strict=False)):
        left = 80 + column * step
        draw.rounded_rectangle(_at(left + 15, 350, left + step - 45, 550), radius=32 * _SCALE, fill=colour)
        _label(draw, (left + step / 2 - 15, 450), words, size=40)
        if column + 1 < len(labels):
            _arrow(draw, (left + step - 35, 450), (left + step + 8, 450))
    return canvas


def _fingerprint(canvas: Image.Image, _labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    chance = random.Random(7)  # noqa: S311 - a fixed pattern, not a secret
    for row in range(6):
        for column in range(6):
            colour = _blend(chance.choice(_PALETTE), _PAPER, chance.random() * 0.6)
            left, top = 130 + column * 62, 264 + row * 62
            draw.rectangle(_at(left, top, left + 58, top + 58), fill=colour)
    _arrow(draw, (540, 450), (650, 450))
    for stripe in range(16):
        shade = _blend(_INK, _PAPER, chance.random() * 0.7)
        draw.rectangle(_at(690 + stripe * 14, 390, 700 + stripe * 14, 510), fill=shade)
    _arrow(draw, (950, 450), (1060, 450))
    for row in range(7):
        top = 252 + row * 58
        marked = row == 4
        fill = _PALETTE[2] if marked else (222, 228, 226)
        draw.rounded_rectangle(_at(1100, top, 1470, top + 44), radius=10 * _SCALE, fill=fill)
        for stripe in range(16):
            shade = _blend(_INK, fill, 0.25 + chance.random() * 0.6)
            draw.rectangle(_at(1124 + stripe * 20, top + 10, 1136 + stripe * 20, top + 34), fill=shade)
    return canvas


def _constellation(canvas: Image.Image, _labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    night, pale = (44, 62, 80), (206, 219, 222)
    draw.rectangle(_at(0, 0, WIDTH, HEIGHT), fill=night)
    chance = random.Random(11)  # noqa: S311 - a fixed pattern, not a secret
    points = [(100 + chance.random() * 1400, 90 + chance.random() * 720) for _ in range(46)]
    for first, start in enumerate(points):
        for end in points[first + 1 :]:
            if math.dist(start, end) < 190:
                draw.line(_at(*start, *end), fill=_blend(night, pale, 0.35), width=2 * _SCALE)
    for point in points:
        _disc(draw, point, 5 + chance.random() * 13, _blend(chance.choice(_PALETTE), pale, 0.4))
    return canvas


def _horizon(canvas: Image.Image, _labels: tuple[str, ...]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    sky, near = (232, 238, 238), (66, 99, 104)
    draw.rectangle(_at(0, 0, WIDTH, HEIGHT), fill=sky)
    _disc(draw, (1180, 250), 90, (245, 233, 208))
    for ridge in range(5):
        base = 400 + ridge * 100
        line = [
            (x, base + 45 * math.sin(x / (230 - ridge * 18) + ridge * 1.7) + 22 * math.sin(x / 97 + ridge))
            for x in range(0, WIDTH + 10, 10)
        ]
        outline = [_at(*point) for point in (*line, (WIDTH, HEIGHT), (0, HEIGHT))]
        draw.polygon(outline, fill=_blend((188, 206, 203), near, ridge / 4))
    return canvas


_RECIPES: dict[Recipe, Callable[[Image.Image, tuple[str, ...]], Image.Image]] = {
    "circles": _circles,
    "constellation": _constellation,
    "cycle": _cycle,
    "fingerprint": _fingerprint,
    "flow": _flow,
    "horizon": _horizon,
    "layers": _layers,
    "rings": _rings,
}
