"""The dietitian's report that the sample mail carries: two pages about an invented patient."""

from __future__ import annotations

from sceau.demo.pdf import Page, write_pdf

_LEFT, _TOP, _LINE = 56, 786, 15

_MEASURES = (
    ("Taille", "1,64 m"),
    ("Poids", "81,5 kg"),
    ("Indice de masse corporelle", "30,3 kg/m²"),
    ("Tour de taille", "98 cm"),
    ("Tension artérielle", "13/8"),
    ("Glycémie à jeun", "1,18 g/l"),
    ("HbA1c", "6,4 %"),
    ("LDL-cholestérol", "1,52 g/l"),
)
_HISTORY = (
    "Patiente adressée par son médecin traitant pour un prédiabète découvert lors d’un",
    "bilan annuel. Antécédents familiaux : diabète de type 2 chez la mère. Traitement en",
    "cours : lévothyroxine 75 µg par jour. Pas d’allergie alimentaire connue.",
)
_INTAKE = (
    "Trois repas par jour, le dîner étant le plus copieux. Petit-déjeuner sucré (pain blanc,",
    "confiture, jus d’orange). Peu de légumes en semaine, deux à trois goûters par semaine.",
    "Boissons : eau, un verre de soda le week-end. Activité physique : marche, 20 minutes",
    "par jour. Sommeil de bonne qualité. Apports estimés à 2 150 kcal par jour.",
)
_GOALS = (
    "Perdre 4 kg en six mois, sans régime restrictif.",
    "Une part de légumes à chaque repas principal.",
    "Remplacer le pain blanc par du pain complet ou au levain.",
    "Un fruit entier à la place du jus, une collation si la faim est réelle.",
    "Marcher 30 minutes par jour, dont 10 minutes après le dîner.",
)
_DAY = (
    ("Petit-déjeuner", "Pain complet (60 g), fromage blanc nature, un fruit, café sans sucre"),
    ("Déjeuner", "Crudités, poisson ou volaille (120 g), lentilles, yaourt nature"),
    ("Collation", "Une poignée d’amandes ou un fruit, si la faim est présente"),
    ("Dîner", "Potage, omelette de deux œufs, légumes à volonté, pain complet (40 g)"),
)
_FOLLOW_UP = (
    "Nous nous revoyons dans six semaines avec votre carnet alimentaire. Un dosage de",
    "l’HbA1c est à prévoir dans trois mois, avec votre médecin traitant, le docteur",
    "Hélène Garnier, à qui une copie de ce bilan est adressée.",
)


def _heading(page: Page, y: float, words: str) -> float:
    page.text(_LEFT, y, words, 12, "bold")
    page.rule(y - 6)
    return y - 24


def _paragraph(page: Page, y: float, lines: tuple[str, ...]) -> float:
    for line in lines:
        page.text(_LEFT, y, line)
        y -= _LINE
    return y - 10


def _letterhead(page: Page, number: int) -> float:
    page.text(_LEFT, _TOP, "Groupe hospitalier de l’Est – Valmont", 10, "bold")
    page.text(_LEFT, _TOP - 13, "Service de nutrition, bâtiment B, 2e étage", 9)
    page.text(470, _TOP, f"Page {number} sur 2", 9)
    page.rule(_TOP - 24)
    return _TOP - 58


def _first_page() -> Page:
    page = Page()
    y = _letterhead(page, 1)
    page.text(_LEFT, y, "Bilan diététique", 20, "bold")
    page.box(_LEFT, y - 78, 483, 58, 0.94)
    page.text(_LEFT + 12, y - 40, "Patiente : Marie Durand, née le 14 mars 1974", 10, "bold")
    page.text(
        _LEFT + 12, y - 56, "Consultation du 12 novembre 2026, par Camille Rousseau, diététicienne"
    )
    page.text(_LEFT + 12, y - 70, "Document médical confidentiel", 9)
    y = _heading(page, y - 110, "Motif et antécédents")
    y = _paragraph(page, y, _HISTORY)
    y = _heading(page, y - 6, "Mesures")
    for name, value in _MEASURES:
        page.text(_LEFT, y, name)
        page.text(_LEFT + 230, y, value, 10, "bold")
        y -= _LINE
    y = _heading(page, y - 16, "Enquête alimentaire")
    _paragraph(page, y, _INTAKE)
    return page


def _second_page() -> Page:
    page = Page()
    y = _heading(page, _letterhead(page, 2), "Objectifs fixés ensemble")
    for number, goal in enumerate(_GOALS, 1):
        page.text(_LEFT, y, f"{number}.", 10, "bold")
        page.text(_LEFT + 18, y, goal)
        y -= _LINE + 3
    y = _heading(page, y - 14, "Exemple de journée")
    for meal, dishes in _DAY:
        page.text(_LEFT, y, meal, 10, "bold")
        page.text(_LEFT + 100, y, dishes)
        y -= _LINE + 3
    y = _heading(page, y - 14, "Suivi")
    y = _paragraph(page, y, _FOLLOW_UP)
    page.text(_LEFT, y - 20, "Camille Rousseau", 10, "bold")
    page.text(_LEFT, y - 34, "Diététicienne-nutritionniste, service de nutrition", 9)
    return page


def report() -> bytes:
    """Give the report as a PDF that opens without a password: always the same bytes."""
    return write_pdf(
        (_first_page(), _second_page()),
        title="Bilan diététique de Marie Durand",
        author="Camille Rousseau",
    )
