"""How people say what ails somebody, in everyday words (folded text): a part of the body and what
is wrong with it; and how an establishment writes of its work, or a leaflet of an illness, where the
same words are about nobody."""

from __future__ import annotations

import re

_PART = (
    r"(?:tete|front|yeux|oeil|paupieres?|oreilles?|tympans?|nez|bouche|levres?|langue|dents?"
    r"|molaires?|gencives?|gorge|cou|nuque|epaules?|bras|coudes?|poignets?|mains?|doigts?|pouces?"
    r"|index|ongles?|poitrine|seins?|dos|ventre|estomac|reins?|hanches?|cuisses?|genoux?|jambes?"
    r"|mollets?|chevilles?|pieds?|talons?|orteils?|fesses?|peau|visage|joues?|menton|cotes?"
    r"|testicules?|cuir chevelu|cicatrices?|plaies?|pansements?|platre|machoire|clavicule|vessie"
    r"|vulve|aine)"
)
_STATE = (
    r"(?:gonfle|enfle|rouge|casse|deboite|foule|bloque|douloureux|douloureuse|brule|bouche|infecte"
    r"|irrite|deforme|bleu|violet|violette|noirci|gele|encroute|inflamme|sensible|raide|ecorche"
    r"|ecrase|coupe|cloque|engourdi|insensible|desuni|fele|fracture|luxe"
    r"|tordu|abime|ulcere|coincee?)e?s?"
)
_DOES = (
    r"(?:(?:qui|me|lui|le|la|se) )?(?:gratte|pique|coule|saigne|gonfle|enfle|suinte|lance|brule"
    r"|tremble|lache|demange|tire|pele|fait mal|font mal)(?:nt)?"
)
_WRONG = (
    r"(?:gonflement|rougeur|douleur|brulure|plaie|coupure|entaille|bosse|griffure|morsure|piqure"
    r"|boutons?|plaques?|taches?|demangeaisons?|croutes?|cloques?|ampoules?|boule|kyste|abces"
    r"|verrues?|eczema|mycose|fracture|entorse|luxation|tendinite|arthrose|operation|infection"
    r"|inflammation|crampes?|fourmillements?|irritation|raideur|points? de suture|agrafes|fils)s?"
)
_ON = r"(?:a|au|aux|de|du|des|sur|dans|sous|d'|l'|la|le|les|un|une|son|sa|ses|mon|ma|mes|votre|vos)"
_HURT = (
    r"(?:swollen|broken|red|sore|painful|itchy|bleeding|bruised|sprained|infected|numb|stiff|burnt)"
)
_BODY = (
    r"(?:head|eyes?|ears?|nose|mouth|lips?|tongue|tooth|teeth|gums?|throat|neck|shoulders?|arms?"
    r"|elbows?|wrists?|hands?|fingers?|thumb|chest|breasts?|back|stomach|belly|hips?|knees?|legs?"
    r"|ankles?|feet|foot|heels?|toes?|skin|scar|wound)"
)

AILMENT = re.compile(
    rf"\b{_PART}(?: (?:droite?|gauche|tres|un peu|encore|toujours|est|sont|reste|restent|a|au"
    rf"|reveil|bien|tout|toute)){{0,3}} (?:{_STATE}|{_DOES})\b|\b{_WRONG}(?: {_ON}| autour de"
    rf"| (?:profonde?|legere?|importante?|petite?)){{1,3}} ?{_PART}\b|\b{_HURT} {_BODY}\b"
    rf"|\b{_BODY} (?:is|are) (?:still |very )?{_HURT}\b|\b(?:rash|burn|cut|stitches|pain|lump"
    rf"|swelling) (?:on|in|to) (?:his|her|my|your|the|both|one) (?:left |right )?{_BODY}\b"
    rf"|\b(?:perdu|perdus|pris|repris|grossi de|maigri de|perd|prend) \w+(?:[.,]\d)? (?:kilos?"
    rf"|kg)\b|\b(?:perdu|retrouve|manque) (?:d'|l'|de l')?appetit\b|\bsick all (?:night|day)\b"
    rf"|\b(?:ne|n') ?(?:dort|mange|boit|marche|parle|entend|voit|respire|urine|tient|s'alimente"
    rf"|se leve|reconnait) (?:plus|pas|rien|presque)\b|\b(?:fait|fit|refait) (?:une (?:chute|crise"
    rf"|allergie|rechute|hemorragie|embolie|fausse couche)|un (?:malaise|avc|infarctus|oedeme))\b"
)
"""What ails a part of the body, or somebody (folded text)."""

OFFICE = re.compile(
    r"\b(?:reunions?|formations?(?! (?:kyst|tissul|nodul|liquid|arrond|tumor))|commandes?|commander"
    r"|stocks?|protocoles?|parcours|ateliers?|stages?|stagiaires?|conferences?|congres|colloque"
    r"|etudes?|revues?|affiches?|affichee?s?|plaquette de l|livrets?|semaine d[eu']"
    r"|journees? (?:mondiale|nationale|d'etude|portes|de)|associations?|reseaux?|registres?|audits?"
    r"|plannings?|inscriptions? (?:avant|ouvertes?|obligatoires?)|inscrivez|disponibles?"
    r"|salles? (?:\d|des|de reunion)|equipes?|(?:le|les|nos|chef de|tous les) services?|l'unite"
    r"|(?:le|du|au|nos) centres?|staff|(?:les|des) gardes|de garde|recrute|cherche(?:nt|ns)?"
    r"|intranet|imprimer|commissions?|devis|factures?|numeros? (?:de la|special)|maintenance"
    r"|en panne|repare|don du sang|(?:du|le|au|notre) personnel|materiels?|armoires?|rangee?s?"
    r"|chariots?|boites|flacons?|peremption|ruptures? de stock|penurie|livraisons?|campagne"
    r"|depistage organise|thematique|dossier special|exposition|film|emission|article|livre|these"
    r"|cours de|module|projet|recommandations?|fiches?|questionnaires?|enquete|volontaires?"
    r"|candidatures?|postes?|internes|cadre de sante|ordre du jour|grilles?|entree libre|rejoignez"
    r"|participez|quiz|maison d[eu']|webinaire|newsletter|vaccination du|port du masque|redevient"
    r"|en general|chez (?:les?|l')|tensiometre|imprimante|telephone|ordinateur|logiciel|ascenseur"
    r"|machine|badge|chauffage|climatisation|connexion|voiture|ecran|printer|phone|computer|lift"
    r"|meetings?|training|ward|awareness|guidelines|minutes of|fridge|order|staff|policy|leaflets?"
    r"|posters?|workshop|conference|study|volunteers|team)\b"
)
"""The work of an establishment, news, courses, supplies: about nobody (folded text)."""

FOR_ALL = re.compile(
    r"\b(?:sont|peut|peuvent|doit|doivent|doivent|seront|interdite?s?|interdiction|personnes|toute"
    r"|tous|toutes|chaque|aucune|victimes?|auteurs?|delits?|infractions?|violences|juge|justice|loi"
    r"|prestations?|indemnites?|allocations?|prise en charge|ouvrant droit|taux d['e]|exemples?"
    r"|notamment|tels? que|telles? que|ou encore|c'est-a-dire|maladies|affections|troubles"
    r"|lesions dues|travaux|produits?|usages?|utilisation|etat d'ivresse|un medecin|une femme"
    r"|une personne|d'un patient|are|may|should|must|people|anyone|everyone|patients)\b"
)
"""What is said of anybody, in one sentence (folded text)."""

FACTS = re.compile(
    r"\b(?:touchent|touche \w+ (?:millions?|mille|personnes)|atteint surtout|concerne(?:nt)?"
    r"|favorise(?:nt)?|augmente(?:nt)? le risque|redui(?:t|sent) le risque|risques? d[eu']"
    r"|provoque(?:nt)?|cause(?:nt)?|protege(?:nt)?|evite(?:nt|r)?|previen(?:t|nent)|prevenir"
    r"|transmet(?:tent)?|responsables? d|survien(?:t|nent)|tue(?:nt)?|se soignent?|comment|pourquoi"
    r"|qu'est-ce|conseils|mieux vivre|vivre avec|guide|questions|progres|recherche|decouvert"
    r"|millions?|francais|mondiale?|(?:un|une) (?:adulte|enfant|homme|francais|personne) sur"
    r"|sur (?:deux|trois|quatre|cinq|six|dix|cent)|chaque (?:hiver|annee)|maladie mentale"
    r"|reconnaitre|reconnue? comme|ou trouver|where|how to|causes|affects|one \w+ in|on the rise"
    r"|prevents?|bons reflexes|bon menage|traitements progressent|guerit seule?|idees recues"
    r"|en chiffres|(?:tout|en) savoir|le point sur|gestes (?:a connaitre|simples|qui sauvent)"
    r"|bienfaits|astuces|quand consulter|activite physique et|can be (?:prevented|treated|avoided)"
    r"|signs of|myths)\b"
)
"""What is known of an illness, as news and leaflets tell it (folded text)."""
