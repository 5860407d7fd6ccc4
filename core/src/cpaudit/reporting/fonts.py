"""The font of reports and charts: Noto Sans SC, which covers Simplified Chinese and comes with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager

from cpaudit.errors import ConfigurationError


def font_path(bold: bool = False) -> Path:
    """The TrueType file of the regular or the bold cut.

    Raises:
        ConfigurationError: the package was installed without its assets.
    """
    name = "NotoSansSC-Bold.ttf" if bold else "NotoSansSC-Regular.ttf"
    path = Path(str(files("cpaudit").joinpath("_assets", "fonts", name)))
    if not path.is_file():
        raise ConfigurationError(
            "the font for Chinese text is not installed",
            path=(str(path),),
            remedy="install cpaudit from a wheel, or from its source with pip, which puts the font there",
        )
    return path


@cache
def register_chart_font() -> str:
    """Make both cuts known to matplotlib, for this process, and return the name of their family.

    Charts name it first and matplotlib's own font after it, which has what Noto Sans SC lacks, such as the 2 of CO₂:
    ``{"font.family": [register_chart_font(), "DejaVu Sans"]}``. Which font is the default does not change.

    Raises:
        ConfigurationError: the package was installed without its assets.
    """
    regular, bold = font_path(), font_path(bold=True)
    for path in (regular, bold):
        fontManager.addfont(path)
    return FontProperties(fname=regular).get_name()
