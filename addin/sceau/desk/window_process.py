"""The window process: one hidden window, shown for each dialogue (``python -m
sceau.desk.window_process [confirm|seal|settings]``).

Frames come on standard input and go on standard output (:mod:`sceau.desk.frames`); when the input
ends, the process leaves. It holds the one view it shows and nothing else, and logs nothing.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from typing import BinaryIO, Literal, get_args

import msgspec

from sceau.desk import bridge, frames
from sceau.desk.native_window import (
    NativeWindow,
    NoScreenError,
    NoWebViewError,
    prepare_environment,
)
from sceau.desk.page import page
from sceau.desk.preferences.view import SettingsAct
from sceau.desk.sealer.view import ChooseFiles, ChooseFolder, Folder, Given, SealAct
from sceau.desk.view import Act, AddFiles, Close, Keep
from sceau.desk.view import ChooseFiles as ChooseFilesFor
from sceau.phrases import catalogue, phrase, say

_LEFT_ALONE_SECONDS = 3.0
"""After the X, how long the helper has to answer before the window goes by itself."""


class WindowProcess:
    """Shows what the frames say, and says what the person did.

    A *show* is begun only once the page has said that nothing of the mail before is left: whatever
    was done in that mail's window has then been heard, and cannot count for the next.
    """

    def __init__(
        self, commands: BinaryIO, answers: BinaryIO, shown: bridge.Page = "confirm"
    ) -> None:
        self._commands = commands
        self._answers = answers
        self._session = 0
        self._view: frames.View | None = None
        self._owner = 0
        self._next: frames.Show | None = None
        self._clearing = False
        self._window = NativeWindow(
            page(shown),
            bridge.Bridge(self._heard, shown),
            self._x_pressed,
            self._crashed,
            above=shown == "confirm",
        )
        if shown == "seal":
            self._window.take_drops(lambda uris: self._did(Given(uris)))

    def run(self) -> None:
        """Run until the input ends or the window is lost."""
        threading.Thread(target=self._listen, daemon=True).start()
        self._window.run()

    def _listen(self) -> None:
        for text in self._commands:
            try:
                frame = frames.read_to_window.decode(text)
            except msgspec.DecodeError:
                break
            self._window.later(self._told, frame)
        self._window.later(self._window.quit)
        time.sleep(2)
        os._exit(0)

    def _say(self, frame: frames.FromWindow) -> None:
        try:
            self._answers.write(frames.line(frame))
            self._answers.flush()
        except OSError:
            os._exit(0)

    # -- from the helper -------------------------------------------------------------------

    def _told(self, frame: frames.ToWindow) -> None:
        match frame:
            case frames.Show():
                self._next = frame
                if self._view is not None:
                    self._clear()
                elif not self._clearing:
                    self._show()
            case frames.Update(session=session, view=view):
                if self._next is not None and self._next.session == session:
                    self._next = frames.Show(session, view, self._next.owner)
                elif self._view is not None and session == self._session:
                    self._view = view
                    self._window.evaluate(f"sceau.update({_json(view)})", self._updated)
            case frames.Hide(session=session):
                if self._next is not None and self._next.session == session:
                    self._next = None
                if self._view is not None and session == self._session:
                    self._clear()
                elif not self._clearing:
                    self._say(frames.Hidden(session))
            case frames.Ping(number=number):
                self._window.evaluate(f"sceau.ping({number:d})", _nothing)

    def _show(self) -> None:
        if self._next is None:
            return
        self._session, self._view = self._next.session, self._next.view
        self._owner, self._next = self._next.owner, None
        words = json.dumps(catalogue(self._view.language))
        script = f"JSON.stringify(sceau.show({{view: {_json(self._view)}, catalogue: {words}}}))"
        self._window.evaluate(script, self._rendered)

    def _rendered(self, text: str | None) -> None:
        if text is None:
            self._failed()
        elif self._view is not None:
            looks = json.loads(text)
            title = say(self._view.title, self._view.language)
            height = int(looks["height"])
            self._window.present(title, looks["ground"], height, self._owner)

    def _updated(self, text: str | None) -> None:
        if text is None:
            self._failed()

    def _clear(self) -> None:
        self._view = None
        self._clearing = True
        self._window.evaluate("sceau.reset()", _nothing)

    def _failed(self) -> None:
        self._say(frames.Failed("not-started"))
        os._exit(1)

    def _crashed(self) -> None:
        os._exit(1)

    # -- from the page and the window -------------------------------------------------------

    def _heard(self, message: bridge.PageMessage) -> None:
        match message:
            case bridge.Ready():
                self._say(frames.Ready())
            case bridge.Pong(number=number):
                self._say(frames.Pong(number))
            case bridge.Cleared():
                self._cleared()
            case _ if self._view is None:
                return
            case bridge.Painted(revision=revision):
                self._say(frames.Painted(self._session, revision))
            case bridge.Copy():
                if self._view.password is not None:
                    self._window.copy(self._view.password.password)
            case ChooseFiles():
                self._window.choosers.files(
                    *self._chooser("sealer.choose-files", "sealer.add"),
                    lambda uris: self._did(Given(tuple(uris))),
                )
            case ChooseFilesFor(finding=finding):
                self._choose_for(finding)
            case ChooseFolder():
                self._window.choosers.folder(
                    *self._chooser("sealer.choose-folder", "sealer.choose"),
                    lambda uris: self._did(Folder(uris[0])),
                )
            case _:
                self._did(message)

    def _did(self, act: Act | SealAct | SettingsAct) -> None:
        if self._view is not None:
            self._say(frames.Did(self._session, act))

    def _choose_for(self, finding: str) -> None:
        """Let the person choose files to attach, for the mail that is shown now and no other."""
        session = self._session

        def chosen(uris: list[str]) -> None:
            if self._session == session:
                self._did(AddFiles(finding, tuple(uris)))

        self._window.choosers.files(
            *self._chooser("confirm.attach.title", "confirm.attach.choose"), chosen
        )

    def _chooser(self, title: str, choose: str) -> tuple[str, tuple[str, str]]:
        language = self._view.language if self._view is not None else "fr"

        def words(key: str) -> str:
            return say(phrase(key), language)

        return words(title), (words(choose), words("sealer.cancel"))

    def _cleared(self) -> None:
        if not self._clearing:
            return
        self._clearing = False
        if self._next is None:
            self._window.hide()
            self._say(frames.Hidden(self._session))
        else:
            self._say(frames.Hidden(self._session))
            self._show()

    def _x_pressed(self) -> None:
        if self._view is None:
            return
        self._say(frames.Did(self._session, Close() if self._view.phase == "ended" else Keep()))
        session = self._session

        def left_alone() -> None:
            if self._view is not None and self._session == session and self._view.phase == "review":
                self._clear()

        self._window.in_seconds(_LEFT_ALONE_SECONDS, left_alone)


def _json(view: frames.View) -> str:
    # Every JSON text is a JavaScript expression (ECMAScript 2019).
    return msgspec.json.encode(view).decode()


def _nothing(_text: str | None) -> None:
    return


def main(asked: str = "confirm") -> int:
    """Run the window process of the page ``asked`` for on this process's standard input and
    output."""
    commands = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not be taken for a frame.
    os.dup2(2, 1)
    logging.getLogger("pywebview").setLevel(logging.CRITICAL + 1)
    prepare_environment()
    shown = next(one for one in get_args(bridge.Page) if one == asked)
    try:
        process = WindowProcess(commands, answers, shown)
    except NoScreenError:
        reason: Literal["no-screen", "no-web-view", "not-started"] = "no-screen"
    except NoWebViewError:
        reason = "no-web-view"
    except (ImportError, ValueError, RuntimeError):
        reason = "not-started"
    else:
        process.run()
        return 0
    answers.write(frames.line(frames.Failed(reason)))
    answers.flush()
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
