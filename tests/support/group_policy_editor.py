"""A strict stand-in for Windows' Group Policy editor: it reads ``.admx`` and ``.adml`` as Microsoft
describes them (*PolicyDefinitions*, revision 1.0), refuses what the schema refuses, and writes what
the editor writes into the registry. The real editor runs on Windows alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field

from sceau.settings.policy.registry import Key

SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
ID = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)
POLICY_PARTS = (
    "parentCategory",
    "seeAlso",
    "keywords",
    "supportedOn",
    "enabledValue",
    "disabledValue",
    "enabledList",
    "disabledList",
    "elements",
)
ATTRIBUTES = {
    "policy": {
        "name": True,
        "class": True,
        "displayName": True,
        "explainText": False,
        "key": True,
        "valueName": False,
        "presentation": False,
    },
    "enum": {"id": True, "key": False, "valueName": True, "required": False},
    "decimal": {
        "id": True,
        "key": False,
        "valueName": True,
        "required": False,
        "minValue": False,
        "maxValue": False,
    },
    "text": {"id": True, "key": False, "valueName": True, "required": False, "maxLength": False},
    "list": {
        "id": True,
        "key": False,
        "valuePrefix": False,
        "additive": False,
        "explicitValue": False,
    },
}
CONTROLS = {
    "enum": "dropdownList",
    "decimal": "decimalTextBox",
    "text": "textBox",
    "list": "listBox",
}


class TemplateRefused(Exception):
    """The editor would not load the template, or not accept what was filled in."""


def _require(held: bool, why: str) -> None:
    if not held:
        raise TemplateRefused(why)


@dataclass
class Registry:
    """``HKEY_LOCAL_MACHINE``, values by key and name as written, names without regard to case."""

    written: dict[str, dict[str, object]] = field(default_factory=dict)

    def set(self, key: str, name: str, value: object) -> None:
        held = self.written.setdefault(key, {})
        for known in [one for one in held if one.lower() == name.lower()]:
            del held[known]
        if value is not None:
            held[name] = value

    def key(self, path: str) -> Key:
        """Give a key and all below it."""
        below: dict[str, list[str]] = {}
        for one in self.written:
            if one.startswith(path + "\\"):
                below.setdefault(one[len(path) + 1 :].split("\\")[0], []).append(one)
        return Key(
            self.written.get(path, {}), {name: self.key(f"{path}\\{name}") for name in below}
        )


class Editor:
    """The template loaded, with the words of one language."""

    def __init__(self, admx: bytes, adml: bytes) -> None:
        root, words = ET.fromstring(admx), ET.fromstring(adml)
        _require(root.tag == f"{SPACE}policyDefinitions", "not a template")
        _require(words.tag == f"{SPACE}policyDefinitionResources", "not a template's words")
        top = [one.tag.removeprefix(SPACE) for one in root]
        _require(
            top == ["policyNamespaces", "resources", "supportedOn", "categories", "policies"],
            "the parts are not in the schema's order",
        )
        parts = [one.tag.removeprefix(SPACE) for one in words]
        _require(parts == ["displayName", "description", "resources"], "the words' parts")
        self._strings = self._read_strings(words)
        self._presentations = {one.attrib["id"]: one for one in words.iter(f"{SPACE}presentation")}
        self._used: set[str] = set()
        self._categories = {
            one.attrib["name"]: one for one in root.iterfind(f"{SPACE}categories/*")
        }
        for one in self._categories.values():
            self.words(one.attrib["displayName"])
        self._supported = {one.attrib["name"] for one in root.iter(f"{SPACE}definition")}
        for one in root.iter(f"{SPACE}definition"):
            self.words(one.attrib["displayName"])
        self.policies = {}
        for one in root.iterfind(f"{SPACE}policies/*"):
            _require(one.attrib["name"] not in self.policies, "two policies of one name")
            self._check(one)
            self.policies[one.attrib["name"]] = one
        _require(self._used == set(self._strings), f"unused: {set(self._strings) - self._used}")

    @staticmethod
    def _read_strings(words: ET.Element) -> dict[str, str]:
        strings: dict[str, str] = {}
        for one in words.iter(f"{SPACE}string"):
            name = one.attrib["id"]
            _require(bool(ID.match(name)), f"{name} is no identifier")
            _require(name not in strings, f"{name} twice")
            _require(bool(one.text), f"{name} says nothing")
            strings[name] = one.text or ""
        return strings

    def words(self, reference: str) -> str:
        """Give the string that ``$(string.…)`` names."""
        found = re.fullmatch(r"\$\(string\.([\w.\-]+)\)", reference)
        _require(found is not None and found[1] in self._strings, f"no such string: {reference}")
        assert found is not None
        self._used.add(found[1])
        return self._strings[found[1]]

    def _check(self, policy: ET.Element) -> None:
        self._attributes(policy)
        _require(bool(ID.match(policy.attrib["name"])), "a name is no identifier")
        _require(policy.attrib["class"] in ("User", "Machine", "Both"), "no such class")
        self.words(policy.attrib["displayName"])
        self.words(policy.attrib["explainText"])
        order = [POLICY_PARTS.index(one.tag.removeprefix(SPACE)) for one in policy]
        _require(order == sorted(set(order)), "parts of a policy are not in the schema's order")
        category = policy.find(f"{SPACE}parentCategory")
        _require(category is not None and category.attrib["ref"] in self._categories, "category")
        supported = policy.find(f"{SPACE}supportedOn")
        _require(supported is not None and supported.attrib["ref"] in self._supported, "support")
        elements = list(policy.iterfind(f"{SPACE}elements/*"))
        shown = policy.get("presentation")
        _require(bool(elements) == bool(shown), "elements without presentation, or the reverse")
        if shown:
            name = re.fullmatch(r"\$\(presentation\.([\w.\-]+)\)", shown)
            _require(name is not None and name[1] in self._presentations, "no such presentation")
            assert name is not None
            controls = {one.attrib["refId"]: one for one in self._presentations[name[1]]}
            for element in elements:
                self._element(element, controls)

    def _element(self, element: ET.Element, controls: Mapping[str, ET.Element]) -> None:
        kind = element.tag.removeprefix(SPACE)
        self._attributes(element)
        control = controls.get(element.attrib["id"])
        _require(control is not None, "an element without control")
        assert control is not None
        _require(control.tag == f"{SPACE}{CONTROLS[kind]}", "a control of another kind")
        label = control.find(f"{SPACE}label")
        _require(bool(control.text or (label is not None and label.text)), "a control says nothing")
        if kind == "text":
            _require(label is not None, "a text box has its label within")
        for item in element.iter(f"{SPACE}item"):
            self.words(item.attrib["displayName"])

    @staticmethod
    def _attributes(element: ET.Element) -> None:
        known = ATTRIBUTES[element.tag.removeprefix(SPACE)]
        given = set(element.attrib)
        _require(given <= set(known), f"unknown attributes {given - set(known)}")
        missing = {name for name, needed in known.items() if needed} - given
        _require(not missing, f"attributes missing: {missing}")

    def enable(self, registry: Registry, name: str, **filled: object) -> None:
        """Enable a policy: an *enum* takes the number of its item, the others their value."""
        policy = self.policies[name]
        key = policy.attrib["key"]
        if "valueName" in policy.attrib:
            enabled = policy.find(f"{SPACE}enabledValue")
            value = 1 if enabled is None else _constant(enabled)
            registry.set(key, policy.attrib["valueName"], value)
        elements = {one.attrib["id"]: one for one in policy.iterfind(f"{SPACE}elements/*")}
        _require(set(filled) <= set(elements), "no such field")
        for identifier, element in elements.items():
            given = filled.get(identifier)
            self._fill(registry, element, given, element.get("key", key))

    def disable(self, registry: Registry, name: str) -> None:
        """Disable a policy: its own value says so, and its fields are taken out."""
        policy = self.policies[name]
        key = policy.attrib["key"]
        if "valueName" in policy.attrib:
            disabled = policy.find(f"{SPACE}disabledValue")
            value = 0 if disabled is None else _constant(disabled)
            registry.set(key, policy.attrib["valueName"], value)
        for element in policy.iterfind(f"{SPACE}elements/*"):
            if "valueName" in element.attrib:
                registry.set(element.get("key", key), element.attrib["valueName"], None)

    def _fill(self, registry: Registry, element: ET.Element, given: object, key: str) -> None:
        kind = element.tag.removeprefix(SPACE)
        required = element.get("required") == "true"
        if kind == "list":
            for number, line in enumerate(given or (), start=1):  # type: ignore[call-overload]
                registry.set(key, f"{element.get('valuePrefix')}{number}", line)
            return
        name = element.attrib["valueName"]
        if kind == "enum":
            items = list(element)
            _require(given is not None or not required or bool(items), "nothing chosen")
            chosen = items[int(given or 0)].find(f"{SPACE}value")  # type: ignore[call-overload]
            assert chosen is not None
            registry.set(key, name, _constant(chosen))
        elif kind == "decimal":
            _require(isinstance(given, int), "no number")
            assert isinstance(given, int)
            bounds = int(element.get("minValue", "0")), int(element.get("maxValue", "9999"))
            _require(bounds[0] <= given <= bounds[1], "out of bounds")
            registry.set(key, name, given)
        else:
            _require(not (required and not given), "empty")
            registry.set(key, name, given or "")


def _constant(element: ET.Element) -> object:
    inner = element[0]
    kind = inner.tag.removeprefix(SPACE)
    if kind == "decimal":
        return int(inner.attrib["value"])
    return None if kind == "delete" else inner.text
