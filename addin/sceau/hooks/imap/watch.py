"""Watching one folder of an IMAP server, in a thread of its own."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from sceau.errors import SceauError, ServiceRefused
from sceau.hooks.drafts import Watching, WatchState
from sceau.hooks.imap.connect import Server, close, connect
from sceau.hooks.imap.faults import LoginRefused, told
from sceau.hooks.imap.session import Session
from sceau.phrases import Phrase, phrase
from sceau.sign_in.faults import SignInFailed

RESCAN = 60.0
"""Seconds after which the folder is looked at anyway: what IDLE says is a hint."""
POLL = 5.0
"""Seconds between two looks at a server without IDLE."""
_FIRST, _LONGEST = 1.0, 300.0  # seconds between two tries to connect
_STOPPED = 30.0  # seconds between two looks whether the password was changed


class Watch:
    """Looks at the folder whenever something may have changed, until stopped.

    ``look`` opens the folder of a fresh connection and gives what this server cannot do; ``find``
    looks into it and passes on what is there. Both may raise anything of :mod:`.faults`.
    """

    def __init__(
        self,
        account: str,
        server: Server,
        look: Callable[[Session], tuple[Phrase, ...]],
        find: Callable[[Session], None],
        tell: Callable[[WatchState], None],
        *,
        rescan: float = RESCAN,
    ) -> None:
        self._account = account
        self._server = server
        self._look = look
        self._find = find
        self._tell = tell
        self._rescan = rescan
        self._stopped = threading.Event()
        self._session: Session | None = None

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, daemon=True, name="imap-watch").start()

    def stop(self) -> None:
        """Stop at once, whatever is being waited for."""
        self._stopped.set()
        session = self._session
        if session is not None:
            close(session.client)

    def _run(self) -> None:
        pause = _FIRST
        while not self._stopped.is_set():
            began = time.monotonic()
            try:
                self._watch()
            except (LoginRefused, SignInFailed) as problem:
                self._say(Watching.STOPPED, problem.sentence)
                self._until_other_password()
                continue
            except SceauError as problem:
                if self._stopped.is_set():
                    return
                self._say(Watching.RETRYING, problem.sentence)
                if time.monotonic() - began > 2 * _LONGEST:
                    pause = _FIRST
                if isinstance(problem, ServiceRefused):
                    pause = max(pause, 10 * _FIRST)
            # not all helpers of a house at once, when the server is back
            self._stopped.wait(pause * random.uniform(0.8, 1.2))  # noqa: S311
            pause = min(2 * pause, _LONGEST)

    def _watch(self) -> None:
        client = connect(self._server)
        try:
            with told(self._server.host):
                session = self._session = Session(client)
                limits = self._look(session)
                watching = phrase("drafts.watching-imap")
                self._find(session)
                self._say(Watching.WATCHING, watching, limits)
                while not self._stopped.is_set():
                    if session.can("IDLE"):
                        session.wait(self._rescan)
                    else:
                        self._stopped.wait(POLL)
                    client.noop()
                    self._find(session)
        finally:
            self._session = None
            close(client)

    def _until_other_password(self) -> None:
        """Never try a refused password again: the server might lock the account."""
        refused = self._secret()
        while not self._stopped.wait(_STOPPED):
            if self._secret() != refused:
                return

    def _secret(self) -> str | None:
        try:
            return self._server.secret()
        except SceauError:
            return None

    def _say(self, state: Watching, sentence: Phrase, limits: tuple[Phrase, ...] = ()) -> None:
        self._tell(
            WatchState(account=self._account, watching=state, sentence=sentence, limits=limits)
        )
