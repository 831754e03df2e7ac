"""Administrative templates for Windows' Group Policy and Intune: ``sceau.admx``, and its words in
French and English (``.adml``).

The elements and their order are those of Microsoft's *PolicyDefinitions* schema, revision 1.0
(namespace ``…/GroupPolicy/2006/07/PolicyDefinitions``). Each policy exists for the machine and
for the user; the machine's stands over the user's.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from sceau import __version__
from sceau.phrases import Language, Phrase, phrase, say
from sceau.settings.policy.export.templates import Field, Policy, Written, policies

NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
CULTURES: dict[str, Language] = {"fr-FR": "fr", "en-US": "en"}
"""The folder of each language's words, as Windows names it."""

_CATEGORIES = ("general", "rules", "account")
_ROOT = {"xmlns": NAMESPACE, "revision": "1.0", "schemaVersion": "1.0"}


def files() -> dict[str, bytes]:
    """Give each file by its path below ``PolicyDefinitions``."""
    every = tuple(policies())
    made = {"sceau.admx": _document(_definitions(every))}
    for culture, language in CULTURES.items():
        made[f"{culture}/sceau.adml"] = _document(_words(every, language))
    return made


def _document(root: ET.Element) -> bytes:
    ET.indent(root, "  ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _definitions(every: tuple[Policy, ...]) -> ET.Element:
    root = ET.Element("policyDefinitions", _ROOT)
    spaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(spaces, "target", prefix="sceau", namespace="Sceau.Policies")
    ET.SubElement(root, "resources", minRequiredRevision="1.0")
    supported = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    ET.SubElement(supported, "definition", name="SCEAU", displayName="$(string.supported)")
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", name="sceau", displayName="$(string.sceau)")
    for name in _CATEGORIES:
        words = f"$(string.category_{name})"
        below = ET.SubElement(categories, "category", name=name, displayName=words)
        ET.SubElement(below, "parentCategory", ref="sceau")
    ET.SubElement(root, "policies").extend(_policy(one) for one in every)
    return root


def _policy(one: Policy) -> ET.Element:
    attributes = {
        "name": one.name,
        "class": "Both",
        "displayName": f"$(string.{one.name})",
        "explainText": f"$(string.{one.name}_explain)",
        "key": one.key,
    }
    if one.leaf:
        attributes["valueName"] = one.leaf
    if one.fields:
        attributes["presentation"] = f"$(presentation.{one.name})"
    policy = ET.Element("policy", attributes)
    ET.SubElement(policy, "parentCategory", ref=one.category)
    ET.SubElement(policy, "supportedOn", ref="SCEAU")
    if one.leaf:
        _written(ET.SubElement(policy, "enabledValue"), one.enabled)
        _written(ET.SubElement(policy, "disabledValue"), one.disabled)
    if one.fields:
        ET.SubElement(policy, "elements").extend(_element(field) for field in one.fields)
    return policy


def _element(field: Field) -> ET.Element:
    if field.kind == "list":
        # One value a line, named 1, 2, 3…
        key = rf"{field.key}\{field.leaf}"
        return ET.Element("list", id=field.id, key=key, valuePrefix="")
    named = {"id": field.id, "key": field.key, "valueName": field.leaf}
    if field.kind == "text":
        return ET.Element("text", named)
    named["required"] = "true"
    if field.kind == "number":
        bounds = {"minValue": str(field.lowest), "maxValue": str(field.highest)}
        return ET.Element("decimal", named | bounds)
    element = ET.Element("enum", named)
    for number, (answer, _) in enumerate(field.answers):
        item = ET.SubElement(element, "item", displayName=f"$(string.{field.id}_{number})")
        _written(ET.SubElement(item, "value"), answer)
    return element


def _written(element: ET.Element, value: Written) -> None:
    if value is None:
        ET.SubElement(element, "delete")
    elif isinstance(value, int):
        ET.SubElement(element, "decimal", value=str(value))
    else:
        ET.SubElement(element, "string").text = value


def _words(every: tuple[Policy, ...], language: Language) -> ET.Element:
    root = ET.Element("policyDefinitionResources", _ROOT)
    ET.SubElement(root, "displayName").text = f"Sceau {__version__}"
    ET.SubElement(root, "description").text = say(phrase("policy.description"), language)
    resources = ET.SubElement(root, "resources")
    table = ET.SubElement(resources, "stringTable")
    for name, words in _strings(every):
        ET.SubElement(table, "string", id=name).text = say(words, language)
    presentations = ET.SubElement(resources, "presentationTable")
    for one in every:
        if one.fields:
            shown = ET.SubElement(presentations, "presentation", id=one.name)
            shown.extend(_control(field, say(field.label, language)) for field in one.fields)
    return root


def _strings(every: tuple[Policy, ...]) -> Iterator[tuple[str, Phrase]]:
    yield "sceau", phrase("policy.category")
    yield "supported", phrase("policy.supported")
    for name in _CATEGORIES:
        yield f"category_{name}", phrase(f"policy.category.{name}")
    for one in every:
        yield one.name, one.label
        yield f"{one.name}_explain", one.explained
        for field in one.fields:
            for number, (_, words) in enumerate(field.answers):
                yield f"{field.id}_{number}", words


def _control(field: Field, label: str) -> ET.Element:
    if field.kind == "text":
        box = ET.Element("textBox", refId=field.id)
        ET.SubElement(box, "label").text = label
        return box
    if field.kind == "choice":
        control = ET.Element("dropdownList", refId=field.id, noSort="true", defaultItem="0")
    elif field.kind == "number":
        control = ET.Element("decimalTextBox", refId=field.id, defaultValue=str(field.lowest))
    else:
        control = ET.Element("listBox", refId=field.id)
    control.text = label
    return control
