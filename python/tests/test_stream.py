"""The wheel answers what ``copydesk stream`` answers, row for row. ``COPYDESK`` names the program."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from typing import Any

import copydesk

PASSAGE = "The harbour froze in January, and nobody sailed until the ice broke in the middle of March."
EDITED = PASSAGE.replace("nobody", "not a boat").replace("middle", "very middle")
CONFIG = """
name = "The Quay"
[rules]
"boilerplate/across-articles" = "warning"
"boilerplate/partial-across" = "note"
[[section]]
files = ["letters/**"]
[section.rules]
"attribution/vague-figure" = "error"
"""

ROWS: list[dict[str, Any]] = [
    {"id": 1, "text": "Experts say that 40% left."},
    {"id": {"of": ["é", None]}, "path": "letters/a.md", "text": f"# Quay\n\nExperts say that 40% left.\n\n{PASSAGE}\n"},
    {"text": f"\ufeff*{PASSAGE}*", "front_matter": {"title": "“Ice”\u2028", "date": "2024-02-03", "sponsor": "Quay Bank"}},
    {"id": "h", "html": f"<p>{EDITED}</p><p>At least <b>41</b> people were injured when the stand collapsed.</p>"},
    {"id": "rst", "path": "quay.rst", "text": "Quay\n====\n\nExperts say that 40% left.\n\n.. code::\n\n   Experts say that 50% left.\n"},
    {"id": "adoc", "path": "quay.adoc", "text": "= Quay\n\nExperts say that 40% left.\n\n----\nExperts say that 50% left.\n----\n"},
    {"id": "word", "path": "quay.docx", "text": "# Quay\n\nExperts say that 40% left.\n"},
    {"id": "nul", "text": "a\0b"},
    {"id": "bad", "text": 5},
    {"id": "out", "text": "x", "path": "../x.md"},
    {"id": "both", "text": "---\na: b\n---\n", "front_matter": {"a": "b"}},
    {"id": "surrogate", "text": "\ud800"},
    {"id": float("nan"), "text": "x"},
    {"id": "empty", "text": ""},
    {},
]


class Stream(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "copydesk.toml").write_text(CONFIG, encoding="utf-8")
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.folder)

    def stream(self, *options: str) -> list[dict[str, Any]]:
        lines = "".join(json.dumps(row) + "\n" for row in ROWS)
        command = [os.environ["COPYDESK"], "stream", *options]
        run = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
        return [json.loads(line) for line in run.stdout.splitlines()]

    def test_rows_are_answered_as_by_the_stream(self) -> None:
        choices: list[tuple[list[str], dict[str, Any]]] = [
            ([], {}),
            (["--profile", "news"], {"profile": "news"}),
            (["--config", "copydesk.toml"], {"config": pathlib.Path("copydesk.toml")}),
        ]
        for options, choice in choices:
            for prints in (False, True):
                said = self.stream(*options, *(["--prints"] if prints else []))
                for jobs in (1, 3):
                    answers: Any = copydesk.check(ROWS, prints=prints, jobs=jobs, **choice)
                    self.assertEqual(len(answers), len(ROWS))
                    for row, answer, line in zip(ROWS, answers, said):
                        self.assertEqual(answer, line, row)

    def test_a_row_is_read_by_the_ending_of_its_path(self) -> None:
        told = {answer.get("id"): [finding["text"] for finding in answer["findings"]] for answer in copydesk.check(ROWS[4:7])}
        self.assertEqual(told, {"rst": ["40%"], "adoc": ["40%"], "word": ["40%"]})

    def test_prints_are_those_of_the_stream(self) -> None:
        said = self.stream("--prints")
        desk = copydesk.Desk()
        for answer, line in zip(desk.fingerprint(ROWS), said):
            line.pop("findings", None)
            self.assertEqual(answer, line)
        self.assertEqual(desk.fingerprint([]), [])

    def test_passages_are_held_against_one_another(self) -> None:
        answers = copydesk.fingerprint(ROWS)
        passages = [answer["prints"][0]["passages"] for answer in answers[1:4]]
        first, second, third = passages[0][-1], passages[1][0], passages[2][0]
        self.assertEqual(first["key"], second["key"])
        self.assertTrue(set(first["shingles"]) & set(third["shingles"]))
        same, near = copydesk.verify([(first, second), (first, third)], jobs=2)
        self.assertEqual(same, {"likeness": 1.0, "slots": False, "run": 17})
        self.assertTrue(0.8 < near["likeness"] < 1.0)
        with self.assertRaisesRegex(ValueError, "four digits"):
            copydesk.verify([({"words": "x"}, first)])

    def test_days_of_a_table_are_written(self) -> None:
        day = {"text": PASSAGE, "front_matter": {"date": datetime.date(2024, 2, 3)}}
        self.assertEqual(copydesk.fingerprint([day])[0]["prints"][0]["date"], 20240203)
        with self.assertRaises(TypeError):
            copydesk.check([{"text": object()}])

    def test_what_is_no_publication_is_told(self) -> None:
        with self.assertRaisesRegex(ValueError, "no profile `nwes`; did you mean `news`"):
            copydesk.check([], profile="nwes")
        with self.assertRaisesRegex(ValueError, "no such file"):
            copydesk.Desk(config="nowhere.toml")
        pathlib.Path("copydesk.toml").write_text("[rules]\nx = 1\n", encoding="utf-8")
        with self.assertRaisesRegex(ValueError, "has mistakes"):
            copydesk.Desk()


if __name__ == "__main__":
    unittest.main()
