"""Holds what copydesk makes of Word files against python-docx and, where it is installed, LibreOffice."""

import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
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
ROOT = pathlib.Path(__file__).resolve().parent.parent
# The screen that a picture is taken of: no other program's.
SCREEN = ":97"
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


def draft(markdown, path):
    """A Word draft of a page: its headline and paragraphs, on a sheet that is no longer than what stands in its margin."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(16), Cm(13.5)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.2)
    section.header_distance = section.footer_distance = Cm(0)
    for name, size in (("Normal", 12), ("Heading 1", 20)):
        style = document.styles[name]
        style.font.name, style.font.size = "Liberation Serif", Pt(size)
        # The font of a theme would go before.
        for theme in ("w:asciiTheme", "w:hAnsiTheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    for block in markdown.strip().split("\n\n"):
        text = block.replace("\n", " ")
        heading = text.removeprefix("# ")
        document.add_paragraph(heading, style="Normal" if heading == text else "Heading 1")
    document.save(path)


def picture(copydesk, out):
    """Draws docs/word.png: the window of LibreOffice with a draft of the examples and its comments, as far as that is the page."""
    if not shutil.which("Xvfb"):
        sys.exit("docs/word.png is drawn from a screen, and there is no Xvfb")
    site = out / "daily"
    shutil.copytree(ROOT / "examples/daily", site)
    draft((site / "drafts/market-day.md").read_text(), site / "drafts/market-day.docx")
    command = [copydesk, "check", "--quiet", "--comments", "checked.docx", "drafts/market-day.docx"]
    subprocess.run(command, cwd=site, env=dict(os.environ, SOURCE_DATE_EPOCH="1717142400"), stdout=subprocess.DEVNULL)
    # To no terminal, and to no LibreOffice that somebody has open.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    screen = subprocess.Popen(["Xvfb", SCREEN, "-screen", "0", "1300x900x24"], **quiet)
    office = ["soffice", "--norestore", "--nologo", "--nofirststartwizard", f"-env:UserInstallation={(out / 'office').as_uri()}"]
    environment = dict(os.environ, DISPLAY=SCREEN, SAL_USE_VCLPLUGIN="gen", TZ="UTC")
    time.sleep(2)
    shown = subprocess.Popen([*office, "--view", site / "checked.docx"], env=environment, start_new_session=True, **quiet)
    try:
        page(ROOT / "docs/word.png")
    finally:
        os.killpg(shown.pid, signal.SIGTERM)
        screen.terminate()
    print(f"docs/word.png is drawn, {(ROOT / 'docs/word.png').stat().st_size // 1024} kB")


def page(path):
    """The page on the screen with its margin, once nothing moves any more."""
    from PIL import Image, ImageChops, ImageGrab

    before = None
    for _ in range(30):
        time.sleep(4)
        now = ImageGrab.grab(xdisplay=SCREEN).convert("RGB")
        # Between the bars of tools above, below and beside.
        desk = now.crop((20, 90, now.width - 60, now.height - 30))
        paper = ImageChops.difference(desk, Image.new("RGB", desk.size, desk.getpixel((5, desk.height - 5)))).convert("L")
        box = paper.point(lambda value: 255 * (value > 8)).getbbox()
        if box and box[2] - box[0] > 400 and before and not ImageChops.difference(before, now).getbbox():
            return desk.crop((max(box[0] - 8, 0), max(box[1] - 8, 0), box[2] + 8, box[3] + 8)).save(path, optimize=True)
        before = now
    sys.exit("LibreOffice did not show the page")


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
    if sys.argv[5:] == ["--write"]:
        picture(copydesk, out)


main()
