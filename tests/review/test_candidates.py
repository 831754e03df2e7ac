"""The password in the mail: found wherever a person puts it, invented nowhere."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.mail.model import Attachment, Mail
from sceau.review.candidates import MOST, candidates, stands_in
from sceau.review.reading.trying import opening
from sceau.seal.passwords import generate, groups
from sceau.seal.pdf import seal_pdf
from support import pdfs

MAILS = 1_000
SENTENCES = (
    "Bonjour Madame,", "Voici le compte rendu de votre consultation du 12 mars.",
    "Le prochain rendez-vous est prévu à 9 h 30, salle 203.", "Merci de l'apporter imprimé.",
    "Vous pouvez nous joindre au 04 90 12 34 56.", "Le mot de passe vous est donné par téléphone.",
    "Pensez à votre carte Vitale et à l'ordonnance du Dr Martin.", "Bien cordialement,",
    "Le code de la porte est affiché à l'entrée : 4412B.", "Cf. dossier n° 2026-0417-A.",
    "TSH : 2,4 mUI/L ; CRP < 5 mg/L.", "Please find the report enclosed.",
)  # fmt: skip
AROUND = (
    "mdp : {}", "MDP: {}", "Mot de passe : {}", "le mot de passe du fichier est {}.", "« {} »",
    "“{}”", "'{}'", "({})", "Code d’accès = {} (à ne pas perdre)", "password: {}",
    "The password for the file is {}, thank you.", "{}", "> mdp {}", "Pour l’ouvrir, tapez {} !",
    "Mot de passe :\n{}", "Mot de passe :\n\n  {}", "mdp *{}*",
)  # fmt: skip


def password(random: Random) -> str:
    """A password as Sceau makes them, or as people do."""
    match random.randrange(4):
        case 0:
            return generate("characters")
        case 1:
            return generate("words")
        case 2:
            drawn = random.choices("ABCDEFGHKMNPQRSTabcdefghkmnpqrst23456789", k=10)
            return "".join(drawn) + str(random.randrange(10))
        case _:
            return f"{random.choice(('Durand', 'Soleil', 'Avril'))}{random.randrange(1000, 9999)}!"


def written(secret: str, random: Random) -> str:
    """The password as someone writes it."""
    parts = groups(secret) if "-" in secret else (secret,)
    match random.randrange(4):
        case 0 if len(parts) > 1:
            return " ".join(parts)
        case 1 if "-" in secret and any(one.isdigit() for one in secret):
            return secret.replace("-", " - ")
        case _:
            return secret


def mail(random: Random, line: str = "", place: str = "body") -> Mail:
    lines = random.sample(SENTENCES, random.randrange(2, 8))
    signature = ["-- ", "Le secrétariat", "Tél. 04 90 12 34 56"]
    name, subject = "compte rendu.pdf", "Votre compte rendu"
    match place:
        case "body":
            lines.insert(random.randrange(len(lines) + 1), line)
        case "signature":
            signature.append(line)
        case "subject":
            subject = f"{subject} {line}"
        case "name":
            name = f"compte rendu {line}.pdf"
    attachment = Attachment(id="2", name=name, media_type="application/pdf", size=1)
    return Mail(subject=subject, text="\n".join((*lines, *signature)), attachments=(attachment,))


def with_secret(seed: int) -> tuple[Mail, str]:
    random = Random(seed)
    secret = password(random)
    place = random.choice(("body", "body", "signature", "subject", "name"))
    if place in ("body", "signature"):
        return mail(random, random.choice(AROUND).format(written(secret, random)), place), secret
    return mail(random, secret, place), secret


def test_of_a_thousand_mails_with_the_password_each_is_found() -> None:
    missed = []
    for seed in range(MAILS):
        one, secret = with_secret(seed)
        if secret not in {found.text for found in candidates(one)}:
            missed.append((one.subject, one.text, one.attachments[0].name, secret))
    assert missed == []


def test_of_a_thousand_mails_without_it_none_is_invented() -> None:
    for seed in range(MAILS):
        random = Random(seed)
        secret = password(random)
        one = mail(random, random.choice(AROUND).format(password(random)))
        assert secret not in {found.text for found in candidates(one)}
        assert stands_in(secret, one) is None


def test_a_password_known_beforehand_is_found_however_it_is_written() -> None:
    for seed in range(MAILS):
        one, secret = with_secret(seed)
        assert stands_in(secret, one) is not None


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_really_opens_the_file(seed: int) -> None:
    one, secret = with_secret(seed)
    sealed = seal_pdf(pdfs.report(), secret).content
    assert opening(sealed, [found.text for found in candidates(one)]) == secret
    other = mail(Random(seed))
    assert opening(sealed, [found.text for found in candidates(other)]) == ""


def test_an_ordinary_mail_is_tried_in_a_moment() -> None:
    for seed in range(50):
        assert len(candidates(mail(Random(seed)))) < 400


def test_a_long_mail_is_tried_in_part_the_likeliest_first() -> None:
    words = " ".join(f"mot{number}x" for number in range(5_000))
    one = Mail(text=f"{words}\nmdp : 7kf3-9xpa")
    found = [each.text for each in candidates(one)]
    assert len(found) == MOST
    assert "7kf3-9xpa" in found[:10]


@given(st.text(), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_candidates_that_can_be_typed(text: str, subject: str, name: str) -> None:
    attachment = Attachment(id="2", name=name, media_type="x/y", size=1)
    found = candidates(Mail(text=text, subject=subject, attachments=(attachment,)))
    assert len(found) == len({one.text for one in found}) <= MOST
    assert all(3 <= len(one.text) <= 127 for one in found)


def test_a_candidate_is_never_shown() -> None:
    [*found] = candidates(Mail(text="mdp : 7kf3-9xpa"))
    assert "7kf3" not in repr(found)
