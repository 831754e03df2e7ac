"""The catalogues: the same in both languages, all of it used, nothing missing, good French."""

from __future__ import annotations

import json
import re

import pytest

from support.catalogue import read_page, read_python, shape, uses
from support.repository import ROOT
from support.typography import french_faults

Catalogue = dict[str, str | dict[str, str]]


def load(language: str) -> Catalogue:
    text = (ROOT / "ui" / "locales" / f"{language}.json").read_text(encoding="utf-8")
    loaded: Catalogue = json.loads(text)
    return loaded


FRENCH, ENGLISH = load("fr"), load("en")
USES = uses()
HEADS = {key.partition(".")[0] for key in FRENCH}

# What is said of either client, after its name.
_OF_A_CLIENT = r"added|later|leaving|not-known(?:\.next)?|renew-add-on|renew-sceau|said|stays-open"

# Keys put together while the program runs: what they begin with, and what may follow. Where
# nothing is given, what follows must stand in the sources in words of its own, so that a key
# that nobody can name is found.
PUT_TOGETHER: dict[str, str] = {
    "batch.count.": "",
    "cli.": "",
    "confirm.acknowledge.": "",
    "confirm.by-": "",
    "confirm.chip.": "",
    "confirm.chip.is-": "",
    "confirm.chip.number-": r"nir|nir-unsure|abroad|ipp",
    "confirm.field-": "",
    "confirm.file-": "",
    "confirm.group-": "",
    "confirm.headline.": "",
    "confirm.in-": "",
    "confirm.send.": r"plain|(?:seal)?-?(?:bcc)?-?(?:each)?",
    "confirm.size-": "",
    "confirm.tone-": "",
    "cure.": "",
    "discovery.found.": "",
    "doctor.check.": "",
    "error.": "",
    "error.policy-settings-": "",
    "error.user-settings-": "",
    "finding.first-time-recipient.": r"(?:plain|sensitive)(?:-many)?",
    "finding.forwarded-health-data.": r"(?:file|text)(?:-from)?",
    "finding.homonym.": r"same|like",
    "finding.personal-mailbox.": r"known|title",
    "finding.role-address.": "",
    "finding.wrong-person.": r"other|unlike|family|known|born|number|greeting|sent",
    "finding.hidden-data.": "",
    "finding.health-data.body-": r"nobody|person",
    "finding.identifier.": r"(?:nir|nir-unsure|abroad|ipp|iban)-(?:subject|body|attachment|file)",
    "finding.lookalike-address.": "",
    "finding.missing-attachment.": "",
    "finding.not-examined.why.": "",
    "finding.password-given.": "",
    "finding.password-in-mail.": "",
    "finding.unprotected-attachment.": "",
    "finding.visible-recipients.": "",
    "finding.weak-protection.": "",
    "install.windows-": r"thunderbird|outlook(?:-gone)?|desktop",
    "journal.count.": "",
    "journal.event.": "",
    "journal.fate.": "",
    "journal.fault.": "",
    "outbox.": "",
    "outbox.progress.": "",
    "outlook.primary.": r"plain|(?:seal)?-?(?:bcc)?",
    "policy.": "check",
    "policy.account.": r"[a-z_.]+",
    "policy.category.": "",
    "policy.check.": "",
    "policy.from.": "",
    "policy.sign_in.": "",
    "reading.problem.": "",
    "reading.unread.": "",
    "review.level.": "",
    "rule.": r"[a-z-]+",
    "seal.envelope.": "",
    "seal.instructions.": "",
    "seal.spell.": r"[a-z0-9]",
    "seal.why.": "",
    "seal.spell.symbol-": r"[0-9a-f]{2}",
    "sealer.file-": "",
    "sealer.format.": "",
    "sealer.kind-": "",
    "settings.accounts.": (
        r"(?:login|test|remove)(?:-named)?|url|mailbox|client|tenant|address|password|auth|kind"
    ),
    "settings.accounts.login-by.": r"(?:kerberos|oauth)(?:\.hint)?|auto",
    "settings.accounts.by.": r"auto|browser|graph|exchange",
    "settings.": (
        r"on|off|account|internal_domains"
        r"|(?:language|theme|window|pause|memory\.\w+|password\.\w+)(?:\.[a-z-]+)?"
    ),
    "settings.accounts.kind.": "",
    "settings.group.": "",
    "settings.problem.": "",
    "settings.rules.": "",
    "stats.": "",
    "terminal.": "",
    "tray.send.": "",
    "trace.": "",
}
FILE_NAMES = {
    "confirm.css",
    "confirm.html",
    "confirm.js",
    "doctor.pdf",
    "drafts.user",
    "journal.head",
    "journal.jsonl",
    "journal.lock",
    "outbox.sqlite",
    "seal.css",
    "seal.html",
    "seal.js",
    "settings.xml",
    "policy.json",
    "policy.toml",
    "settings.css",
    "settings.html",
    "settings.lock",
    "settings.js",
    "settings.toml",
    "thunderbird.exe",
    "tray.lock",
}
DOMAINS = {"outlook.be", "outlook.com", "outlook.de", "outlook.fr"}
SAME_IN_BOTH = {
    "apostrophe",
    "bit",
    "bits",
    "cc",
    "documents",
    "dollar",
    "message",
    "messages",
    "minutes",
    "plus",
    "point",
    "points",
    "six",
    "tilde",
}
SAME_IN_BOTH |= {"bit", "bits"} | {"english", "français"}  # languages name themselves


def texts(form: str | dict[str, str]) -> list[str]:
    return [form] if isinstance(form, str) else list(form.values())


def put_together(key: str) -> bool:
    for start, pattern in PUT_TOGETHER.items():
        rest = key.removeprefix(start)
        if rest == key:
            continue
        if re.fullmatch(pattern, rest) if pattern else set(rest.split(".")) <= WORDS:
            return True
        if not pattern and rest.endswith(ENDINGS):
            return True
    return False


# What a made-up key ends with: "-settings-not-toml" of f"{who}-settings-not-toml".
ENDINGS = tuple(word for word in USES.words if re.fullmatch(r"(?:-[a-z]+){2,}", word))
WORDS = {part for word in USES.words for part in (word, *word.split("."))}


def test_both_languages_say_the_same_things() -> None:
    assert set(FRENCH) == set(ENGLISH)


def test_both_languages_fill_the_same_places() -> None:
    """The plural forms too; ``count`` may be left out of a form that says it in words."""

    def places(form: str | dict[str, str]) -> dict[str, frozenset[str]]:
        return {name: names - {"count"} if name else names for name, names in shape(form).items()}

    assert not [key for key in FRENCH if places(FRENCH[key]) != places(ENGLISH[key])]


def test_every_plural_has_both_forms() -> None:
    for catalogue in (FRENCH, ENGLISH):
        plurals = {key: set(form) for key, form in catalogue.items() if isinstance(form, dict)}
        assert not {key: forms for key, forms in plurals.items() if forms != {"one", "other"}}


def test_every_sentence_named_in_the_sources_exists() -> None:
    """A word that looks like a key is one, or the beginning of one."""
    heads = "|".join(sorted(HEADS))
    look_like = re.compile(rf"(?:{heads})(?:\.[a-z0-9-]+)+")
    named = {word for word in USES.words if look_like.fullmatch(word)} - FILE_NAMES - DOMAINS
    missing = {word for word in named if word not in FRENCH and word not in PUT_TOGETHER}
    assert not {one for one in missing if not any(key.startswith(f"{one}.") for key in FRENCH)}


def test_every_sentence_is_used() -> None:
    assert not [key for key in FRENCH if key not in USES.words and not put_together(key)]


@pytest.mark.parametrize("start", PUT_TOGETHER)
def test_every_beginning_listed_here_is_in_the_sources(start: str) -> None:
    found = [one for one in USES.beginnings if one.partition(".")[0] in HEADS and "." in one]
    assert any(start.startswith(one) or one.startswith(start) for one in found)
    assert any(key.startswith(start) for key in FRENCH)


def test_every_beginning_in_the_sources_is_listed_here() -> None:
    made = {one for one in USES.beginnings if one.partition(".")[0] in HEADS and "." in one}
    assert not {one for one in made if not one.startswith(tuple(PUT_TOGETHER))}


@pytest.mark.parametrize("key", FRENCH)
def test_the_french_is_written_with_care(key: str) -> None:
    assert not [fault for text in texts(FRENCH[key]) for fault in french_faults(text)]


def test_nothing_is_left_in_the_other_language() -> None:
    same = {
        key: words
        for key, form in FRENCH.items()
        if form == ENGLISH[key]
        for words in [set(re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", "", " ".join(texts(form)))))]
        if not {word.lower() for word in words} <= SAME_IN_BOTH
    }
    assert not same


def test_no_english_sentence_shouts_or_has_french_spaces() -> None:
    wrong = [
        key
        for key, form in ENGLISH.items()
        for text in texts(form)
        if "!" in text or "\u00a0:" in text or "«" in text or "..." in text
    ]
    assert not wrong


def test_catalogues_are_sorted_so_that_changes_read_well() -> None:
    assert list(FRENCH) == sorted(FRENCH)
    assert list(ENGLISH) == sorted(ENGLISH)


def test_the_reader_of_python_finds_keys_and_beginnings() -> None:
    found = read_python('phrase("a.b", x=1); phrase(f"c.{rule}.d")')
    assert "a.b" in found.words
    assert "c." in found.beginnings


def test_the_reader_of_pages_finds_keys_and_beginnings() -> None:
    found = read_page("""say("a.b"); say(`c.${rule}`); <p data-say="d.e-f">""")
    assert {"a.b", "d.e-f"} <= found.words
    assert "c." in found.beginnings
