"""Holds what copydesk makes of Word files against python-docx and, where it is installed, LibreOffice."""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import docx
from docx.text.paragraph import Paragraph

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What python-docx reads otherwise by design: it passes over all of these.
BEYOND = {"ins", "moveTo", "sdt", "smartTag", "fldSimple", "customXml", "dir", "bdo", "hyperlink/hyperlink"}
RULE = """summary = "A common word"
message = "“{text}” is common"
why = "It is not."
help = "Leave it."
level = "note"
since = "0.1.0"
basis = ["none"]

[forbid]
phrases = ["the", "a", "this", "is", "and", "of", "text", "to", "in", "with"]

[[example]]
bad = "{The} pier."

[[example]]
good = "Pier."

[[example]]
good = "Boat."
"""
OURS = re.compile(r'<w:comment [^>]*w:author="copydesk"')


def local(element):
    return element.tag.rsplit("}")[-1] if isinstance(element.tag, str) else ""


def squeezed(text):
    return re.sub(r"[ \t\n\u00a0]+", " ", text.replace("\u2011", "-")).strip()


def theirs(path):
    """The paragraphs as python-docx reads them, each with what of it lies beyond python-docx."""
    for paragraph in docx.Document(path).element.body.iter(WORDS + "p"):
        if any(local(outer) == "Fallback" for outer in paragraph.iterancestors()):
            continue
        inner = {local(element) for element in paragraph.iter()}
        nested = {"hyperlink/hyperlink"} if paragraph.findall(f".//{WORDS}hyperlink//{WORDS}hyperlink") else set()
        if text := squeezed(Paragraph(paragraph, None).text):
            yield text, (inner | nested) & BEYOND


def compare(rows):
    count = collections.Counter()
    for row in rows:
        count["files"] += 1
        if row["unreadable"]:
            sys.exit(f"{row['path']}: {row['unreadable']}")
        try:
            paragraphs = list(theirs(row["path"]))
        except Exception as error:  # a file that python-docx refuses
            count["refused by python-docx"] += 1
            continue
        left = collections.Counter(squeezed(line["text"]) for line in row["lines"])
        # Those that both read come first: another one may begin with the same words.
        for text, beyond in sorted(paragraphs, key=lambda paragraph: len(paragraph[1])):
            if left[text]:
                left[text] -= 1
                count["same paragraphs"] += 1
            elif beyond:
                count["beyond python-docx"] += 1
            else:
                sys.exit(f"{row['path']}: python-docx reads {text!r}, copydesk does not")
    return count


def comments(path):
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if re.fullmatch(r"word/comments\d*\.xml", name)]
        return sum(len(OURS.findall(package.read(name).decode())) for name in parts)


def annotate(copydesk, files, out):
    """Writes comments into all files; which parts changed."""
    home = out / "publication"
    (home / "rules" / "ci").mkdir(parents=True)
    (home / "copydesk.toml").write_text('name = "CI"\n')
    (home / "rules" / "ci" / "common.toml").write_text(RULE)
    count, written = collections.Counter(), []
    environment = dict(os.environ, SOURCE_DATE_EPOCH="1717142400")
    for number, path in enumerate(files):
        draft, made = home / f"{number}.docx", out / f"{number}.docx"
        shutil.copy(path, draft)
        command = [copydesk, "check", "--quiet", "--rule", "ci/common", "--fail-on", "never", "--comments", made, draft]
        subprocess.run(command, check=True, env=environment, cwd=home, stdout=subprocess.DEVNULL)
        with zipfile.ZipFile(draft) as before, zipfile.ZipFile(made) as after:
            others = [name for name in before.namelist() if before.read(name) != after.read(name)]
            allowed = re.compile(r"word/document\d*\.xml|word/comments\d*\.xml|word/_rels/document\d*\.xml\.rels|\[Content_Types\]\.xml")
            if wrong := [name for name in others if not allowed.fullmatch(name)]:
                sys.exit(f"{path}: {wrong} changed")
        count["comments"] += comments(made)
        written.append(made)
    return count, written


def reopened(written, out):
    """How many comments are left when LibreOffice has saved the files again."""
    again = out / "again"
    command = ["soffice", "--headless", "--convert-to", "docx", "--outdir", again, *written]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in written:
        if comments(path) != comments(again / path.name):
            sys.exit(f"{path}: {comments(path)} comments, {comments(again / path.name)} when LibreOffice had saved it")


def main():
    copydesk, example, folder, out = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    files = sorted(path for path in folder.rglob("*.docx") if not path.name.startswith("~"))
    rows = subprocess.run([example, *files], check=True, capture_output=True, text=True).stdout.splitlines()
    print(", ".join(f"{number} {name}" for name, number in compare(map(json.loads, rows)).items()))
    count, written = annotate(copydesk, files, out)
    print(f"{count['comments']} comments written; all other parts are the same")
    if not shutil.which("soffice"):
        print("LibreOffice is not installed: whether it opens them was not tried")
        return
    reopened(written, out)
    print(f"LibreOffice opened all {len(written)}, and the comments are in what it saved")


main()
