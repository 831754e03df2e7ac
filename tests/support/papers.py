"""Medical papers made at random about invented people: how letters, reports, results and forms say
whom they are about."""

from __future__ import annotations

from random import Random

from support.correspondents import Somebody

_HEADS = (
    "CLINIQUE DES TILLEULS\nService de cardiologie\nTél. 04 90 12 34 56\n",
    "Laboratoire de biologie médicale\n12 rue des Lilas, 84000 Avignon\n",
    "CENTRE HOSPITALIER DE VALMONT\nPôle médecine — Unité de diabétologie\nDr Anne ROUSSEL\n",
    "Cabinet de diététique\nCamille Rousseau, diététicienne\n",
    "",
)
_WHO = (
    "Patient : {FAMILY} {Given}\nNé(e) le : {born}\n",
    "Patiente : {Title} {Given} {FAMILY} ({born})\n",
    "Nom : {FAMILY}\nPrénom : {Given}\nDate de naissance : {born}\n",
    "Nom de naissance : {FAMILY}   Prénoms : {Given}   Sexe : F\nDDN : {born}   IPP : 8012345\n",
    "NOM Prénom : {FAMILY} {Given}\n",
    "{Title} {FAMILY} {Given}, né(e) le {born}\n",
    "Concerne : {Title} {Given} {FAMILY}\n",
    "Cher confrère,\n\nJ'ai vu ce jour {Title} {Given} {FAMILY}, {age} ans, pour une toux.\n",
    "Cher ami,\n\nVotre patient {Title} {FAMILY} {Given} a bien été reçu en consultation.\n",
    "{Title} {Given} {FAMILY} a été hospitalisée du 3 au 9 mars.\n",
    "Compte rendu\n\nIdentité : {FAMILY} {Given}, {born}\n",
    "Bilan de {Title} {FAMILY}\n",
    "{Given} {FAMILY}\nnée le {born}\n",
    "Dossier de {Title} {FAMILY} {Given}\n",
    "Compte rendu d'examen\n{FAMILY} {Given} - {age} ans - dossier 2026-1234\n",
    "Ordonnance\n\n{Title} {FAMILY} {Given}\n",
)
_REST = (
    "\nRésultats : glycémie 1,12 g/L, hémoglobine 13,2 g/dL, créatinine 72 µmol/L.\n"
    "Conclusion : bilan sans anomalie. Contrôle dans six mois.\n\nDr Anne ROUSSEL\n",
    "\nAntécédents : hypertension artérielle. Traitement : amlodipine 5 mg.\n"
    "Copie au Dr Paul MARCHAND, médecin traitant.\n\nBien confraternellement,\nDr Julie BLANCHET\n",
    "\nPetit-déjeuner : pain complet, fruit. Dîner : légumes, poisson.\n"
    "À revoir le 12 avril 2026.\n",
)


def paper(one: Somebody, random: Random) -> str:
    """Give the text of a paper about ``one``."""
    who = random.choice(_WHO).format(
        FAMILY=one.family.upper(),
        Given=one.given.title(),
        Title=random.choice(("M.", "Mme", "Monsieur", "Madame")),
        born=one.born,
        age=2026 - int(one.born[-4:]),
    )
    return f"{random.choice(_HEADS)}\n{who}{random.choice(_REST)}"
