#!/usr/bin/env python3
"""A second reader for copydesk that asks a person, over plain files in a folder.

usage: copydesk read --reader 'python3 mailbox.py FOLDER' --as NAME --reader-timeout 86400

Each article becomes a page FOLDER/NAME.txt with its questions. Who fills it in renames it to NAME.done.txt; it is taken in and goes.
"""
import hashlib
import json
import pathlib
import re
import sys
import time

FIELDS = ("verdict", "why", "source")


def page(article, questions):
    """The page of an article: what is to be read, and a form for each question."""
    parts = [f"{article['path']}\n\n{article['guideline']['text']}\n{'=' * 72}\n\n{article['text']}\n{'=' * 72}\n"]
    for question in questions:
        parts.append(
            f"\nid: {question['id']}\n{question['question']}\n  {question['sentence']}\n  -> {question['words']}\n"
            f"one of: {', '.join(question['verdicts'])}\nverdict:\nwhy:\nsource:\n"
        )
    return "".join(parts)


def answers(text):
    """What stands in the forms of a page; those without a verdict are left out."""
    form = text.rsplit("=" * 72, 1)[-1]
    for part in re.split(r"^id: *", form, flags=re.M)[1:]:
        known, *lines = part.splitlines()
        answer = {"id": known.strip()}
        for line in lines:
            name, colon, value = line.partition(":")
            if colon and name in FIELDS and value.strip():
                answer[name] = value.strip()
        if "verdict" in answer:
            answer["verdict"] = answer["verdict"].lower()
            yield answer


def name(article):
    """A name for the page that no other article has."""
    digest = hashlib.sha256(article["path"].encode()).hexdigest()[:8]
    return re.sub(r"[^A-Za-z0-9]+", "-", pathlib.PurePath(article["path"]).stem).strip("-") + "-" + digest


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    article, *questions = [json.loads(line) for line in sys.stdin]
    open_page, done = folder / f"{name(article)}.txt", folder / f"{name(article)}.done.txt"
    if not done.exists():
        # A page that somebody began is not written over.
        if not open_page.exists():
            open_page.write_text(page(article, questions), encoding="utf-8")
        print(f"{open_page}: waits to be filled in, and renamed to {done.name}", file=sys.stderr, flush=True)
    while not done.exists():
        time.sleep(0.2)
    for answer in answers(done.read_text(encoding="utf-8")):
        print(json.dumps(answer), flush=True)
    done.unlink()


if __name__ == "__main__":
    main()
