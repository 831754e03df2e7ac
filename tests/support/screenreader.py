"""What a screen reader sees and does, over AT-SPI; run as a program on the desktop under test.

``names ROLE`` prints the names of the controls of that role that show, one a line; ``press ROLE
NAME`` does the first action of the one of that name, ``press-last ROLE NAME`` of the one that came
last; ``focus ROLE NAME`` gives it the keyboard, ``state ROLE NAME`` prints its states; ``texts
ROLE`` prints what stands in the controls of that role, ``write ROLE TEXT`` puts a text into the
first of them; ``check ROLE`` does the first action of
those that are not checked, and prints how many those were. With the environment variable
``APPLICATION`` only what is in the application of that name is seen; with ``PATIENCE`` a program
that is busy is left alone after so many milliseconds, and asked again by whoever waits for
something in it; with ``SHOWN_IS=visible`` also what does not say that it shows is seen (GTK 4
before 4.10 never does).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

_SHOWN = (
    Atspi.StateType.VISIBLE if os.environ.get("SHOWN_IS") == "visible" else Atspi.StateType.SHOWING
)


def children(node: Any) -> Iterator[Any]:
    """Give what is directly below ``node``; what goes meanwhile is not there any more."""
    with contextlib.suppress(GLib.GError):
        for place in range(node.get_child_count()):
            child = node.get_child_at_index(place)
            if child is not None:
                yield child


def everything(node: Any) -> Iterator[Any]:
    """Give ``node`` and all below it."""
    yield node
    for child in children(node):
        yield from everything(child)


def named(role: str) -> Iterator[tuple[str, Any]]:
    """Give the name and the node of each control of this role that shows."""
    for application in children(Atspi.get_desktop(0)):
        with contextlib.suppress(GLib.GError):
            if os.environ.get("APPLICATION", application.get_name()) != application.get_name():
                continue
            for node in everything(application):
                showing = node.get_state_set().contains(_SHOWN)
                if node.get_role_name() == role and (showing or role == "window"):
                    yield " ".join((node.get_name() or "").split()), node


def main(word: str, role: str, name: str = "") -> int:
    """Do what the words say."""
    Atspi.init()
    if "PATIENCE" in os.environ:
        patience = int(os.environ["PATIENCE"])
        Atspi.set_timeout(patience, patience)
    if word == "names":
        print("\n".join(found for found, _ in named(role)))
        return 0
    if word == "texts":
        for _, node in named(role):
            text = node.get_text_iface()
            print(" ".join(text.get_text(0, text.get_character_count()).split()) if text else "")
        return 0
    if word == "write":
        for _, node in named(role):
            return 0 if node.get_editable_text_iface().set_text_contents(name) else 2
    if word == "check":
        unchecked = [
            node
            for _, node in named(role)
            if not node.get_state_set().contains(Atspi.StateType.CHECKED)
        ]
        for node in unchecked:
            node.get_action_iface().do_action(0)
        print(len(unchecked))
        return 0
    controls = list(named(role))
    if word == "press-last":
        controls.reverse()
    for found, node in controls:
        if found == name:
            if word == "state":
                print(" ".join(sorted(one.value_nick for one in node.get_state_set().get_states())))
                return 0
            if word == "focus":
                return 0 if node.get_component_iface().grab_focus() else 2
            return 0 if node.get_action_iface().do_action(0) else 2
    print(f"no {role} of that name; there are: {[found for found, _ in controls]}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
