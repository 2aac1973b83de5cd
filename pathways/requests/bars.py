"""A chart of bars and the table of what it shows, for `components/bars.html`. The table says all that the bars say."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 480  # of the drawing, in its own units
ROOM_FOR_FIGURES = 110
ROW = 46
LONGEST_LABEL = 58  # letters that fit above a bar; the table has all of them


@dataclass(frozen=True)
class Line:
    """A bar: how long it is in comparison, the figure at its end, and what its row of the table says besides."""

    label: str
    length: float
    figure: str
    more: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.figure, *self.more)


@dataclass(frozen=True)
class Bar:
    """A line as it is drawn. All numbers are whole: they are printed alike in every language."""

    label: str
    figure: str
    label_at: int
    top: int
    width: int
    figure_from: int
    figure_at: int


@dataclass(frozen=True)
class Bars:
    """`key` is unique on its page. `head` names the columns, that of the labels first."""

    key: str
    title: str
    head: tuple[str, ...]
    lines: Sequence[Line]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.lines)

    @property
    def bars(self) -> list[Bar]:
        longest = max((line.length for line in self.lines), default=0)
        return [self._bar(number, line, longest) for number, line in enumerate(self.lines)]

    def _bar(self, number: int, line: Line, longest: float) -> Bar:
        width = round((WIDTH - ROOM_FOR_FIGURES) * line.length / longest) if longest else 0
        label = line.label if len(line.label) <= LONGEST_LABEL else f"{line.label[: LONGEST_LABEL - 1]}…"
        top = ROW * number
        return Bar(label, line.figure, top + 15, top + 22, width, width + 8, top + 35)
