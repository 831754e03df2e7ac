"""The bridge takes the acts of our page, and nothing else."""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.desk import bridge
from sceau.desk.view import (
    Acknowledge,
    AddAddress,
    ChooseFiles,
    Keep,
    LookUp,
    NewPassword,
    Remove,
    Seal,
    Send,
    TakeCure,
)

TAKEN = [
    ({"act": "send", "revision": 3}, Send(3)),
    ({"act": "keep"}, Keep()),
    ({"act": "cure", "finding": "a:b", "index": 1}, TakeCure("a:b", 1)),
    ({"act": "acknowledge", "finding": "a:b", "on": True}, Acknowledge("a:b", True)),
    ({"act": "seal", "attachment": "2.1", "on": False}, Seal("2.1", False)),
    ({"act": "remove", "address": "a@b.example"}, Remove("a@b.example")),
    ({"act": "new-password", "kind": "words"}, NewPassword("words")),
    ({"act": "look-up", "finding": "a:b", "text": "mar"}, LookUp("a:b", "mar")),
    (
        {"act": "add-address", "finding": "a:b", "address": "a@b.example"},
        AddAddress("a:b", "a@b.example"),
    ),
    ({"act": "choose-files", "finding": "a:b"}, ChooseFiles("a:b")),
    ({"act": "painted", "revision": 3}, bridge.Painted(3)),
    ({"act": "pong", "number": 8}, bridge.Pong(8)),
    ({"act": "copy", "text": "something else"}, bridge.Copy()),
]


@pytest.mark.parametrize(("posted", "taken"), TAKEN, ids=[one["act"] for one, _ in TAKEN])
def test_what_the_page_may_say_is_taken(posted: dict[str, Any], taken: object) -> None:
    heard: list[object] = []
    one = bridge.Bridge(heard.append)
    one.call("post", posted)
    one.call("post", json.dumps(posted))
    one.call_text(json.dumps({"funcName": "post", "params": posted, "id": "1"}))
    assert heard == [taken] * 3
    assert one.dropped == 0


DROPPED: dict[str, tuple[object, object]] = {
    "another function": ("evaluate", {"act": "keep"}),
    "a private method": ("__init__", {"act": "keep"}),
    "pywebview's own": ("pywebviewMoveWindow", [0, 0]),
    "pywebview's events": ("pywebviewEventHandler", {"event": {"type": "drop"}, "nodeId": "1"}),
    "no name": (None, {"act": "keep"}),
    "an act that is not": ("post", {"act": "quit"}),
    "no act": ("post", {"revision": 1}),
    "files of its own choice": (
        "post",
        {"act": "add-files", "finding": "a:b", "uris": ["file:///etc/passwd"]},
    ),
    "an act of the wrong shape": ("post", {"act": "send", "revision": "1"}),
    "a truth that is a number": ("post", {"act": "seal", "attachment": "2", "on": 1}),
    "a list": ("post", [{"act": "keep"}]),
    "nothing": ("post", None),
    "text that is not JSON": ("post", "{'act': 'keep'}"),
    "too long": ("post", {"act": "remove", "address": "a" * 70_000}),
    "lone surrogates": ("post", '{"act": "remove", "address": "\\ud800"}'),
    "nested beyond reason": ("post", "[" * 60_000),
    "what JSON cannot say": ("post", {"act": object()}),
}


@pytest.mark.parametrize(("name", "params"), DROPPED.values(), ids=DROPPED)
def test_anything_else_is_dropped_and_counted(name: object, params: object) -> None:
    heard: list[object] = []
    one = bridge.Bridge(heard.append)
    one.call(name, params)
    assert (heard, one.dropped) == ([], 1)


@given(st.one_of(st.text(), st.binary(), st.none(), st.integers()))
def test_no_text_from_a_page_raises(text: object) -> None:
    heard: list[object] = []
    one = bridge.Bridge(heard.append)
    one.call_text(text)
    assert (heard, one.dropped) == ([], 1)


PRIVATE = {
    "webview.util.inject_pywebview": "6841459b1f79a3bd",
    "webview.util.js_bridge_call": "d92668402a946350",
    "BrowserView.__init__": "41cb48b30ec91abe",
    "BrowserView.on_js_bridge_call": "9b64befff79a0175",
    "BrowserView.on_navigation": "9ea950994545b5ad",
    "BrowserView.on_load_finish": "cd0b65c4872bd15b",
    "BrowserView.close_window": "d642c3eea2d48790",
    "BrowserView.show": "616490d6c99913e3",
}


def private_sources() -> dict[str, str]:
    """Give pywebview's private functions that are replaced or counted on, as digests."""
    from webview import util

    path = importlib.metadata.distribution("pywebview").locate_file("webview/platforms/gtk.py")
    text = Path(str(path)).read_text(encoding="utf-8")
    methods = text[text.index("class BrowserView:") :]

    def method(name: str) -> str:
        start = methods.index(f"\n    def {name}(")
        return methods[start : methods.index("\n    def ", start + 1)]

    sources = {
        "webview.util.inject_pywebview": inspect.getsource(util.inject_pywebview),
        "webview.util.js_bridge_call": inspect.getsource(util.js_bridge_call),
    }
    for name in PRIVATE:
        if name.startswith("BrowserView."):
            sources[name] = method(name.removeprefix("BrowserView."))
    return {name: hashlib.sha256(one.encode()).hexdigest()[:16] for name, one in sources.items()}


def test_pywebviews_private_functions_are_those_that_were_read() -> None:
    """On failure: read what changed in pywebview, mend desk/bridge.py and desk/gtk_window.py, and
    only then change the version and the digests."""
    assert importlib.metadata.version("pywebview") == bridge.PYWEBVIEW
    assert private_sources() == PRIVATE
