"""What the letters in front of an ``@`` are made of, told by their form alone: an initial and a
family name, or a given name as it is called at home.

No list of family names is long enough; but hardly a French word begins with *jr* or *mf*, or ends
with *dm*: ``jroumare`` and ``durandm`` are an initial beside a name, and no nickname. Of the
322,775 words of five letters and more in Debian's list of French words, 62 are taken for either.
"""

from __future__ import annotations

from sceau.review.common_names import GIVEN_NAMES

_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_ONSETS = """
bl br ch cl cn cr cz dh dj dr dz fj fl fr gh gl gn gr gw hr kh kl kn kr ks kw lh ll mb mc mn
mr nd ng nj nk nt pf ph pl pn pr ps pt rh sb sc sf sg sh sj sk sl sm sn sp sq sr ss st sv sw
sz tc th tj tl tm tr ts tw tz vl vr wh wr xh zb zh zl zw
"""
_BEGINS = frozenset(_ONSETS.split())
"""Two consonants that words and names known in France begin with, or that stand for something
(*dj*, *mr*, *pt* for *petit*)."""
_CODAS = """
bb bs ch ck cq cs ct dd dh ds dt ff fs ft gg gh gn gs gt hk hl hm hn hr hs ht kh ks lb lc ld lf
lg lk ll lm ln lp ls lt lz mb mm mn mp ms nc nd ng nh nk nn ns nt nx nz pf ph pp ps pt qs rb
rc rd rf rg rh rk rl rm rn rp rq rr rs rt rv rx rz sc sh sk sm sp ss st sz th tl ts tt tz wk
wn ws zz
"""
_ENDS = frozenset(_CODAS.split())
"""Two consonants that words and names end with."""
_SHORTEST = 5  # letters of an initial and a family name

_ENDINGS = ("ou", "oune", "ounette", "inou", "ette", "inette", "y", "ie", "i", "o", "ot")
_BEGINNINGS = frozenset(
    name[:size] for name in GIVEN_NAMES for size in range(4, len(name)) if len(name) > 4
)


def has_initial(word: str) -> bool:
    """Whether ``word`` (small letters) begins or ends with an initial beside a name, as no word
    does."""
    if len(word) < _SHORTEST:
        return False
    return _impossible(word[:2], _BEGINS) or _impossible(word[-2:], _ENDS)


def _impossible(two: str, known: frozenset[str]) -> bool:
    return two[0] in _CONSONANTS and two[1] in _CONSONANTS and two not in known


def is_called_at_home(word: str) -> bool:
    """Whether ``word`` is the beginning of a given name with an ending of affection: ``Isabou`` for
    *Isabelle*, ``Bernardo`` for *Bernard*."""
    return any(word.endswith(ending) and word[: -len(ending)] in _BEGINNINGS for ending in _ENDINGS)
