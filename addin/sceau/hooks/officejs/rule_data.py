"""What the rules of the Outlook add-in are made of, taken from the rules themselves.

The add-in asks the same questions in JavaScript. Its lists, words, weights and regular expressions
are written out of the Python modules when it is built, so that none is typed twice; that both then
find the same is held by ``tests/contracts/``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.entities import name2codepoint

from sceau.hooks.officejs import characters
from sceau.hooks.officejs.patterns import translated
from sceau.hooks.officejs.person_data import person_data
from sceau.mail import addresses, body, history, html_text, html_tokens, quoting
from sceau.phrases import LANGUAGES, catalogue
from sceau.review import (
    announcement,
    announcement_words,
    candidates,
    identifiers,
    labelled_numbers,
    mistyped,
    mssante,
    names,
    own_words,
    people,
    said,
    sensitive,
    slips,
    taking_out,
)
from sceau.review.health import everyday, model, patterns, words
from sceau.review.reading import kinds
from sceau.review.reading.texts import gathering, plain
from sceau.review.rules import (
    RULE_IDS,
    consumer_sharing_link,
    forwarded_health_data,
    identifier,
    large_mail,
    long_history,
    lookalike_address,
    missing_attachment,
    reply_all,
    role_address,
    visible_recipients,
)
from sceau.seal import formats, letter, passwords

THERE = (
    "no-recipient",
    "malformed-address",
    "lookalike-address",
    "visible-recipients",
    "mssante",
    "consumer-sharing-link",
    "missing-attachment",
    "long-history",
    "large-mail",
    "password-in-mail",
    "unprotected-attachment",
    "weak-protection",
    "health-data",
    "identifier",
    "personal-mailbox",
    "reply-all",
    "role-address",
    "forwarded-health-data",
    "wrong-person",
    "mixed-patients",
    "not-examined",
)
"""The rules the add-in asks. The others need a memory of correspondents, or what documents hide."""

NOT_SAID = frozenset({"abroad"})
"""The kinds of number those rules tell in Python alone: those of other countries are
checked by a library."""


def rule_data() -> dict[str, object]:
    """Give everything as plain data for JSON."""
    return {
        "rule_ids": list(RULE_IDS),
        "characters": characters.tables(),
        "addresses": _addresses(),
        "people": {"providers": sorted(people.PUBLIC_PROVIDERS)},
        "mssante": {"space": sorted(mssante._SPACE), "patients": mssante._PATIENTS},
        "names": {"professional": sorted(names.PROFESSIONAL_TITLES)},
        "mistyped": _mistyped(),
        "slips": _slips(),
        "lookalike": _lookalike(),
        "own_words": _patterns(quoting)
        | {"longest": own_words._LONGEST, "longest_line": quoting.LONGEST_LINE},
        "announcement": _announcement(),
        "missing_attachment": {
            "answers": translated(missing_attachment._ANSWERS),
            "signatures": sorted(missing_attachment._SIGNATURES),
        },
        "links": {
            "services": [[name, translated(link)] for name, link in consumer_sharing_link._LINKS],
            "target": translated(consumer_sharing_link._TARGET),
            "quotation": translated(consumer_sharing_link._QUOTATION),
        },
        "identifiers": _identifiers(),
        "identifier": {
            "to_be_paid": translated(identifier._TO_BE_PAID),
            "within": identifier._TO_BE_PAID_WITHIN,
        },
        "health": _health(),
        "health_data": {"prefix": translated(said.PREFIX)},
        "candidates": _candidates(),
        "thresholds": {
            "large-mail": large_mail.THRESHOLD,
            "long-history": long_history.THRESHOLD,
            "reply-all": reply_all.THRESHOLD,
            "fewest": reply_all._FEWEST,
            "most_patients": visible_recipients.MOST_PATIENTS,
        },
        "kinds": [[at, magic.hex(), kind] for at, magic, kind in kinds._MAGIC],
        "documents": sorted(sensitive._DOCUMENTS),
        "formats": {kind: how for kind, (how, _) in formats._BY_KIND.items()},
        "html": {
            "breaks": sorted(html_text._BREAKS),
            "cells": sorted(html_text._CELLS),
            "entities": name2codepoint,
        },
        "html_tokens": {
            "void": sorted(html_tokens._VOID),
            "inline": sorted(html_tokens._INLINE),
            "attribute": translated(html_tokens._ATTRIBUTE),
        },
        "history": _history(),
        "pictures": {"cid": translated(body._CID)},
        "taking_out": {"address": translated(taking_out._ADDRESS, letters=True)},
        "letters": _letters(),
        "persons": person_data(),
        "role_address": _patterns(role_address) | {"roles": sorted(role_address.ROLES)},
        "forwarded": _patterns(forwarded_health_data) | {"longest": forwarded_health_data._LONGEST},
        "passwords": {
            "alphabet": passwords.ALPHABET,
            "group": passwords.GROUP,
            "bits": passwords.CNIL_BITS,
            "zip_bits": passwords.ZIP_BITS,
        },
    }


def letter_data() -> dict[str, object]:
    """Give what the text of a letter is written with: signs said by others, and those left out."""
    return {
        "longest": letter.LONGEST,
        "alike": {chr(one): by for one, by in letter.ALIKE.items()},
        "unseen": letter.UNSEEN.pattern,
    }


def words_of_passwords() -> tuple[str, ...]:
    """Give the French words passwords are made of."""
    return passwords.word_list()


_SAID = re.compile(
    r"(?:finding|cure|rule|confirm|seal\.spell|review\.neutral|reading\.(?:problem|unread)|error\.(?:no-history|letter-picture)|seal\.letter|seal\.file-name|outlook)\b"
)


def sentences() -> dict[str, Mapping[str, object]]:
    """Give the sentences the add-in may say, by language."""
    return {
        language: {
            key: form for key, form in sorted(catalogue(language).items()) if _SAID.match(key)
        }
        for language in LANGUAGES
    }


def as_json(data: object) -> str:
    """Write ``data`` as one line of JSON, the same for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _patterns(module: object) -> dict[str, object]:
    """Give every regular expression of a module by its name, without the underscore."""
    return {
        name.strip("_").lower(): translated(one)
        for name, one in vars(module).items()
        if isinstance(one, re.Pattern)
    }


def _addresses() -> dict[str, object]:
    return {
        "quoted": translated(addresses._QUOTED),
        "atom": translated(addresses._ATOM),
        "label": translated(addresses._LABEL),
        "literal": translated(addresses._LITERAL),
        "most": [addresses.MAX_LOCAL, addresses.MAX_DOMAIN, addresses.MAX_ADDRESS],
    }


def _mistyped() -> dict[str, object]:
    return {
        "endings": sorted(mistyped._ENDINGS),
        "without_ending": mistyped._WITHOUT_ENDING,
        "without_dot": mistyped._WITHOUT_DOT,
        "without_at": list(mistyped._WITHOUT_AT),
    }


def _slips() -> dict[str, object]:
    looks = slips._LOOKS_LIKE
    return {
        "keyboards": [list(rows) for rows in slips._KEYBOARDS],
        "looks_like": {chr(code): str(to) for code, to in looks.items()},
        "pairs": [list(pair) for pair in slips._PAIRS],
    }


def _lookalike() -> dict[str, object]:
    return {
        "real": sorted(lookalike_address._REAL),
        "providers": [list(one) for one in lookalike_address._PROVIDERS],
        "ending_slips": {
            ending: sorted(slip) for ending, slip in lookalike_address._ENDING_SLIPS.items()
        },
        "never": lookalike_address._NEVER,
        "short": lookalike_address._SHORT,
        "part_of_others": lookalike_address._PART_OF_OTHERS,
    }


def _announcement() -> dict[str, object]:
    known = announcement_words.words()
    return {
        "hints": list(announcement_words.HINTS),
        "announces": translated(known.announces),
        "denies": translated(known.denies),
        "anothers": translated(known.anothers),
        "this_mail": translated(known.this_mail),
        **_patterns(announcement),
        "link_reaches": announcement._LINK_REACHES,
        "longest_sentence": announcement._LONGEST_SENTENCE,
    }


def _identifiers() -> dict[str, object]:
    beside = [one for one in labelled_numbers._PATTERNS if one[0] == "ipp"]
    return {
        **_patterns(identifiers),
        "label_within": identifiers._LABEL_WITHIN,
        "other_within": identifiers._OTHER_WITHIN,
        "longest": identifiers.LONGEST,
        "at_mssante": identifiers._AT_MSSANTE,
        "iban_lengths": identifiers._IBAN_LENGTHS,
        "corsica": identifiers._CORSICA,
        "ipp": [[sorted(begins), translated(pattern)] for _, _, begins, pattern, _ in beside],
    }


def _health() -> dict[str, object]:
    known = words.words()
    by_concept: dict[str, list[str]] = {}
    for word, concept in known.single.items():
        by_concept.setdefault(concept, []).append(word)
    weights = model._weights()
    return {
        "single": by_concept,
        "phrases": {
            first: [[list(rest), concept] for rest, concept in several]
            for first, several in known.phrases.items()
        },
        "patterns": [[concept, translated(one)] for concept, one in patterns.PATTERNS],
        "built": [[concept, translated(one)] for concept, one in patterns.BUILT],
        "built_alike": sorted(patterns.BUILT_ALIKE),
        "shortest_built": patterns.SHORTEST_BUILT,
        "person": translated(patterns.PERSON),
        "named": translated(patterns.NAMED),
        "general": translated(patterns.GENERAL),
        "possessive": translated(patterns.POSSESSIVE),
        "greeting": translated(model._GREETING),
        **{
            name.lower(): translated(getattr(patterns, name))
            for name in ("SHE", "LAW", "OFFICIAL", "ONE_PERSON", "RULE", "ADDRESSED", "NOTE")
        },
        **{
            name.lower(): translated(getattr(everyday, name))
            for name in ("OFFICE", "FACTS", "FOR_ALL")
        },
        "of_a_kind": translated(model._OF_A_KIND),
        "adjective": translated(model._ADJECTIVE),
        "tail": model._TAIL.pattern,
        "told": sorted(model._TOLD),
        "of_a_line": sorted(model._OF_A_LINE),
        "anybodys": sorted(model._ANYBODYS),
        "nothing": words.NOTHING,
        "short": model._SHORT,
        "least": model._LEAST,
        "line": model._LINE,
        "rules": model._RULES,
        "base": weights.base,
        "weights": weights.concepts,
        "bars": model._BARS,
        "bar_of_long": model._BAR_OF_LONG,
        "long": model._LONG,
        "longest": model.LONGEST,
        "window": model.WINDOW,
        "step": model.STEP,
        "file": sorted(model._FILE),
        "weak": sorted(model._WEAK),
        "by_form": sorted(model._BY_FORM),
        "ones_own": sorted(model._ONES_OWN),
        "said_by_a_name": sorted(model._SAID_BY_A_NAME),
        "near": model._NEAR,
        "few": model._FEW,
        "shown": model._SHOWN,
    }


def _history() -> dict[str, object]:
    sets = ("_QUOTES", "_BLOCKS", "_INTRODUCING", "_INTRODUCTIONS", "_BEGINNINGS")
    listed = {name.strip("_").lower(): sorted(getattr(history, name)) for name in sets}
    return {**_patterns(history), **listed, "look": history._LOOK}


def _letters() -> dict[str, object]:
    """What tells kinds of letters apart, in bytes there and in characters here; and what
    Windows-1252 has where ISO 8859-1 has controls."""
    patterns = {
        name: translated(re.compile(one.pattern.decode("ascii"), one.flags & ~re.ASCII))
        for name, one in (("page", plain._PAGE), ("header", plain._HEADER))
    }
    windows = bytes(range(0x80, 0xA0)).decode("cp1252", "replace")
    dropped = "".join(map(chr, gathering._DROPPED))
    return {**patterns, "windows": windows, "dropped": dropped}


def _candidates() -> dict[str, object]:
    return {
        "cue": translated(candidates._CUE),
        "bare_cue": translated(candidates._BARE_CUE),
        "quoted": translated(candidates._QUOTED, letters=True),
        "date": translated(candidates._DATE),
        "months": candidates._MONTHS,
        "edges": list(candidates._EDGES),
        "separators": candidates._SEPARATORS.pattern,
        "most": candidates.MOST,
        "most_text": candidates._MOST_TEXT,
        "most_groups": candidates._MOST_GROUPS,
        "most_edges": candidates._MOST_EDGES,
        "longest": candidates._LONGEST,
        "shortest": candidates._SHORTEST,
    }
