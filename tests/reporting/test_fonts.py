"""The font that comes with the package draws Chinese, in charts too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from numpy.typing import NDArray

from cpaudit.errors import ConfigurationError
from cpaudit.phases import ASPECT_NAMES, METHODS, STEPS
from cpaudit.reporting import fonts

FONT_WITHOUT_CHINESE = "DejaVu Sans"
"""Comes with matplotlib, which draws a box for what it has not."""


def rendered(text: str, family: str | list[str], weight: str) -> NDArray[np.uint8]:
    """The pixels of *text* alone on a white ground."""
    figure = Figure(figsize=(1, 1), dpi=100)
    canvas = FigureCanvasAgg(figure)
    figure.text(0.5, 0.5, text, family=family, weight=weight, size=48, ha="center", va="center")
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., 0].copy()


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_character_of_phases_steps_and_aspects(bold: bool) -> None:
    texts = [method.name for method in METHODS.values()]
    texts += [phase.name for method in METHODS.values() for phase in method.phases]
    texts += [text for step in STEPS.values() for text in (step.name, step.deliverable)]
    texts += ASPECT_NAMES.values()
    characters = {character for text in texts for translation in text.values() for character in translation}

    with TTFont(fonts.font_path(bold)) as font:
        missing = {character for character in characters if ord(character) not in font.getBestCmap()}

    assert "清" in characters
    assert missing == set()


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_chart_draws_chinese_and_not_the_box_of_a_missing_glyph(weight: str) -> None:
    family = fonts.register_chart_font()
    with pytest.warns(UserWarning, match="missing from font"):
        box = rendered("清", FONT_WITHOUT_CHINESE, weight)

    glyph = rendered("清", family, weight)

    assert box.min() < 128, "the box itself has to be drawn for the comparison to mean anything"
    assert glyph.min() < 128
    assert not np.array_equal(glyph, box)
    assert not np.array_equal(glyph, rendered("洁", family, weight)), "a box would be the same for both"


def test_a_subscript_beside_chinese_is_drawn_too() -> None:
    families = [fonts.register_chart_font(), FONT_WITHOUT_CHINESE]

    assert not np.array_equal(rendered("碳₂", families, "normal"), rendered("碳", families, "normal"))


def test_each_weight_is_drawn_with_its_own_cut() -> None:
    family = fonts.register_chart_font()

    for weight, bold in (("normal", False), ("bold", True)):
        found = findfont(FontProperties(family=family, weight=weight), fallback_to_default=False)
        assert Path(found) == fonts.font_path(bold)


def test_the_licence_lies_beside_the_font() -> None:
    licence = fonts.font_path().with_name("OFL.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_a_package_without_its_font_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "files", lambda package: tmp_path / package)

    with pytest.raises(ConfigurationError) as failure:
        fonts.font_path()

    assert failure.value.path[0] == str(tmp_path / "cpaudit" / "_assets" / "fonts" / "NotoSansSC-Regular.ttf")
    assert "wheel" in failure.value.remedy
