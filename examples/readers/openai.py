#!/usr/bin/env python3
"""A second reader for copydesk that asks a language model, at any address that speaks as OpenAI does.

usage: copydesk read --reader 'python3 openai.py' --as NAME

READER_URL, READER_MODEL, READER_KEY, READER_TRIES, READER_WAIT and READER_TIMEOUT are set in the environment; README.md says what they do.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("READER_URL", "http://localhost:8080/v1").rstrip("/") + "/chat/completions"
MODEL = os.environ.get("READER_MODEL", "local")
KEY = os.environ.get("READER_KEY")
TRIES = int(os.environ.get("READER_TRIES", "5"))
WAIT = float(os.environ.get("READER_WAIT", "1"))
TIMEOUT = float(os.environ.get("READER_TIMEOUT", "100"))
# The longest wait that an address may ask for, in seconds.
LONGEST = 60.0


class Refused(Exception):
    """The address will not answer this, however often it is asked."""


def schema(verdicts):
    """What an answer looks like, as the address is told."""
    fields = {"verdict": {"type": "string", "enum": verdicts}, "source": {"type": "string"}, "why": {"type": "string"}}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def formats(verdicts):
    """Ways to ask for structured output, the strictest first; the last asks for none."""
    yield {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": schema(verdicts)}}
    yield {"type": "json_object"}
    yield None


def post(body):
    """Sends one request, again where that may help; what the address answers."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {KEY}"} if KEY else {})
    wait = WAIT
    for left in range(TRIES - 1, -1, -1):
        try:
            request = urllib.request.Request(URL, json.dumps(body).encode(), headers)
            with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            told = error.read(500).decode(errors="replace")
            if error.code != 429 and error.code < 500:
                raise Refused(f"{error.code}: {told}") from error
            why, asked = f"{error.code}: {told}", error.headers.get("Retry-After", "")
            wait = min(float(asked), LONGEST) if asked.replace(".", "", 1).isdigit() else wait
        except (OSError, ValueError) as error:
            why = str(error)
        if left:
            time.sleep(wait)
            wait = min(wait * 2, LONGEST)
    raise TimeoutError(why)


def verdict_in(text):
    """The first JSON object of a text that has a verdict: models like to say something before it."""
    start = text.find("{")
    while start >= 0:
        try:
            found, _ = json.JSONDecoder().raw_decode(text, start)
            if "verdict" in found:
                return found
        except ValueError:
            pass
        start = text.find("{", start + 1)
    return {}


def messages(article, question):
    """What the model is told: the guideline, the article as something to be judged, and the question."""
    text, start, end = article["text"], question.get("start"), question.get("end")
    marked = text if start is None else f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    asked = {key: question[key] for key in ("question", "words", "sentence", "verdicts", "rule", "ours") if key in question}
    user = (
        f"The article, with the words in question between double brackets:\n\n<article>\n{marked}\n</article>\n\n"
        f"The question:\n{json.dumps(asked, ensure_ascii=False, indent=1)}\n\nAnswer with one JSON object: verdict, source, why."
    )
    return [{"role": "system", "content": article["guideline"]["text"]}, {"role": "user", "content": user}]


class Reader:
    def __init__(self):
        # The way of asking that the address takes; found out with the first question.
        self.way = 0

    def ask(self, article, question):
        body = {"model": MODEL, "temperature": 0, "messages": messages(article, question)}
        ways = list(formats(question["verdicts"]))
        while True:
            way = ways[self.way]
            try:
                reply = post(body | ({"response_format": way} if way else {}))
                break
            except Refused as refused:
                if self.way + 1 == len(ways) or str(refused)[:3] not in ("400", "404", "422", "501"):
                    raise
                self.way += 1
        try:
            found = verdict_in(reply["choices"][0]["message"]["content"] or "")
        except (KeyError, IndexError, TypeError):
            return None
        if found.get("verdict") not in question["verdicts"]:
            return None
        answer = {"id": question["id"], "verdict": found["verdict"], "why": str(found.get("why", ""))}
        return answer | ({"source": str(found.get("source", ""))} if found["verdict"] == "sourced" else {})


def main():
    article, reader = None, Reader()
    for line in sys.stdin:
        line = json.loads(line)
        if line["kind"] == "article":
            article = line
            continue
        try:
            answer = reader.ask(article, line)
        except (Refused, TimeoutError) as error:
            sys.exit(f"{URL}: {error}")
        if answer:
            # At once: what was answered counts, whatever comes after.
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
