"""The sealing window's view, made of its files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sceau.desk import view as shared
from sceau.desk.sealer import view
from sceau.desk.sealer.offers import badge, cleanable, hidden_in, offered, result_name, why
from sceau.mail.names import shown as sayable
from sceau.phrases import Phrase, phrase

if TYPE_CHECKING:
    from sceau.desk.sealer.files import File, Files


def show(files: Files) -> view.SealView:
    """Give the view of these files at this moment."""
    ended = files.phase == "ended"
    return view.SealView(
        revision=files.revision,
        phase=files.phase,
        language=files.looks.language,
        theme=files.looks.theme,
        title=phrase("sealer.window-title"),
        headline=_headline(files),
        tone=files.outcome.tone if files.outcome is not None else "neutral",
        counts=_counts(files),
        files=tuple(_row(files, one) for one in files.all),
        primary=phrase("sealer.primary", count=max(len(files.ready), 1)),
        each=files.each,
        neutral=files.neutral,
        clean=files.clean,
        instructions=files.instructions,
        kind=files.kind,
        place=folder_name(files.folder) if files.folder is not None else "",
        place_for_all=files.folder_for_all,
        needs_place=any(not one.writable for one in files.ready),
        todo=files.todo if files.phase == "review" else None,
        progress=_progress(files) if files.phase == "working" else None,
        outcome=files.outcome,
        password=_password(files) if ended else None,
        shown=files.shown if ended and files.each else "",
        can_open=bool(files.results),
        can_mail=bool(files.results) and files.can_mail,
    )


def folder_name(folder: Path) -> str:
    """Give the name a person knows a folder by."""
    return sayable(folder.name or str(folder))


def _headline(files: Files) -> Phrase:
    if not files.all:
        return phrase("sealer.headline.empty")
    if any(one.step in ("waiting", "reading") for one in files.all):
        return phrase("sealer.headline.reading")
    ready = len(files.ready)
    return phrase("sealer.headline.ready", count=ready) if ready else phrase("sealer.todo.none")


def _counts(files: Files) -> tuple[Phrase, ...]:
    steps = Counter(one.step for one in files.all)
    counted = [phrase("sealer.count.files", count=len(files.all))] if files.all else []
    if steps["refused"]:
        counted.append(phrase("sealer.count.refused", count=steps["refused"]))
    return tuple(counted)


def _row(files: Files, one: File) -> view.FileRow:
    format = one.format
    becomes = ""
    if one.result is not None:
        becomes = one.result.name
    elif one.found is not None and format is not None and one.step == "ready":
        becomes = result_name(files.named_after(one), one.found, format, files.looks.language)
    choices = offered(one.found) if one.found is not None and one.step == "ready" else ()
    return view.FileRow(
        id=one.id,
        name=sayable(one.path.name),
        folder=folder_name(one.result.parent if one.result is not None else one.path.parent),
        size=one.size,
        badge=badge(one.path.name),
        step=one.step,
        format=format,
        formats=choices,
        becomes=sayable(becomes),
        why=why(one.found, format) if choices and one.found is not None and format else None,
        problem=one.problem,
        notes=one.notes,
        chips=_chips(one),
        hidden=hidden_in(one.found, format) if choices and one.found is not None else (),
        removable=bool(choices) and cleanable(one.found, format),
        own_password=files.each and bool(one.password),
    )


def _chips(one: File) -> tuple[shared.Chip, ...]:
    if one.step == "ready" and one.found is not None and one.found.signed:
        return (shared.Chip(phrase("confirm.chip.signed")),)
    if one.step == "ready" and not one.writable:
        return (shared.Chip(phrase("sealer.chip.read-only"), "warn"),)
    if one.step == "sealed":
        return (shared.Chip(phrase("sealer.chip.sealed"), "good"),)
    if one.step == "failed":
        return (shared.Chip(phrase("sealer.chip.failed"), "warn"),)
    return ()


def _progress(files: Files) -> shared.Progress:
    at_work = [one for one in files.all if one.step == "sealing"]
    done = sum(one.step in ("sealed", "failed") for one in files.all)
    total = sum(one.step != "refused" for one in files.all)
    if files.cancelled:
        what = phrase("sealer.cancelling")
    elif at_work:
        what = phrase("sealer.working", name=sayable(at_work[0].path.name))
    else:
        what = phrase("sealer.starting")
    return shared.Progress(what, done, total, can_cancel=not files.cancelled)


def _password(files: Files) -> shared.PasswordPane | None:
    sealed = [one for one in files.all if one.password]
    shown = next((one for one in sealed if one.id == files.shown), None)
    if shown is None:
        return None
    return files.make_pane(shown.password, files.kind, 1 if files.each else len(sealed))
