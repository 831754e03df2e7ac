"""Whether an address is somebody's name is the same in JavaScript as in Python."""

from __future__ import annotations

from pathlib import Path
from random import Random

from sceau.hooks.officejs.data_files import write_data
from sceau.mail.model import Recipient
from sceau.review.identity import Identity
from support.correspondents import Somebody
from support.node import told_by
from support.repository import ROOT

_WEB = ROOT / "addin" / "outlook" / "web"
_SCRIPT = """
import { readFileSync } from "node:fs";
import { Identity } from "./review/identity.js";
const addresses = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(addresses.map(
  (address) => new Identity({ name: "", address }).isNamed)));
"""
_MORE = ("jroumare", "durandm", "soleil", "isabou", "ptitloup", "nguyen", "lb", "x", "été.1")


def test_every_address_says_the_same() -> None:
    write_data(Path(_WEB / "built"))
    random = Random(5)
    made = [Somebody(random).address for _ in range(2_000)]
    addresses = [*made, *(f"{one}@orange.fr" for one in _MORE)]
    told = told_by(_SCRIPT, addresses, _WEB)
    ours = [Identity(Recipient(field="to", address=one), None).is_named for one in addresses]
    pairs = zip(addresses, ours, told, strict=True)
    assert not [one for one in pairs if one[1] != one[2]]
    assert 0.4 < sum(ours) / len(ours) < 0.95
