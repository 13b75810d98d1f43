"""How many known name variants of the conflict's places resolve, and which do not.

``coverage.csv`` lists places with a reference point and, by language, the variants that other
gazetteers have (``expected_found``) and those that none has (``missing``). A variant counts where
the right place is among the first three candidates of a look-up: one whose point lies within ten
kilometres, or 1.2 of the entry's own radius, of the reference point. A place without a reference
point counts where the entry is the one its label leads to. Misses that ``doubtful_names.csv`` lists
with a reason are told apart. ``coverage_seeds.csv`` lists what the seed texts mention; every place
of it must have an entry and a point.

Run: ``python benchmarks/coverage.py [coverage.csv [coverage_seeds.csv]]``
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from karamap.gazetteer import Gazetteer
from karamap.model import Place
from karamap.resources import data_dir

REFERENCE = Path(__file__).parents[2] / "shared" / "data" / "gazetteer"
CANDIDATES = 3
NEAR_KM = 10.0
REACH = 1.2
COLUMNS = {"expected_found": "in other gazetteers", "missing": "in no other gazetteer"}
# of the seeds' mentions these are no places; nor is an "org/place" or a "city(in org)"
NO_PLACE = ("demonym", "pipeline", "org", "building")


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def list_variants(row: dict[str, str], column: str) -> Iterator[tuple[str, str]]:
    """Yield language and name of each variant of a row ("az:Ağdam@wof; ru:Агдам")."""
    for variant in filter(None, map(str.strip, row[column].split(";"))):
        language, _, name = variant.partition(":")
        yield language, name.partition("@")[0]


def is_right(place: Place, row: dict[str, str], wanted: str | None) -> bool:
    """Whether `place` is the one the row means."""
    if not row["lat"]:
        return place.id == wanted
    lat, lon = float(row["lat"]), float(row["lon"])
    across = (place.lon - lon) * math.cos(math.radians(lat))
    far = 111.2 * math.hypot(across, place.lat - lat)
    return far <= max(NEAR_KM, REACH * place.radius_km)


def measure_variants(path: Path, gazetteer: Gazetteer) -> None:
    """Print the share of variants that resolve, and the misses."""
    doubtful = {
        r["text"]: r["why"] for r in read_table(data_dir("gazetteer") / "doubtful_names.csv")
    }
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    first: Counter[str] = Counter()
    misses: list[str] = []
    listed = 0
    for row in read_table(path):
        by_label = gazetteer.lookup(row["place"].partition(" (")[0])
        wanted = by_label[0].place.id if by_label else None
        for column in COLUMNS:
            for language, name in list_variants(row, column):
                found = gazetteer.lookup(name)[:CANDIDATES]
                hits = [is_right(c.place, row, wanted) for c in found]
                asked[column] += 1
                right[column] += any(hits)
                first[column] += hits[:1] == [True]
                if not any(hits):
                    listed += name in doubtful
                    got = ", ".join(c.place.id for c in found) or "nothing"
                    why = f" [doubtful: {doubtful[name]}]" if name in doubtful else ""
                    misses.append(
                        f"- {row['place']} ({row['kind']}) {language}:{name} → {got}{why}"
                    )
    print("| variants | asked | first is right | among first 3 | share |")
    print("|---|---|---|---|---|")
    for column, label in COLUMNS.items():
        share = right[column] / max(1, asked[column])
        print(f"| {label} | {asked[column]} | {first[column]} | {right[column]} | {share:.3f} |")
    total, hit = asked.total(), right.total()
    print(f"| all | {total} | {first.total()} | {hit} | {hit / max(1, total):.3f} |")
    told = max(1, total - listed)
    print(f"\nWithout the {listed} that doubtful_names.csv lists: {hit}/{told} = {hit / told:.3f}")
    print(f"\nMissed ({len(misses)}):\n" + "\n".join(misses))


def measure_seeds(path: Path, gazetteer: Gazetteer) -> None:
    """Print which places of the seed texts have no entry with a point."""
    rows = [r for r in read_table(path) if not any(k in r["type"] for k in NO_PLACE)]
    lacking = []
    for row in rows:
        found = gazetteer.lookup(row["mention"], fuzzy=False)[:CANDIDATES]
        if not any(not row["lat"] or is_right(c.place, row, None) for c in found):
            lacking.append(row["mention"])
    print(
        f"\nPlaces of the seed texts with an entry and a point: {len(rows) - len(lacking)}", end=""
    )
    print(f" of {len(rows)}; lacking: {', '.join(lacking) or 'none'}")


def main(arguments: list[str]) -> None:
    """Measure both files; their paths may be given."""
    paths = [Path(a) for a in arguments]
    coverage = paths[0] if paths else REFERENCE / "coverage.csv"
    seeds = paths[1] if len(paths) > 1 else coverage.parent / "coverage_seeds.csv"
    gazetteer = Gazetteer.open()
    print(f"# Names of {coverage}\n")
    measure_variants(coverage, gazetteer)
    if seeds.exists():
        measure_seeds(seeds, gazetteer)


if __name__ == "__main__":
    main(sys.argv[1:])
