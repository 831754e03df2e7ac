"""Answers as clients write them: the sender's own words, and what they quote, in HTML and in plain
text. What clients add around it was taken from mails they wrote, with invented people in them."""

from __future__ import annotations

OWN = "Bonjour, c’est noté pour mardi."
OLD = "Glycémie à 2,4 g/L, insuline reprise."

HTML: dict[str, str] = {
    "Thunderbird": f"""<!DOCTYPE html>
<html><head><meta http-equiv="content-type" content="text/html; charset=UTF-8"></head><body>
<p>{OWN}</p><div class="moz-cite-prefix">Le 03/03/2026 à 10:12, Dr Leroy a écrit :<br></div>
<blockquote type="cite" cite="mid:a@b.example"><p>{OLD}</p><img src="cid:old@x" alt=""></blockquote>
<p><br></p></body></html>""",
    "Thunderbird, the answer below": f"""<html><body>
<div class="moz-cite-prefix">On 3/3/26 10:12, Dr Leroy wrote:<br></div>
<blockquote type="cite" cite="mid:a@b.example"><blockquote type="cite">{OLD}</blockquote>
<p>{OLD}</p></blockquote><p>{OWN}</p></body></html>""",
    "Gmail": f"""<div dir="ltr">{OWN}</div><br><div class="gmail_quote gmail_quote_container">
<div dir="ltr" class="gmail_attr">Le mar. 3 mars 2026 à 10:12, Dr Leroy
 &lt;<a href="mailto:leroy@x.example">leroy@x.example</a>&gt; a écrit :<br></div>
<blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>{OLD}</div></blockquote></div>""",
    "Thunderbird, written right above": f"""<html><body>
<div class="moz-cite-prefix">{OWN}<br>On 3/3/26, Dr Leroy wrote:<br></div>
<blockquote type="cite" cite="mid:a@b.example">{OLD}</blockquote></body></html>""",
    "Gmail, answers in between": f"""<div dir="ltr"></div><div class="gmail_quote"><div dir="ltr"
 class="gmail_attr">Le mar. 3 mars 2026, Dr Leroy a écrit :<br></div>
<blockquote class="gmail_quote">{OLD}</blockquote><div>{OWN}</div>
<blockquote class="gmail_quote">{OLD}</blockquote></div>""",
    "Outlook": f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {{margin:0cm}} --></style></head><body lang="FR"><div class="WordSection1">
<p class="MsoNormal">{OWN}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
<p class="MsoNormal"><b>De&nbsp;:</b> Dr Leroy &lt;leroy@x.example&gt; <br><b>Envoyé&nbsp;:</b>
mardi 3 mars 2026 10:12<br><b>À&nbsp;:</b> Accueil<br><b>Objet&nbsp;:</b> Suivi<o:p></o:p></p></div>
</div><p class="MsoNormal">{OLD}<o:p></o:p></p></div></body></html>""",
    "Outlook on the web": f"""<html><head></head><body dir="ltr"><div>{OWN}</div>
<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">
<div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Dr Leroy<br><b>Sent:</b> Tuesday</font>
<div>&nbsp;</div></div><div><p>{OLD}</p></div></body></html>""",
    "Outlook, a rule above": f"""<html><body><div>{OWN}</div><hr><div id="divRplyFwdMsg"><b>De :</b>
Dr Leroy</div><div>{OLD}</div></body></html>""",
    "Outlook Express": f"""<html><body><div>{OWN}</div><div>-----Message d&#39;origine-----<br>
De : Dr Leroy<br>Envoyé : mardi</div><div>{OLD}</div></body></html>""",
    "Apple Mail": f"""<html><body style="overflow-wrap: break-word;">{OWN}<br
 id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>Le 3 mars 2026 à 10:12,
 Dr Leroy &lt;leroy@x.example&gt; a écrit :</div><br><div>{OLD}</div></blockquote></div></body>
</html>""",
    "Apple Mail, as it was": f"""<html><body><div>{OWN}</div><br><div><div>Le 3 mars 2026 à 10:12,
Dr Leroy &lt;<a href="mailto:leroy@x.example">leroy@x.example</a>&gt; a écrit&nbsp;:</div><br
 class="Apple-interchange-newline"><blockquote type="cite"><div>{OLD}</div></blockquote></div>
</body></html>""",
    "Roundcube": f"""<html><body><p>{OWN}</p><p id="reply-intro">Le 2026-03-03 10:12, Dr Leroy a
écrit :</p><blockquote type="cite" style="padding: 0 0.4em"><p>{OLD}</p></blockquote></body>
</html>""",
    "Zimbra": f"""<html><body><div style="font-family: arial"><div>{OWN}</div><div><br></div>
<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"Dr Leroy"<br>
<b>À: </b>"Accueil"</div><div data-marker="__QUOTED_TEXT__">{OLD}</div></div></body></html>""",
    "Yahoo": f"""<html><body><div class="ydp1yahoo-style-wrap">{OWN}</div>
<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Le mardi 3 mars 2026, Dr Leroy a écrit :</div>
<div>{OLD}</div></div></body></html>""",
    "Proton": f"""<div>{OWN}</div><div class="protonmail_quote">Le mardi 3 mars 2026, Dr Leroy a
écrit :<br><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>""",
    "a page that never closes its tags": f"<p>{OWN}<blockquote type=cite><p>{OLD}",
}

TEXT: dict[str, str] = {
    "Thunderbird": f"{OWN}\n\nLe 03/03/2026 à 10:12, Dr Leroy a écrit :\n> {OLD}\n>\n> {OLD}\n",
    "the answer below": f"On 3/3/26 10:12, Dr Leroy wrote:\n> {OLD}\n\n{OWN}\n",
    "answers in between": f"Dr Leroy wrote:\n> {OLD}\n\n{OWN}\n\n> {OLD}\n",
    "Gmail": f"{OWN}\n\nLe mar. 3 mars 2026, Dr Leroy <leroy@x.example>\na écrit :\n\n> {OLD}\n",
    "Outlook": f"{OWN}\n\nDe : Dr Leroy\nEnvoyé : mardi 3 mars 2026\nÀ : Accueil\n\n{OLD}\n",
    "Outlook Express": f"{OWN}\n\n-----Message d'origine-----\nDe : Dr Leroy\n\n{OLD}\n",
    "Outlook on the web": f"{OWN}\n{'_' * 32}\nFrom: Dr Leroy\nSent: Tuesday\n\n{OLD}\n",
    "a signature above": f"{OWN}\n-- \nCamille\n\nLe 3 mars 2026, Dr Leroy a écrit :\n> {OLD}\n",
    "a signature below": f"Le 3 mars 2026, Dr Leroy a écrit :\n> {OLD}\n\n{OWN}\n-- \nCamille\n",
}

NO_HISTORY: dict[str, str] = {
    "no answer": f"<p>{OWN}</p>",
    "a quotation the sender set": f"<blockquote><p>{OWN}</p></blockquote>",
    "a rule": f"<p>{OWN}</p><hr><p>Camille</p>",
    "a block with a line above": f'<div style="border-top: 1px">Cordialement</div><p>{OWN}</p>',
    "a name like a class": f'<p title="gmail_quote">{OWN}</p>',
    "in a comment": f"<p>{OWN}</p><!-- <blockquote type=cite>x</blockquote> -->",
}
