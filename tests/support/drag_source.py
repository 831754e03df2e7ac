"""A stand-in for a file manager: a window from which files are dragged, as X11 has it (XDND).

``drag_source.py PATH…`` shows a window titled *Source* in the upper left corner; what is dragged
from it are the addresses of these files.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def main(paths: list[str]) -> None:
    """Show the window until it is ended."""
    window = Gtk.Window(title="Source")
    window.set_default_size(160, 80)
    window.set_type_hint(Gdk.WindowTypeHint.UTILITY)
    box = Gtk.EventBox()
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    box.drag_source_add_uri_targets()

    def give(_widget: Any, _context: Any, data: Any, *_more: Any) -> None:
        data.set_uris([Path(one).absolute().as_uri() for one in paths])

    box.connect("drag-data-get", give)
    window.add(box)
    window.show_all()
    window.move(0, 0)
    Gtk.main()


if __name__ == "__main__":
    main(sys.argv[1:])
