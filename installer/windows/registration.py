"""What the installers say, and in which languages. What they write into the registry is in
:mod:`sceau.windows.registered`, which ``sceau install`` reads too."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

HERE = Path(__file__).resolve().parent
LANGUAGES: dict[Literal["fr", "en"], tuple[str, int]] = {
    "fr": ("French", 1036),
    "en": ("English", 1033),
}
"""Each language by NSIS' name for it and Windows' number (LCID)."""


def texts() -> dict[str, dict[str, str]]:
    """Give what the installers say: by language, then by name."""
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
