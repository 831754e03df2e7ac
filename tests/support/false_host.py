"""A native messaging host that is not Sceau's: it misbehaves in the way its first argument says.

``silent`` never answers; ``other-version`` greets with another protocol; ``refuses`` says why not;
``dies`` ends at the click on Send; ``hangs`` says nothing after it; ``releases`` lets the mail go
without having had it read back; ``babbles`` says what nobody knows; ``wrong-file`` sends an edit
with a sealed file that never came.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any, BinaryIO

SENTENCE = "Sceau is being updated. Your message stays open."


def read(line: BinaryIO) -> Any:
    """Give the next frame; None at the end."""
    head = line.read(4)
    return json.loads(line.read(struct.unpack("=I", head)[0])) if len(head) == 4 else None


def say(**frame: object) -> None:
    """Say a frame."""
    data = json.dumps(frame).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(data)) + data)
    sys.stdout.buffer.flush()


def after_send(how: str, frame: dict[str, Any]) -> None:
    """Answer a click on Send."""
    named = {"compose": frame["compose"], "request": frame["request"]}
    match how:
        case "dies":
            sys.exit(0)
        case "releases":
            say(op="release", **named, copy=0)
        case "babbles":
            say(op="sing", **named)
        case "wrong-file":
            number = frame["details"]["files"][0]["attachment"]
            say(op="edits", **named, replace=[number])


def main(how: str) -> None:
    """Talk until Thunderbird is gone."""
    while (frame := read(sys.stdin.buffer)) is not None:
        match frame["op"]:
            case "hello-thunderbird" if how == "other-version":
                say(op="welcome", protocol=99, version="9.9")
            case "hello-thunderbird" if how == "refuses":
                say(op="refused", reason="other-version", sentence=SENTENCE, version="9.9")
            case "hello-thunderbird" if how != "silent":
                say(op="welcome", protocol=frame["protocol"], version="0")
            case "ping" if how != "hangs":
                say(op="pong", number=frame["number"], version="0", busy=0, waiting=0)
            case "chunk":
                place = {name: frame[name] for name in ("compose", "attachment", "stamp", "offset")}
                say(op="got", **place)
            case "send":
                after_send(how, frame)
            case "made":
                say(op="keep", compose=frame["compose"], request=frame["request"], sentence="")


if __name__ == "__main__":
    main(sys.argv[1])
