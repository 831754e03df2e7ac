"""Mails made at random in which people write a password, in all the ways they do."""

from __future__ import annotations

from random import Random

from sceau.mail.model import Attachment, Mail
from sceau.seal.passwords import generate, groups

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
