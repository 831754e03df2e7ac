"""What the installers carry, as a bill of materials (CycloneDX 1.6, JSON): every library with its
version, licence and the sum of its files as they are shipped."""

from __future__ import annotations

import datetime
import hashlib
import os
import uuid
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

OURS = uuid.UUID("0d1f6f0a-3b5c-5b1e-8c53-5a7f3f0a9d21")

_PROGRAMS = (".com", ".dll", ".exe", ".xpi")


def write(staged: Path, output: Path, version: str) -> None:
    """Write the bill of what is in ``staged``: libraries in ``lib``, the rest as files. The same
    files give the same bytes."""
    bom = Bom()
    bom.metadata.component = Component(
        name="Sceau",
        version=version,
        type=ComponentType.APPLICATION,
        licenses=[_licence("EUPL-1.2")],
        bom_ref=f"sceau@{version}",
    )
    for component in (*_libraries(staged / "lib"), *_files(staged)):
        bom.components.add(component)
    bom.register_dependency(bom.metadata.component, bom.components)
    total = "".join(sorted(str(one.hashes) + one.name for one in bom.components))
    bom.serial_number = uuid.uuid5(OURS, f"{version} {total}")
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(
        int(os.environ.get("SOURCE_DATE_EPOCH", "1577836800")), datetime.UTC
    )
    output.write_text(JsonV1Dot6(bom).output_as_string(indent=2) + "\n", encoding="utf-8")


def _libraries(folder: Path) -> Iterator[Component]:
    for one in distributions(path=[str(folder)]):
        name, version = one.metadata["Name"], one.version
        yield Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            licenses=[_licence(_told(one))],
            purl=PackageURL("pypi", name=name.lower().replace("_", "-"), version=version),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_sum(_of(one)))],
            bom_ref=f"{name}@{version}",
        )


def _told(one: Distribution) -> str:
    """Give the licence a library tells: its expression, else its class or its words."""
    expression = one.metadata.get("License-Expression")
    if expression:
        return expression
    classes = [
        said.rpartition(":: ")[2]
        for said in one.metadata.get_all("Classifier") or ()
        if said.startswith("License ::")
    ]
    words = (one.metadata.get("License") or "").strip().partition("\n")[0]
    return "; ".join(classes) or words or "not told"


def _licence(told: str) -> DisjunctiveLicense:
    made = LicenseFactory().make_from_string(told)
    # An expression may not stand beside others in one list: told by its name then.
    return made if isinstance(made, DisjunctiveLicense) else DisjunctiveLicense(name=told)


def _of(one: Distribution) -> list[Path]:
    return [Path(str(one.locate_file(file))) for file in one.files or ()]


def _files(staged: Path) -> Iterator[Component]:
    """Give what stands beside the libraries: launchers, the shim, the add-on, Python itself."""
    for file in sorted(staged.rglob("*")):
        path = file.relative_to(staged)
        if file.is_file() and path.parts[0] != "lib" and file.suffix in _PROGRAMS:
            yield Component(
                name=path.as_posix(),
                type=ComponentType.FILE,
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_sum([file]))],
                bom_ref=path.as_posix(),
            )


def _sum(files: list[Path]) -> str:
    total = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            total.update(file.read_bytes())
    return total.hexdigest()
