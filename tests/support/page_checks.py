"""What every page must hold: nothing axe finds wrong, and nothing cut at any size."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.repository import ROOT

_AXE = (ROOT / "ui/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

SIZES = [
    pytest.param({"viewport": {"width": 400, "height": 400}, "device_scale_factor": 2}, id="200 %"),
    pytest.param({"viewport": {"width": 320, "height": 640}}, id="320 pixels wide"),
    pytest.param(
        {"viewport": {"width": 780, "height": 800}, "forced_colors": "active"}, id="forced colours"
    ),
]
"""What a browser is opened with, for the sizes and colours a page must be usable at."""


def violations(page: Page) -> list[str]:
    """Give what axe finds wrong: each rule, where, and how to mend it."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def assert_nothing_is_cut(page: Page, view: str) -> None:
    """Nothing scrolls sideways, and the buttons of the foot are in sight."""
    wide = page.evaluate(
        "[document.documentElement, document.querySelector('.scroll')]"
        ".every(one => one.scrollWidth <= one.clientWidth)"
    )
    assert wide, f"{view}: it scrolls sideways"
    for button in page.locator(".footer button").all():
        expect(button).to_be_in_viewport(ratio=1)
