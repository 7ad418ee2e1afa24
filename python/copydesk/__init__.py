"""copydesk reads article drafts and says which figures nobody stands behind, which disclosures are owed, and what was pasted twice.

A row is a draft: a mapping with ``text`` or ``html`` and, where it has them, ``id``, ``path`` and ``front_matter``. The ending of ``path`` says how
``text`` is written: Markdown, MDX, HTML, plain text, reStructuredText or AsciiDoc; without one it is Markdown. A Word file is no text: the
command reads it. What is answered is what ``copydesk stream`` answers to the same rows, by the same functions; docs/formats.md has the shape of
both.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Union

from copydesk import _copydesk
from copydesk._copydesk import REACH, __version__

__all__ = [
    "REACH",
    "Answer",
    "Desk",
    "Joined",
    "JoinedRule",
    "Likeness",
    "Passage",
    "Prints",
    "__version__",
    "check",
    "fingerprint",
    "verify",
]

Row = Mapping[str, Any]
Path = Union[str, "os.PathLike[str]"]


class Span(TypedDict):
    """Bytes of the text."""

    start: int
    end: int


class Passage(TypedDict, total=False):
    """What is kept of a passage; ``words`` and ``shingles`` where passages are compared that do not have the same words."""

    key: str
    span: Span
    count: int
    words: str
    shingles: list[str]


class Prints(TypedDict, total=False):
    """What a rule that compares drafts keeps of one, and what it asks."""

    rule: str
    publication: str
    files: int
    share: float
    near: float
    near_slots: float
    run: int
    within: int
    date: int
    same: str
    passages: list[Passage]


class Answer(TypedDict, total=False):
    """What is answered to a row: findings, prints, or why there are none."""

    id: Any
    line: int
    findings: list[dict[str, Any]]
    prints: list[Prints]
    skipped: str
    error: str
    copydesk: str
    policy: str


class Likeness(TypedDict):
    """How alike two passages are."""

    likeness: float
    slots: bool
    run: int


class JoinedRule(TypedDict):
    """What is known of an archive for one rule of a publication: how many drafts have prints of it, and which passages may be alike."""

    publication: str
    rule: str
    drafts: int
    pairs: list[tuple[str, str]]


class Joined(TypedDict):
    """What is known of an archive: the keys of the passages that are looked at together, and, for each rule, what may be alike."""

    keys: list[str]
    rules: list[JoinedRule]


class Desk:
    """Judges rows by one publication, which is read once: by ``config``, a ``copydesk.toml``; by a built-in ``profile``; or, with neither,
    by the ``copydesk.toml`` nearest to each path, as the command does.

    ``jobs`` rows are judged at the same time. Engines that start a process for each core leave it at one.
    """

    def __init__(self, *, config: Path | None = None, profile: str | None = None, jobs: int = 1) -> None:
        self._choice = (None if config is None else os.fspath(config), profile)
        self._jobs = jobs
        self._desks: dict[tuple[bool, bool], _copydesk.Desk] = {}
        self._desk(True, False)

    def check(self, rows: Iterable[Row], *, prints: bool = False) -> list[Answer]:
        """What is wrong in each row; with ``prints``, also what of it can be compared with other rows."""
        return _answers(self._desk(True, prints), rows)

    def fingerprint(self, rows: Iterable[Row]) -> list[Answer]:
        """What of each row can be compared with other rows, judging nothing."""
        return _answers(self._desk(False, True), rows)

    def across(self, rows: Iterable[Row], joined: Joined) -> list[Answer]:
        """What rules across articles tell of each row: what ``copydesk check`` would of the whole archive, of which these rows are all
        that have one of the keys. Passages that have one shingle may be alike: each and each, where at most ``REACH`` have it, and
        else each and the next by their keys. Rows have paths of their own."""
        lines = self._desk(True, False).across(_lines(rows), json.dumps(joined))
        return [json.loads(line) for line in lines]

    def _desk(self, findings: bool, prints: bool) -> _copydesk.Desk:
        wanted = (findings, prints)
        if wanted not in self._desks:
            self._desks[wanted] = _copydesk.Desk(*self._choice, *wanted, self._jobs)
        return self._desks[wanted]


def check(
    rows: Iterable[Row],
    *,
    config: Path | None = None,
    profile: str | None = None,
    prints: bool = False,
    jobs: int = 1,
) -> list[Answer]:
    """What is wrong in each row, in their order. A bad row is answered with what is wrong with it."""
    return Desk(config=config, profile=profile, jobs=jobs).check(rows, prints=prints)


def fingerprint(rows: Iterable[Row], *, config: Path | None = None, profile: str | None = None, jobs: int = 1) -> list[Answer]:
    """What of each row can be compared with other rows: rows that share a passage have a key, or some shingles, in common."""
    return Desk(config=config, profile=profile, jobs=jobs).fingerprint(rows)


def verify(pairs: Iterable[tuple[Passage, Passage]], *, jobs: int = 1) -> list[Likeness]:
    """How alike the two passages of each pair are: the share of their words that are the same in the same order, whether what differs is
    mostly figures and names, and how many words in a row they share."""
    words = [(first.get("words", ""), second.get("words", "")) for first, second in pairs]
    return [json.loads(line) for line in _copydesk.compare(words, jobs)]


def _answers(desk: _copydesk.Desk, rows: Iterable[Row]) -> list[Answer]:
    return [json.loads(line) for line in desk.answer(_lines(rows))]


def _lines(rows: Iterable[Row]) -> list[str]:
    return [json.dumps(row, default=_plain) for row in rows]


def _plain(value: Any) -> Any:
    """A value of a table that JSON has no sign for: days and times as they are written."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a row: JSON has no sign for it")
