"""A drawing area in points, with the origin at the top left, as a page is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from cpaudit.reporting.charts.chart import POINTS_PER_INCH
from cpaudit.reporting.charts.lettering import font_properties, showable

WIDTH = 460.0
LABEL = 8.5
SMALL = 7.5
LINE_HEIGHT = 1.3

# Okabe and Ito (2008), distinguishable with every common colour vision deficiency.
BLUE = "#0072B2"
GREEN = "#009E73"
ORANGE = "#E69F00"
SKY = "#56B4E9"
VERMILLION = "#D55E00"
INK = "#1F2933"
MUTED = "#5B6774"
PALE = "#E4E9EE"
GREY = "#9AA5B1"
WHITE = "#FFFFFF"

Point = tuple[float, float]
Horizontal = Literal["left", "center", "right"]


class Canvas:
    """A figure that is drawn on with shapes and measured text.

    It uses matplotlib's object-oriented interface only, so that charts can be drawn in several threads.
    """

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width = width
        self.height = height
        self.figure = Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH), facecolor=WHITE)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = LABEL,
        color: str = INK,
        align: Horizontal = "left",
        bold: bool = False,
    ) -> None:
        """One line of text, vertically centred on *at*. Dollar signs are dollar signs, not formulas."""
        self._axes.text(
            *at,
            showable(text, bold=bold),
            fontproperties=font_properties(size, bold=bold),
            color=color,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
        )

    def lines(
        self,
        at: Point,
        lines: Sequence[str],
        *,
        size: float = LABEL,
        color: str = INK,
        align: Horizontal = "left",
        bold: bool = False,
    ) -> None:
        """Lines of text, as a block vertically centred on *at*."""
        step = size * LINE_HEIGHT
        x, y = at
        top = y - step * (len(lines) - 1) / 2
        for index, line in enumerate(lines):
            self.text((x, top + index * step), line, size=size, color=color, align=align, bold=bold)

    def box(self, at: Point, width: float, height: float, *, color: str, hatch: str = "") -> None:
        """A filled rectangle, given by its top left corner."""
        self._add(_filled(Rectangle(at, width, height), color, hatch))

    def frame(self, at: Point, width: float, height: float, *, color: str = GREY) -> None:
        """A dashed outline for what is not there."""
        self._add(
            FancyBboxPatch(
                at, width, height, boxstyle="round,pad=0,rounding_size=4", fill=False, edgecolor=color, linestyle="--"
            )
        )

    def polygon(self, points: Sequence[Point], *, color: str, alpha: float = 1.0) -> None:
        """A filled polygon."""
        self._add(_filled(Polygon(points, closed=True, alpha=alpha), color))

    def line(self, points: Sequence[Point], *, color: str = GREY, width: float = 0.8) -> None:
        """A line through *points*."""
        self._add(PathPatch(Path(list(points)), fill=False, edgecolor=color, linewidth=width, capstyle="round"))

    def dashes(self, points: Sequence[Point], *, color: str = GREY, width: float = 0.8) -> None:
        """A dashed line through *points*, for what is there but not known."""
        path = Path(list(points))
        self._add(PathPatch(path, fill=False, edgecolor=color, linewidth=width, linestyle=(0, (3, 2))))

    def column(self, start: Point, end: Point, thickness: float, *, color: str) -> None:
        """A band like :meth:`ribbon` that runs down instead of across."""
        (x0, y0), (x1, y1) = start, end
        bend, half = (y0 + y1) / 2, thickness / 2
        points = [
            (x0 - half, y0),
            (x0 - half, bend),
            (x1 - half, bend),
            (x1 - half, y1),
            (x1 + half, y1),
            (x1 + half, bend),
            (x0 + half, bend),
            (x0 + half, y0),
            (x0 - half, y0),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        self._add(_filled(PathPatch(Path(points, codes), alpha=0.55), color))

    def ribbon(self, start: Point, end: Point, thickness: float, *, color: str, hatch: str = "") -> None:
        """A band of constant thickness from *start* to *end*, both given as the middle of its ends."""
        (x0, y0), (x1, y1) = start, end
        bend, half = (x0 + x1) / 2, thickness / 2
        points = [
            (x0, y0 - half),
            (bend, y0 - half),
            (bend, y1 - half),
            (x1, y1 - half),
            (x1, y1 + half),
            (bend, y1 + half),
            (bend, y0 + half),
            (x0, y0 + half),
            (x0, y0 - half),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        self._add(_filled(PathPatch(Path(points, codes), alpha=0.55), color, hatch))

    def _add(self, patch: Patch) -> None:
        self._axes.add_patch(patch)


def empty_state(message: str) -> Canvas:
    """A canvas that says why there is nothing to see, instead of empty axes."""
    canvas = Canvas(height=84)
    canvas.frame((1, 8), canvas.width - 2, 68)
    canvas.text((canvas.width / 2, 42), message, color=MUTED, align="center")
    return canvas


def _filled(patch: Patch, color: str, hatch: str = "") -> Patch:
    if hatch:
        patch.set(facecolor=WHITE, edgecolor=color, linewidth=0.6, hatch=hatch)
    else:
        patch.set(facecolor=color, edgecolor="none", linewidth=0.0)
    return patch
