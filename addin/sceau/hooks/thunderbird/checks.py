"""What ``sceau doctor`` asks of Thunderbird: is it set up, does the chain answer, is the add-on
there?"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sceau import __version__
from sceau.errors import ServiceRefused
from sceau.hooks.frames import PROTOCOL, FromHelper, Hello, Ping, Pong, Welcome
from sceau.hooks.thunderbird.installing import HOST, places
from sceau.hooks.thunderbird.seen import last_seen
from sceau.link import read_frame, write_frame
from sceau.phrases import Phrase, phrase
from sceau.settings.places import state_folder
from sceau.settings.policy.export.thunderbird import ADD_ON

Told = tuple[Literal["good", "warn", "bad"], Phrase]

ANSWERS_WITHIN = 10.0
"""Seconds for the whole round trip, a helper that starts included."""

LATELY = timedelta(days=7)


def installed() -> Path | None:
    """Give the native messaging manifest Thunderbird reads: the user's before the machine's."""
    if sys.platform == "win32":
        from sceau.windows.thunderbird import manifest_file

        return manifest_file()
    found = (places(system=system).manifest for system in (False, True))
    return next((one for one in found if one.is_file()), None)


def check_manifest(manifest: Path) -> Told:
    """Say whether the manifest names the add-on and a program that can be started."""
    told = _read(manifest)
    right = (
        told.get("name") == HOST
        and told.get("type") == "stdio"
        and ADD_ON in told.get("allowed_extensions", ())
        and os.access(_program(manifest), os.X_OK)
    )
    if right:
        return "good", phrase("doctor.thunderbird")
    return "bad", phrase("doctor.thunderbird-manifest")


def check_chain(manifest: Path) -> Told:
    """Start the program as Thunderbird does, and let a question go through it to the helper and
    back. Raises :class:`ServiceRefused` where it cannot be started, or nothing comes back."""
    try:
        welcome = asyncio.run(_round_trip(str(_program(manifest))))
    except (OSError, TimeoutError, ServiceRefused):
        raise ServiceRefused("thunderbird-chain") from None
    if welcome.version != __version__:
        return "bad", phrase("doctor.thunderbird-version", version=welcome.version)
    return "good", phrase("doctor.thunderbird-chain")


def check_add_on() -> Told:
    """Say whether the add-on said hello lately, in this version."""
    seen = last_seen(state_folder())
    if seen is None:
        return "warn", phrase("doctor.thunderbird-never-seen")
    if seen.protocol != PROTOCOL or seen.version != __version__:
        return "bad", phrase("doctor.thunderbird-add-on-version", version=seen.version)
    if datetime.now(UTC) - seen.at > LATELY:
        return "warn", phrase("doctor.thunderbird-not-lately", days=LATELY.days)
    return "good", phrase("doctor.thunderbird-add-on", client=seen.client)


async def _round_trip(program: str) -> Welcome:
    host = await asyncio.create_subprocess_exec(
        program,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert host.stdin is not None
    assert host.stdout is not None
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            # Without a ``client``: this is not the add-on, and is not remembered as it.
            await write_frame(host.stdin, Hello(protocol=PROTOCOL, version=__version__))
            welcome = await read_frame(host.stdout, FromHelper)
            if not isinstance(welcome, Welcome):
                raise ServiceRefused("thunderbird-chain")
            await write_frame(host.stdin, Ping(number=1))
            if not isinstance(await read_frame(host.stdout, FromHelper), Pong):
                raise ServiceRefused("thunderbird-chain")
            host.stdin.close()
            await host.wait()
            return welcome
    finally:
        if host.returncode is None:
            host.kill()
            await host.wait()


def _program(manifest: Path) -> Path:
    """The program the manifest names; on Windows its path may be relative to the manifest."""
    return manifest.parent / str(_read(manifest).get("path", ""))


def _read(manifest: Path) -> dict[str, Any]:
    try:
        told = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
