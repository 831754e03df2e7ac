"""Files from the desktop: the system's own choosers, and files dropped on a window.

A web page is given the content of a dropped file and no path, and a chooser of its own would be the
engine's. So the native window takes both, and the page learns what came of it with the next view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def take_drops(window: Any, web: Any, take: Callable[[tuple[str, ...]], None]) -> None:
    """Give ``take`` the addresses of files dropped anywhere on ``window``, and nothing to the
    page ``web``."""
    from gi.repository import Gdk, Gtk

    def received(_widget: Any, _context: Any, _x: int, _y: int, data: Any, *_more: Any) -> None:
        uris = tuple(data.get_uris() or ())
        if uris:
            take(uris)

    web.drag_dest_unset()
    window.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
    window.drag_dest_add_uri_targets()
    window.connect("drag-data-received", received)


class Choosers:
    """The choosers of ``window``, one at a time."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._open: Any = None

    def files(self, title: str, labels: tuple[str, str], take: Callable[[list[str]], None]) -> None:
        """Let the person choose files; ``take`` gets their addresses, if there are any.
        ``labels`` are those of the buttons, *choose* and *cancel*."""
        self._choose("OPEN", title, labels, take)

    def folder(
        self, title: str, labels: tuple[str, str], take: Callable[[list[str]], None]
    ) -> None:
        """Let the person choose a folder; ``take`` gets a list of its one address."""
        self._choose("SELECT_FOLDER", title, labels, take)

    def _choose(
        self, what: str, title: str, labels: tuple[str, str], take: Callable[[list[str]], None]
    ) -> None:
        from gi.repository import Gtk

        if self._open is not None:
            return
        action = getattr(Gtk.FileChooserAction, what)
        # The desktop's own, where it has one (portal); it does not stop the page meanwhile.
        chooser = Gtk.FileChooserNative.new(title, self._window, action, *labels)
        chooser.set_select_multiple(what == "OPEN")
        chooser.set_local_only(False)
        chooser.set_modal(True)

        def answered(_chooser: Any, response: int) -> None:
            self._open = None
            uris = list(chooser.get_uris()) if response == Gtk.ResponseType.ACCEPT else []
            chooser.destroy()
            if uris:
                take(uris)

        chooser.connect("response", answered)
        self._open = chooser
        chooser.show()
