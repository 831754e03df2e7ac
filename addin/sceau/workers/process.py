"""A worker: a process that reads and seals files, one at a time, and does nothing else.

``python -m sceau.workers.process`` takes frames on its standard input and gives frames on its
standard output, until the input ends. It writes no file, opens no connection, logs nothing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from sceau.errors import PasswordRefused, SceauError
from sceau.review.reading.readers import read_file, recognised_file
from sceau.review.reading.trying import opening
from sceau.seal import sealed as sealed_file
from sceau.seal.cleaning.clean import clean
from sceau.seal.letter import seal_letter
from sceau.seal.sealing import seal, seal_together, unseal
from sceau.workers.confinement import allow, confine, give_back
from sceau.workers.frames import (
    Answer,
    Cleaned,
    CleanJob,
    Failed,
    Job,
    LetterJob,
    Ping,
    Read,
    ReadJob,
    Ready,
    RecogniseJob,
    Refused,
    Sealed,
    SealJob,
    TogetherJob,
    Tried,
    TryJob,
    Unsealed,
    UnsealJob,
    parts_of,
    start_of,
    take_job,
)

_LARGE = 2**20
"""Bytes of a file from which a reader gives back what reading it took: it may idle for minutes."""

Handler = Callable[[Job, bytes], tuple[Answer, bytes]]


def handle(job: Job, body: bytes) -> tuple[Answer, bytes]:
    """Do one job: the answer, and the file that goes with it."""
    match job:
        case ReadJob(name=name, media_type=media_type):
            found = read_file(body, name, media_type)
            text = found.text.encode("utf-8", "replace")
            digest = hashlib.sha256(body).hexdigest()
            return Read(msgspec.structs.replace(found, text="", digest=digest)), text
        case RecogniseJob(kind=kind):
            found = recognised_file(body, kind)
            return Read(msgspec.structs.replace(found, text="")), found.text.encode()
        case TryJob(passwords=passwords):
            return Tried(opening(body, passwords)), b""
        case SealJob(name=name, password=password, asked=asked, compress=compress):
            sealed = seal(body, name, password, asked, compress=compress)
            return _of(sealed), sealed.content
        case TogetherJob(names=names, sizes=sizes, password=password, asked=asked):
            contents = parts_of(body, sizes)
            made = seal_together(list(zip(names, contents, strict=True)), password, asked)
            return _of(made), made.content
        case UnsealJob(password=password):
            opened = unseal(body, password)
            files = opened.files
            told = Unsealed(
                tuple(one.name for one in files), tuple(len(one.content) for one in files)
            )
            return told, b"".join(one.content for one in files)
        case LetterJob(password=password, sizes=sizes, title=title):
            text, *pictures = parts_of(body, sizes)
            made = seal_letter(text.decode("utf-8"), password, title=title, pictures=pictures)
            return _of(made), made.content
        case CleanJob():
            cleaned = clean(body)
            return Cleaned(cleaned.removed), cleaned.content
        case Ping():
            return Ready(()), b""


def _of(sealed: sealed_file.Sealed) -> Sealed:
    return Sealed(
        sealed.format,
        sealed.algorithm,
        sealed.ending,
        sealed.media_type,
        sealed.pages,
        sealed.why,
        sealed.notes,
    )


def serve(requests: BinaryIO, answers: BinaryIO, handler: Handler = handle) -> None:
    """Answer every frame of ``requests`` on ``answers`` until the end.

    Leaves after a job that ran out of memory or met what nobody foresaw: what it left behind in
    the process is not trusted.
    """
    limits = confine()
    while (asked := take_job(requests)) is not None:
        job, body = asked
        if not isinstance(job, Ping):
            allow(job.allowance)
        answer, result = _answered(handler, job, body)
        if isinstance(answer, Ready):
            answer = Ready(limits)
        is_large_read = isinstance(job, ReadJob) and len(body) > _LARGE
        del asked, job, body
        answers.write(start_of(answer, result))
        answers.write(result)
        answers.flush()
        if isinstance(answer, Failed):
            return
        if is_large_read:
            give_back()


def _answered(handler: Handler, job: Job, body: bytes) -> tuple[Answer, bytes]:
    try:
        return handler(job, body)
    except SceauError as refusal:
        what = "password" if isinstance(refusal, PasswordRefused) else "file"
        return Refused(what, refusal.reason, refusal.sentence.values), b""
    except MemoryError:
        return Failed("memory"), b""
    except Exception:  # noqa: BLE001 - the door of the process: it is told, and the worker leaves
        return Failed("fault"), b""


def main(handler: Handler = handle) -> None:
    """Serve the process's own standard input and output.

    The output is taken away from everything else: what a library prints goes nowhere.
    """
    logging.disable()
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    try:
        serve(requests, answers, handler)
    except (BrokenPipeError, ValueError, msgspec.DecodeError):
        # whoever asked is gone or is not the helper: there is nobody to tell
        sys.exit(1)


if __name__ == "__main__":
    main()
