"""Finds the texts that stand in several articles of an archive, and what is wrong in each article, on Spark.

Usage: copies.py ARTICLES OUT [--config FILE] [--partitions N] [--batch-bytes N] [--files N]

ARTICLES is Parquet with `path` and `text`; OUT is a folder to which each stage writes Parquet: `prints`, `pairs`, `alike`, `parts`, `across`,
`alone`, and `findings`, which is what `copydesk check` would find. A stage that is there is not made again: a run that broke off goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import copydesk
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as f

# Two passages of which one may hold the other share so many words in a row.
INSIDE = 12

PRINTS = """path string, publication string, rule string, near double, near_slots double, run long,
    number int, key string, start long, words string, shingles array<string>"""
ALIKE = "publication string, rule string, a string, b string, likeness double, slots boolean, run long"
FOUND = "path string, start long, end long, rule string, level string, message string, finding string"

Batches = Iterator[pa.RecordBatch]


class Run:
    """One run over an archive: its stages, each a table in a folder, made where it is not there yet."""

    def __init__(self, spark: SparkSession, options: argparse.Namespace) -> None:
        self.spark, self.out = spark, pathlib.Path(options.out).absolute()
        self.articles = str(pathlib.Path(options.articles).absolute())
        self.config = str(pathlib.Path(options.config).absolute()) if options.config else None
        self.partitions, self.batch, self.files = options.partitions, options.batch_bytes, options.files

    def begin(self) -> None:
        """Sees that the stages that are there are of this archive, this publication and this copydesk."""
        config = pathlib.Path(self.config).read_bytes() if self.config else b""
        policy = copydesk.check([{"text": ""}], config=self.config, profile=None if self.config else "standard")[0]["policy"]
        run = {"articles": self.articles, "config": hashlib.sha256(config).hexdigest(), "policy": policy}
        said = self.out / "run.json"
        if said.exists() and json.loads(said.read_text()) != run:
            raise SystemExit(f"{self.out}: holds the stages of another run; name another folder, or delete it")
        self.out.mkdir(parents=True, exist_ok=True)
        said.write_text(json.dumps(run))

    def stage(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """The table of a stage."""
        folder, started = self.out / name, time.monotonic()
        if not (folder / "_SUCCESS").exists():
            make().write.mode("overwrite").parquet(str(folder))
            print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)
        return self.spark.read.parquet(str(folder))

    def read(self) -> DataFrame:
        return self.spark.read.parquet(self.articles).select("path", "text").repartition(self.partitions)

    def desk(self) -> Callable[[], copydesk.Desk]:
        """Makes, where the data is, what judges: the configuration lies at the same place on each machine."""
        config = self.config
        return lambda: copydesk.Desk(config=config, profile=None if config else "standard")

    def prints(self) -> DataFrame:
        """The passages of each article."""
        return self.read().mapInArrow(fingerprint(self.desk(), self.batch), PRINTS)

    def pairs(self, prints: DataFrame) -> DataFrame:
        """Passages that have a shingle in common. However many have one, the pairs grow with their number."""
        passages = prints.select("publication", "rule", "key", f.explode(f.array_distinct("shingles")).alias("shingle")).distinct()
        shared = Window.partitionBy("publication", "rule", "shingle")
        reach = [f.lag("key", back).over(shared.orderBy("key")) for back in range(1, copydesk.REACH)]
        few = f.count("*").over(shared) <= copydesk.REACH
        before = f.when(few, f.array(*reach)).otherwise(f.array(reach[0]))
        pairs = passages.select("publication", "rule", "key", f.array_compact(before).alias("before"))
        return pairs.select("publication", "rule", f.explode("before").alias("a"), f.col("key").alias("b")).distinct()

    def alike(self, prints: DataFrame, pairs: DataFrame) -> DataFrame:
        """The pairs that are alike, or share words in a row."""
        by = ["publication", "rule", "key"]
        first = f.min_by(f.struct("words", "near", "near_slots", "run"), f.struct(f.split("path", "/"), "number"))
        homes = prints.groupBy(*by).agg(first.alias("home")).select(*by, "home.*")
        homes = homes.withColumnRenamed("run", "least").withColumnRenamed("words", "of_a").withColumnRenamed("key", "a")
        others = homes.select("publication", "rule", f.col("a").alias("b"), f.col("of_a").alias("of_b"))
        compared = pairs.join(homes, ["publication", "rule", "a"]).join(others, ["publication", "rule", "b"])
        columns = ["publication", "rule", "a", "b", "of_a", "of_b", "near", "near_slots", "least"]
        return compared.select(*columns).repartition(self.partitions).mapInArrow(verify(self.batch), ALIKE)

    def parts(self, prints: DataFrame, alike: DataFrame) -> DataFrame:
        """The passages that are told together, as parts of the archive: those that are alike, and those that stand beside one another."""
        node = f.concat_ws("\t", "publication", "rule", "key")
        pair = [f.concat_ws("\t", "publication", "rule", side).alias(name) for side, name in [("a", "one"), ("b", "other")]]
        edges = alike.select(*pair)
        several = prints.groupBy("publication", "rule", "key").agg(f.count_distinct("path").alias("drafts"))
        several = several.where("drafts > 1").select(node.alias("node"))
        told = several.union(edges.select("one")).union(edges.select("other")).distinct()
        places = prints.select(node.alias("node"), "path", "publication", "rule", "number", "start").join(told, "node")
        in_order = Window.partitionBy("path", "publication", "rule").orderBy("number")
        at_start = Window.partitionBy("path", "start").orderBy("node")
        follows = f.when(f.lag("number").over(in_order) == f.col("number") - 1, f.lag("node").over(in_order))
        beside = places.select("node", follows.alias("next"), f.lag("node").over(at_start).alias("same"))
        for column in ["next", "same"]:
            edges = edges.union(beside.where(f.col(column).isNotNull()).select("node", column))
        whole = components(told, edges.distinct())
        return places.join(whole, "node").select("part", "node", "path", "publication", "rule").distinct()

    def across(self, prints: DataFrame, alike: DataFrame, parts: DataFrame) -> DataFrame:
        """What is told of the texts of each part."""
        drafts = prints.groupBy("publication", "rule").agg(f.count_distinct("path").alias("drafts"))
        counts = [row.asDict() for row in drafts.collect()]
        nodes = parts.select("part", "node").distinct()
        one = f.concat_ws("\t", "publication", "rule", "a")
        pairs = alike.select(one.alias("node"), f.struct("publication", "rule", "a", "b").alias("pair")).join(nodes, "node")
        pairs = pairs.groupBy("part").agg(f.sort_array(f.collect_set("pair")).alias("pairs"))
        keys = nodes.groupBy("part").agg(f.sort_array(f.collect_set(f.element_at(f.split("node", "\t"), -1))).alias("keys"))
        known = keys.join(pairs, "part", "left").select(f.col("part").alias("of"), "keys", "pairs")
        rows = parts.select("part", "path").distinct().join(self.read(), "path")
        told = rows.groupBy("part").cogroup(known.groupBy("of"))
        return told.applyInArrow(tell(self.desk(), counts), FOUND)

    def alone(self) -> DataFrame:
        """What is wrong in each article by itself."""
        return self.read().mapInArrow(check(self.desk(), self.batch), FOUND)

    def findings(self, across: DataFrame, alone: DataFrame) -> DataFrame:
        """All of it, in the order of a report."""
        return across.union(alone).repartitionByRange(self.files, "path").sortWithinPartitions("path", "start", "end", "rule", "message")

    def all(self) -> None:
        self.begin()
        prints = self.stage("prints", self.prints)
        pairs = self.stage("pairs", lambda: self.pairs(prints))
        alike = self.stage("alike", lambda: self.alike(prints, pairs))
        parts = self.stage("parts", lambda: self.parts(prints, alike))
        across = self.stage("across", lambda: self.across(prints, alike, parts))
        alone = self.stage("alone", self.alone)
        self.stage("findings", lambda: self.findings(across, alone))


def components(nodes: DataFrame, edges: DataFrame) -> DataFrame:
    """The parts of a graph, each named by the first of its nodes: every node takes the least name around it, and then the name that has, until
    none changes."""
    named = nodes.select("node", f.col("node").alias("part"))
    both = edges.toDF("node", "near").union(edges.select("other", "one")).distinct().localCheckpoint()
    while True:
        around = both.join(named.withColumnRenamed("node", "near"), "near").groupBy("node").agg(f.min("part").alias("least"))
        least = named.join(around, "node", "left").select("node", "part", f.least("part", "least").alias("next"))
        jump = least.select(f.col("node").alias("next"), f.col("next").alias("far"))
        moved = least.join(jump, "next", "left").select("node", "part", f.least("next", "far").alias("next")).localCheckpoint()
        named = moved.select("node", f.col("next").alias("part"))
        if moved.where("part != next").isEmpty():
            return named


def capped(batches: Batches, limit: int, *columns: str) -> Iterator[list[dict[str, Any]]]:
    """The rows of batches, in lists of which the texts have about so many bytes: a batch of Arrow is counted in rows."""
    rows: list[dict[str, Any]] = []
    size = 0
    for batch in batches:
        for row in batch.to_pylist():
            size += sum(len(row[column] or "") for column in columns)
            rows.append(row)
            if size >= limit:
                yield rows
                rows, size = [], 0
    yield rows


def batch_of(rows: list[dict[str, Any]], schema: str) -> pa.RecordBatch:
    types = {"string": pa.string(), "long": pa.int64(), "int": pa.int32(), "double": pa.float64(), "boolean": pa.bool_()}
    fields = [field.split() for field in schema.split(",")]
    names = [pa.field(name, types.get(kind, pa.list_(pa.string()))) for name, kind in fields]
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema(names))


def fingerprint(desk: Callable[[], copydesk.Desk], limit: int) -> Callable[[Batches], Batches]:
    def run(batches: Batches) -> Batches:
        own = desk()
        for rows in capped(batches, limit, "text"):
            made = []
            for row, answer in zip(rows, own.fingerprint(rows)):
                for prints in answer.get("prints", []):
                    of = {"path": row["path"], "publication": prints.get("publication", "")}
                    of |= {name: prints[name] for name in ("rule", "near", "near_slots", "run")}
                    for number, passage in enumerate(prints["passages"]):
                        of_passage = {"number": number, "start": passage["span"]["start"], "key": passage["key"]}
                        made.append(of | of_passage | {"words": passage.get("words", ""), "shingles": passage.get("shingles", [])})
            yield batch_of(made, PRINTS)

    return run


def verify(limit: int) -> Callable[[Batches], Batches]:
    def run(batches: Batches) -> Batches:
        for rows in capped(batches, limit, "of_a", "of_b"):
            pairs: list[Any] = [({"words": row["of_a"]}, {"words": row["of_b"]}) for row in rows]
            made = [row | likeness for row, likeness in zip(rows, copydesk.verify(pairs))]
            yield batch_of([row for row in made if is_told(row)], ALIKE)

    return run


def is_told(pair: dict[str, Any]) -> bool:
    """Whether passages are alike enough for their rule, or share so many words that one may stand in the other."""
    enough = pair["near_slots"] if pair["slots"] else pair["near"]
    return bool(pair["likeness"] >= max(enough, pair["near"]) or pair["run"] >= (pair["least"] or INSIDE))


def check(desk: Callable[[], copydesk.Desk], limit: int) -> Callable[[Batches], Batches]:
    def run(batches: Batches) -> Batches:
        own = desk()
        for rows in capped(batches, limit, "text"):
            answers = own.check(rows)
            yield found(rows, answers)
            yield failed(rows, answers)

    return run


def tell(desk: Callable[[], copydesk.Desk], counts: list[dict[str, Any]]) -> Callable[[pa.Table, pa.Table], pa.Table]:
    def run(articles: pa.Table, known: pa.Table) -> pa.Table:
        said = known.to_pylist()[0]
        pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for pair in said["pairs"] or []:
            pairs.setdefault((pair["publication"], pair["rule"]), []).append((pair["a"], pair["b"]))
        rules: Any = [of | {"pairs": pairs.get((of["publication"], of["rule"]), [])} for of in counts]
        rows = articles.select(["path", "text"]).sort_by("path").to_pylist()
        return pa.Table.from_batches([found(rows, desk().across(rows, {"keys": said["keys"], "rules": rules}))])

    return run


def found(rows: list[dict[str, Any]], answers: list[copydesk.Answer]) -> pa.RecordBatch:
    made = []
    for row, answer in zip(rows, answers):
        for finding in answer.get("findings", []):
            of = {name: finding[name] for name in ("rule", "level", "message")} | finding["span"]
            made.append({"path": row["path"], "finding": json.dumps(finding, ensure_ascii=False, sort_keys=True)} | of)
    return batch_of(made, FOUND)


def failed(rows: list[dict[str, Any]], answers: list[copydesk.Answer]) -> pa.RecordBatch:
    """The rows that could not be judged, each with why: none passes in silence."""
    made = []
    for row, answer in zip(rows, answers):
        if "error" in answer:
            of = {"rule": "", "level": "fatal", "message": answer["error"], "start": 0, "end": 0}
            made.append({"path": row["path"], "finding": json.dumps({"error": answer["error"]}, ensure_ascii=False)} | of)
    return batch_of(made, FOUND)


def main() -> None:
    parser = argparse.ArgumentParser(description="Finds the texts that stand in several articles of an archive.")
    parser.add_argument("articles", help="Parquet with `path` and `text`")
    parser.add_argument("out", help="a folder for the stages, and for the findings")
    parser.add_argument("--config", help="a copydesk.toml, at the same place on each machine; without it, the rules as they are")
    parser.add_argument("--partitions", type=int, default=8, help="into how many the articles are split")
    parser.add_argument("--batch-bytes", type=int, default=8 << 20, help="how many bytes of text are looked at in one call")
    parser.add_argument("--files", type=int, default=1, help="into how many files the findings are written")
    options = parser.parse_args()
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    Run(spark, options).all()
    spark.stop()


if __name__ == "__main__":
    main()
