"""Writes a small archive of made-up articles in which texts stand more than once, in as many ways as there are.

Usage: archive.py FOLDER [ARTICLES]. The same number makes the same articles, as files and as FOLDER/articles.parquet.
"""

from __future__ import annotations

import pathlib
import random
import sys

import pyarrow
import pyarrow.parquet

NAMES = ["Ada Pell", "Bo Lowe", "Cleo Marsh", "Dag Holm", "Eva Thorn", "Finn Weir", "Gro Sand", "Hal Quist"]
PLACES = ["Lund", "Quayside", "Marle", "Nessby", "Old Mole", "Skerry", "Tarn", "Westhaven"]
ROOTS = ["ferr", "harb", "pil", "lam", "quar", "net", "tid", "fog", "rop", "mar", "bel", "sal", "wint", "cran", "buo", "slip"]
ENDS = ["y", "our", "ot", "p", "ter", "ting", "e", "gy", "er", "ket", "low", "vage", "ing", "age", "ant", "way", "ens", "ish"]
SMALL = ["the", "a", "of", "and", "to", "in", "on", "was", "it", "for", "that", "by", "with", "they"]


class Writer:
    """Makes texts of words that look like words; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def word(self) -> str:
        if self.chance.random() < 0.4:
            return self.chance.choice(SMALL)
        return self.chance.choice(ROOTS) + self.chance.choice(ENDS) + self.chance.choice(["", "", "s", "ed"])

    def words(self, least: int, most: int) -> list[str]:
        return [self.word() for _ in range(self.chance.randint(least, most))]

    def edited(self, words: list[str], rate: float) -> list[str]:
        return [self.word() if self.chance.random() < rate else word for word in words]


def paragraph(words: list[str]) -> str:
    text = " ".join(words)
    return text[0].upper() + text[1:] + "."


def articles(count: int) -> list[tuple[str, str]]:
    """Paths and texts."""
    writer = Writer(7)
    chance = writer.chance
    everywhere = writer.words(30, 30)
    passages = [writer.words(25, 60) for _ in range(count // 8)]
    worded = [writer.words(40, 70) for _ in range(3)]
    runs = [writer.words(24, 30) for _ in range(count // 20)]
    glued = paragraph(writer.words(20, 25))
    moulds = [writer.words(12, 16) for _ in range(4)]
    made = []
    for number in range(count):
        parts = [paragraph(writer.words(25, 60)) for _ in range(chance.randint(2, 5))]
        # In each tenth, the same words; in each thirtieth others beside them.
        if number % 10 == 0:
            parts.insert(1, paragraph(everywhere if number % 30 else writer.edited(everywhere, 0.1)))
        # In two or three, copied; two in a row now and then.
        if chance.random() < 0.3:
            at = chance.randrange(len(passages) - 1)
            parts += [paragraph(words) for words in passages[at : at + chance.randint(1, 2)]]
        # One text in very many wordings: more than are held against each other one by one.
        if chance.random() < 0.12:
            parts.append(paragraph(writer.edited(chance.choice(worded), chance.choice([0.05, 0.1, 0.2]))))
        # Words in a row, with others around them.
        if chance.random() < 0.15:
            parts.append(paragraph(writer.words(30, 40) + chance.choice(runs) + writer.words(30, 40)))
        # A note by itself, or glued to a paragraph.
        if number % 25 == 3:
            parts.append(glued)
        elif number % 25 == 4:
            parts[-1] += " " + glued
        # Forms that were filled in: not copies.
        if chance.random() < 0.1:
            mould = chance.choice(moulds)
            filled = mould[:6] + [chance.choice(PLACES), str(chance.randint(100, 999))] + mould[6:] + [chance.choice(NAMES)]
            parts.append(paragraph(filled))
        name = chance.choice(NAMES)
        if chance.random() < 0.5:
            parts.append(f"*{name} is a columnist for the {chance.choice(PLACES)} paper and a retired pilot.*")
        # Texts that may stand where they do.
        allowed = "site-text" if number % 60 == 10 else ""
        if number % 40 == 1 and number > count // 10:
            parts.append(paragraph(passages[-1]))
            allowed = "across-articles" if number == count // 10 + 1 else ""
        if allowed:
            parts[0] = f"<!-- copydesk: allow-file boilerplate/{allowed}, agreed with the harbour office -->\n\n{parts[0]}"
        if number % 50 == 9:
            parts.append("Experts say that 40% left.")
        # Some copies lie within a month of one another, others do not, and a third of the articles say no date.
        day = f"20{chance.randint(23, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        head = f"---\ntitle: {paragraph(writer.words(4, 6))[:-1]}\ndate: {day}\n---\n\n" if number % 3 else ""
        path = f"{('en', 'de')[number % 2]}/{number // 2:05}.md" if number < count // 10 else f"articles/{number:05}.md"
        made.append((path, head + "\n\n".join(parts) + "\n"))
        # Versions of one article share its text, and count once.
        if path.startswith("de/"):
            made[-1] = (path, made[-2][1])
    return made


def main() -> None:
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 400
    made = articles(count)
    for path, text in made:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    # A row without a text is told, and ends nothing.
    paths, texts = [path for path, _ in made] + ["broken.md"], [text for _, text in made] + [None]
    table = pyarrow.table({"path": paths, "text": texts})
    pyarrow.parquet.write_table(table, folder / "articles.parquet", row_group_size=50)


if __name__ == "__main__":
    main()
