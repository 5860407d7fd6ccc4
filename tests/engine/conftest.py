"""Property tests of the engine run without a deadline: the first example pays for loading the units."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("engine", deadline=None)
settings.load_profile("engine")
