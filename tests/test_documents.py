"""Reading inputs: exact text, every fault told, publication date and title."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karamap import InputError, load_documents, read_documents
from karamap.documents import MAX_BYTES, find_published, iter_documents, parse_date
from karamap.documents import reading as reading_module
from karamap.documents.catalogue import load_catalogue
from karamap.errors import KaramapError
from karamap.model import Document

DATA = Path(__file__).parent / "data" / "documents"
STORY = "Guns near Tartar\n\nShells fell near Tartar in the night, the council said.\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(path: Path | str, **options: object) -> Document:
    (document,) = read_documents([path], **options)  # type: ignore[arg-type]
    return document


def fault_of(path: Path | str, **options: object) -> InputError:
    documents, faults = load_documents([path], **options)  # type: ignore[arg-type]
    assert documents == []
    (fault,) = faults
    assert "\n" not in str(fault)
    assert ": " in fault.message  # what is wrong: what to do
    return fault


# --- text and offsets ---------------------------------------------------------------------------


PLAIN = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\r\n\t"), max_size=200
).filter(lambda text: bool(text.strip().strip("\ufeff")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PLAIN)
def test_text_comes_back_character_for_character(tmp_path: Path, text: str) -> None:
    """What is written to a txt, jsonl or md file is what `Document.text` holds."""
    data = text.encode()
    assert read_one(write(tmp_path / "a.txt", data)).text == text
    row = json.dumps({"id": "r", "text": text})
    assert read_one(write(tmp_path / "a.jsonl", row)).text == text
    if not text.lstrip("\ufeff").startswith(("---", "+++")):
        assert read_one(write(tmp_path / "a.md", data)).text == text


def test_crlf_offsets_count_both_characters(tmp_path: Path) -> None:
    """A CRLF file keeps its carriage returns, so offsets match the file."""
    document = read_one(write(tmp_path / "a.txt", "Title\r\n\r\nTartar was hit.\r\n"))
    assert document.text.index("Tartar") == 9
    assert document.title == "Title"


def test_byte_order_mark_is_a_character(tmp_path: Path) -> None:
    """A UTF-8 byte order mark stays as U+FEFF and is no part of the title."""
    document = read_one(write(tmp_path / "a.txt", b"\xef\xbb\xbf" + STORY.encode()))
    assert document.text == "\ufeff" + STORY
    assert document.title == "Guns near Tartar"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_files_are_told_by_their_mark(tmp_path: Path, codec: str) -> None:
    """UTF-16 and UTF-32 with a byte order mark are read without an option, rows too."""
    text = "\ufeffАгдере — Ağdərə\nline two, which is here\n"
    assert read_one(write(tmp_path / "a.txt", text.encode(codec))).text == text
    row = '\ufeff{"id": 1, "text": "Ağdərə"}\n{"id": 2, "text": "Şuşa"}\n'
    rows = read_documents([write(tmp_path / "a.jsonl", row.encode(codec))])
    assert [(d.id, d.text) for d in rows] == [("1", "Ağdərə"), ("2", "Şuşa")]


def test_named_encoding_is_used(tmp_path: Path) -> None:
    """`encoding` decodes text, rows and tables that are not UTF-8."""
    word = "Степанакерт"
    options = {"encoding": "cp1251"}
    assert read_one(write(tmp_path / "a.txt", word.encode("cp1251")), **options).text == word
    row = f'{{"id": 1, "text": "{word}"}}'.encode("cp1251")
    assert read_one(write(tmp_path / "a.jsonl", row), **options).text == word
    table = f"id,text\n1,{word}\n".encode("cp1251")
    assert read_one(write(tmp_path / "a.csv", table), **options).text == word


def test_sha256_is_of_the_bytes_and_of_a_rows_text(tmp_path: Path) -> None:
    """The digest identifies the file as it lies there, or the row's own text."""
    data = STORY.replace("\n", "\r\n").encode()
    assert read_one(write(tmp_path / "a.txt", data)).sha256 == hashlib.sha256(data).hexdigest()
    row = json.dumps({"id": "r", "text": STORY})
    expected = hashlib.sha256(STORY.encode()).hexdigest()
    assert read_one(write(tmp_path / "a.jsonl", row)).sha256 == expected


def test_unknown_suffix_is_read_as_text(tmp_path: Path) -> None:
    """A file of an unknown kind that decodes is a text."""
    assert read_one(write(tmp_path / "wire.dat", STORY)).text == STORY


# --- faults -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t\n", "empty"),
        ("mark.txt", b"\xef\xbb\xbf\n", "empty"),
        ("front.md", b"---\ntitle: x\n---\n\n", "empty"),
        ("rows.jsonl", b"\n\n", "empty"),
        ("nul.txt", b"Tartar\0was hit", "binary"),
        ("one_nul.txt", STORY.encode() * 9 + b"\0", "binary"),
        ("control.txt", bytes(range(1, 9)) * 20, "binary"),
        ("rows.csv", b"\0\1\2\3" * 50, "binary"),
        ("paper.pdf", b"%PDF-1.7\n1 0 obj", "PDF"),
        ("paper.txt", b"PK\x03\x04docx", "docx"),
        ("latin.txt", "Ağdərə Şuşa".encode("cp1254", "replace"), "byte 0xf0 at offset 1"),
        ("latin.html", b"<p>caf\xe9</p>", "byte 0xe9 at offset 6"),
        ("page.html", b"<html><body></body></html>", "no article"),
        ("toml.md", b"+++\ntitle = \n+++\nText here\n", "TOML"),
        ("dated.md", b"---\npublished: last week\n---\nText here\n", "YYYY-MM-DD"),
    ],
)
def test_unusable_file_is_one_fault_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    """Each unusable file gives one line that names it, the reason and what to do."""
    path = write(tmp_path / name, content)
    fault = fault_of(path)
    assert fault.source == str(path)
    assert told in str(fault)
    assert fault.exit_code == 2


def test_wrong_encoding_names_the_option(tmp_path: Path) -> None:
    """The remedy for a file that is not UTF-8 is an option with a value to try."""
    fault = fault_of(write(tmp_path / "a.txt", "Лачин".encode("cp1251")))
    assert "--encoding cp1251" in str(fault)
    assert "not cp949" in str(fault_of(write(tmp_path / "b.txt", b"a\xff\xff"), encoding="cp949"))


def test_unknown_encoding_is_told_once(tmp_path: Path) -> None:
    """A misspelt encoding is one fault however many files were given."""
    files = [write(tmp_path / name, STORY) for name in ("a.txt", "b.txt")]
    for name in ("cp125l", "hex"):
        documents, (fault,) = load_documents(files, encoding=name)
        assert not documents
        assert "unknown encoding" in str(fault)


def test_too_large_file_is_refused_unread(tmp_path: Path) -> None:
    """A file over the limit is refused by its size, and the size is told."""
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(21_000_000)
    fault = fault_of(path)
    assert "21.0 MB" in str(fault)
    assert f"{MAX_BYTES // 10**6} MB" in str(fault)
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert "20.1 MB" in str(fault_of(path))


def test_too_long_row_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    """The limit holds for each row of a jsonl file, not for the file."""
    path = tmp_path / "rows.jsonl"
    good = json.dumps({"id": "good", "text": STORY}).encode()
    path.write_bytes(b'{"id": 1, "text": "' + b"x" * (MAX_BYTES + 5) + b'"}\n' + good + b"\n")
    documents, (fault,) = load_documents([path])
    assert [d.id for d in documents] == ["good"]
    assert fault.line == 1
    assert "20 MB" in str(fault)


def test_missing_file_and_folder_without_documents(tmp_path: Path) -> None:
    """A path that is not there and a folder of other things are told apart."""
    assert "no such file" in str(fault_of(tmp_path / "none.txt"))
    inside_a_file = write(tmp_path / "a.txt", STORY) / "b.txt"
    assert "cannot be read" in str(fault_of(inside_a_file))
    assert "cannot be read" in str(fault_of("x" * 5000))
    assert "cannot be read" in str(fault_of("a\0b"))
    write(tmp_path / "box" / "picture.png", b"\x89PNG")
    write(tmp_path / "box" / "README.md", "About this folder")
    assert "folder without" in str(fault_of(tmp_path / "box"))
    assert "empty file name" in str(fault_of(""))


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without read permission is a fault, and the others are still read."""
    closed, good = write(tmp_path / "closed.txt", STORY), write(tmp_path / "good.txt", STORY)
    real = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "closed.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    documents, (fault,) = load_documents([closed, good])
    assert [d.id for d in documents] == ["good.txt"]
    assert "Permission denied" in str(fault)


def test_all_faults_are_collected_and_good_documents_kept(tmp_path: Path) -> None:
    """One bad input stops nothing: every fault is told, every good document read, in order."""
    names = ["a.txt", "empty.txt", "b.txt", "none.txt", "c.txt"]
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / name, STORY)
    write(tmp_path / "empty.txt", "")
    documents, faults = load_documents([tmp_path / name for name in names])
    assert [d.id for d in documents] == ["a.txt", "b.txt", "c.txt"]
    assert [Path(f.source or "").name for f in faults] == ["empty.txt", "none.txt"]


def test_read_documents_raises_the_first_fault(tmp_path: Path) -> None:
    """The strict reader stops at the first fault."""
    good = write(tmp_path / "a.txt", STORY)
    assert [d.id for d in read_documents(good)] == ["a.txt"]
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        read_documents([good, tmp_path / "none.txt", tmp_path / "nil.txt"])


SUFFIXES = ["txt", "md", "html", "jsonl", "csv", "tsv", "json", "dat"]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
@given(st.sampled_from(SUFFIXES), st.binary(max_size=120) | PLAIN.map(str.encode))
def test_no_content_makes_the_reader_crash(tmp_path: Path, suffix: str, data: bytes) -> None:
    """Whatever bytes a file holds, it gives documents or faults of one line each."""
    documents, faults = load_documents([write(tmp_path / f"a.{suffix}", data)])
    assert documents or faults
    assert all(len(str(fault).splitlines()) == 1 for fault in faults)


# --- ids and folders ----------------------------------------------------------------------------


def test_namesakes_get_their_folders_name(tmp_path: Path) -> None:
    """Ids are file names; namesakes in two folders are told apart, whatever the order."""
    one = write(tmp_path / "may" / "a.txt", STORY)
    two = write(tmp_path / "june" / "a.txt", STORY)
    three = write(tmp_path / "june" / "b.txt", STORY)
    assert [d.id for d in read_documents([one, two, three])] == ["may/a.txt", "june/a.txt", "b.txt"]
    assert [d.id for d in read_documents([two, one])] == ["june/a.txt", "may/a.txt"]


def test_folder_stands_for_its_documents_in_order(tmp_path: Path) -> None:
    """A folder gives its supported files sorted by name, and no file twice."""
    for name in ("b.txt", "a.md", "c.jsonl", ".hidden.txt", "notes.log", "README.md"):
        write(tmp_path / name, '{"id": "row", "text": "x y z"}' if name == "c.jsonl" else STORY)
    ids = [d.id for d in read_documents([tmp_path, tmp_path / "b.txt"])]
    assert ids == ["a.md", "b.txt", "row"]


def test_duplicate_row_id_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    """A second row of one id is a fault that says where the first stands."""
    rows = [{"id": "x", "text": "one"}, {"id": "y", "text": "two"}, {"id": "x", "text": "three"}]
    path = write(tmp_path / "r.jsonl", "\n".join(map(json.dumps, rows)))
    documents, (fault,) = load_documents([path])
    assert [d.text for d in documents] == ["one", "two"]
    assert fault.line == 3
    assert f"{path}:1" in str(fault)


# --- rows ---------------------------------------------------------------------------------------


def test_broken_jsonl_lines_keep_the_others(tmp_path: Path) -> None:
    """Each broken line is one fault with its number; the other rows are read."""
    lines = [
        '{"id": "a", "text": "one", "publisher": "P", "url": "u", "more": [1]}',
        '{"id": "b", "text": ',
        "",
        '["no", "object"]',
        '{"id": "c"}',
        '{"id": "d", "text": 5}',
        '{"id": "e", "text": "  "}',
        '{"id": "f", "text": "x", "published": "3/4/2020"}',
        '{"id": "g", "text": "x", "published": 2020}',
        '{"id": "h", "text": "\\ud800"}',
        "[" * 100_000,
        '{"text": "last", "title": "T", "published": "2020-10-02T08:00:00Z", "id": null}',
    ]
    path = write(tmp_path / "r.jsonl", "\r\n".join(lines))
    documents, faults = load_documents([path])
    assert [d.id for d in documents] == ["a", "r.jsonl:12"]
    assert (documents[0].publisher, documents[0].url) == ("P", "u")
    assert (documents[1].title, documents[1].published) == ("T", date(2020, 10, 2))
    assert documents[1].published_from == "row"
    assert [f.line for f in faults] == [2, 4, 5, 6, 7, 8, 9, 10, 11]
    assert all(f.source == str(path) and "\n" not in str(f) for f in faults)


def test_jsonl_line_in_another_encoding_is_one_fault(tmp_path: Path) -> None:
    """A line that is not UTF-8 is told by number, the rest is read."""
    data = b'{"id": 1, "text": "caf\xe9"}\n{"id": 2, "text": "tea"}\n'
    documents, (fault,) = load_documents([write(tmp_path / "r.jsonl", data)])
    assert [d.id for d in documents] == ["2"]
    assert fault.line == 1


def test_file_without_one_good_row_is_one_fault(tmp_path: Path) -> None:
    """Pretty-printed JSON does not give a fault a line."""
    data = json.dumps([{"id": i, "text": "x"} for i in range(9)], indent=1)
    fault = fault_of(write(tmp_path / "r.jsonl", data))
    assert "none of" in str(fault)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_rows_with_quoted_newlines(tmp_path: Path, separator: str) -> None:
    """A table's texts come back exactly, whatever separates the columns."""
    rows = [["ID", "Text", "published", "note"], ["a", '"one\r\ntwo"', "2020-10-02", "n"],
            ["", "three", "", ""]]  # fmt: skip
    table = "\ufeff" + "\r\n".join(separator.join(row) for row in rows) + "\r\n"
    documents = read_documents([write(tmp_path / "t.csv", table)])
    assert [(d.id, d.text, d.published) for d in documents] == [
        ("a", "one\r\ntwo", date(2020, 10, 2)),
        ("t.csv:4", "three", None),
    ]


def test_wide_table_keeps_its_newlines(tmp_path: Path) -> None:
    """A UTF-16 table's quoted line ends come back as they are."""
    data = '\ufeffid,text\r\na,"one\r\ntwo"\r\n'.encode("utf-16-le")
    assert read_one(write(tmp_path / "t.csv", data)).text == "one\r\ntwo"


def test_csv_faults_name_their_line(tmp_path: Path) -> None:
    """A bad record is one fault with the line it begins on; the others are read."""
    table = 'id,text\na,"x\ny"\nb\nc,one,two\nd,"q"r\ne,good\nf,"open'
    documents, faults = load_documents([write(tmp_path / "t.csv", table)])
    assert [d.id for d in documents] == ["a", "e"]
    assert [f.line for f in faults] == [4, 5, 6, 8]


def test_csv_needs_its_columns(tmp_path: Path) -> None:
    """A table without id and text says which columns it found."""
    fault = fault_of(write(tmp_path / "t.csv", "name,body\na,b\n"))
    assert fault.line == 1
    assert "found: name,body" in str(fault)


def test_csv_texts_may_be_longer_than_pythons_default(tmp_path: Path) -> None:
    """A field of 200 000 characters is read."""
    document = read_one(write(tmp_path / "t.csv", "id,text\na," + "x" * 200_000 + "\n"))
    assert len(document.text) == 200_000


# --- standard input -----------------------------------------------------------------------------


def test_stdin_as_text_and_as_rows() -> None:
    """Standard input is jsonl if it begins with a JSON object, else one text."""
    text = read_one("-", stdin=io.BytesIO(b"\r\n" + STORY.encode()))
    assert (text.id, text.text, text.source) == ("-", "\r\n" + STORY, "-")
    rows = io.BytesIO(b'\n{"id": "a", "text": "one"}\nbroken\n{"text": "two"}\n')
    documents, (fault,) = load_documents(["-"], stdin=rows)
    assert [(d.id, d.text) for d in documents] == [("a", "one"), ("-:4", "two")]
    assert (fault.source, fault.line) == ("-", 3)
    template = read_one("-", stdin=io.StringIO("{{name}} writes\r\nfrom Tartar"))
    assert template.text == "{{name}} writes\r\nfrom Tartar"


def test_stdin_of_the_process_keeps_newlines() -> None:
    """Bytes piped into the process come back with their line ends."""
    code = "from karamap import read_documents as r; print(repr(r(['-'])[0].text))"
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"one\r\ntwo", capture_output=True, check=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert done.stdout.strip() == b"'one\\r\\ntwo'"


def test_stdin_faults() -> None:
    """Empty, binary and too large standard input are faults of '-'."""
    assert str(fault_of("-", stdin=io.BytesIO(b"\n"))).startswith("-: empty")
    assert "binary" in str(fault_of("-", stdin=io.BytesIO(b"\0\1\2")))
    assert "20 MB" in str(fault_of("-", stdin=io.BytesIO(b"x\n" * (MAX_BYTES // 2 + 1))))


# --- html ---------------------------------------------------------------------------------------


def test_page_gives_its_article_and_what_it_says_of_itself() -> None:
    """Of an html page the article is kept, with title, publisher, date and address."""
    document = read_one(DATA / "bridge.html")
    assert document.id == "bridge.html"
    assert document.title == "Bridge at Qovlar carries lorries again"
    assert document.publisher == "The Lowland Post"
    assert (document.published, document.published_from) == (date(2021, 3, 4), "html metadata")
    assert document.url == "https://lowland-post.example/bridge-at-qovlar"
    assert "first lorries on Wednesday" in document.text
    assert "Hailstorm" not in document.text
    assert "cookies" not in document.text


def test_page_in_its_declared_charset(tmp_path: Path) -> None:
    """A page that is not UTF-8 is read by the charset it declares."""
    html = (DATA / "bridge.html").read_text(encoding="utf-8").replace("Qovlar", "Ковлар")
    page = html.replace("utf-8", "windows-1251").encode("cp1251")
    assert "Ковлар" in read_one(write(tmp_path / "p.html", page)).text


def test_html_reader_is_loaded_only_for_html(tmp_path: Path) -> None:
    """Reading a text does not import trafilatura."""
    path = write(tmp_path / "a.txt", STORY)
    code = (
        "import sys; from karamap import read_documents; "
        f"read_documents([{str(path)!r}]); print('trafilatura' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent, env={**os.environ},
    )  # fmt: skip
    assert done.stdout.strip() == "False"


# --- front matter, title, publication date ------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_front_matter_is_read_and_marked(tmp_path: Path, newline: str, mark: str) -> None:
    """Front matter gives the facts, stays in the text, and is one boilerplate span."""
    front = '---\ntitle: "A mill: burned"\npublisher: P\ndate: 4 March 2021\ntags:\n  - a\n---'
    text = (mark + front + "\n\n# Heading\n\nThe mill of Zangar burned.\n").replace("\n", newline)
    document = read_one(write(tmp_path / "d.md", text))
    assert document.text == text
    assert (document.title, document.publisher) == ("A mill: burned", "P")
    assert (document.published, document.published_from) == (date(2021, 3, 4), "front matter")
    (span,) = document.boilerplate
    assert text[: span.end] == mark + front.replace("\n", newline)


def test_toml_front_matter(tmp_path: Path) -> None:
    """Front matter between +++ is TOML."""
    document = read_one(
        write(
            tmp_path / "d.md", '+++\ntitle = "T"\npublished = 2021-03-04\ntags = ["a"]\n+++\nText\n'
        )
    )
    assert (document.title, document.published) == ("T", date(2021, 3, 4))


def test_rule_is_no_front_matter(tmp_path: Path) -> None:
    """A text between two rules that is no key: value list is text."""
    document = read_one(write(tmp_path / "d.md", "---\nThe mill burned.\n---\n# Mill\n"))
    assert document.boilerplate == ()
    assert document.title == "Mill"


@pytest.mark.parametrize(
    ("text", "day", "told_by"),
    [
        ("Title\n\nZANGAR, 21 October 2020 -- The mill burned down.", "2020-10-21", "dateline"),
        ("ZANGAR, 21 October 2020. The mill on the river burned down.", "2020-10-21", "dateline"),
        ("Zangar, Vale, Oct. 21, 2020 (Agency) — The mill burned.", "2020-10-21", "dateline"),
        ("Title\nDesk news 10/21/2020 A. Writer and B. Other\nText", "2020-10-21", "byline"),
        ("Title\nReports 15:33 03.06.2020\nText", "2020-06-03", "byline"),
        ("Title\nPublished: Oct 21, 2020\nText", "2020-10-21", "byline"),
        ("Updated 23 Oct 2020 | Published 21 Oct 2020\nText", "2020-10-21", "byline"),
        ("Title\n21 октября 2020, 15:00\nText", "2020-10-21", "byline"),
        ("Title\nWednesday, October 21st, 2020 4:05 p.m.\nText", "2020-10-21", "byline"),
        ("ZANGAR, September 24. /Agency/. The mill burned.", None, None),
        ("Title\nNews 3/4/2020\nText", None, None),
        ("The truce of 9 November 2020, clause by clause\nText", None, None),
        ("Truce deal, 10 November 2020 - the full text\nText", None, None),
        ("The mill burned on 9 November 2020.\nText", None, None),
        ("Title\n31.02.2020\nText", None, None),
        ("Line\n" * 20 + "Published: Oct 21, 2020\n", None, None),
    ],
)
def test_published_from_the_head_of_the_text(
    text: str, day: str | None, told_by: str | None
) -> None:
    """A full date in a dateline or byline of the head counts, nothing vaguer."""
    found = find_published(text)
    assert found == ((date.fromisoformat(day), told_by) if day else None)


def test_published_from_the_address() -> None:
    """A day in the address counts where the text says nothing."""
    for path in ("2020/10/21/mill", "news/2020-10-21-mill.html", "20201021/mill"):
        assert find_published("x", f"https://a.example/{path}") == (date(2020, 10, 21), "url")
    assert find_published("x", "https://a.example/2020/13/45/") is None
    assert find_published("x", "https://a.example/id/1234567890") is None


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_full_dates_are_read_in_every_notation(day: date) -> None:
    """Every notation of a day with one reading gives that day."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%Y/%m/%d"):
        assert parse_date(day.strftime(form)) == day
    slashes = parse_date(day.strftime("%m/%d/%Y"))
    assert slashes == (day if day.day > 12 or day.day == day.month else None)


def test_order_of_what_tells_the_publication_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's word overrides the catalogue, that the row, that the text, that the address."""
    text = "ZANGAR, 5 May 2020 — The mill burned down."
    url = "https://a.example/2020/01/01/mill"
    rows = [
        {"id": "address", "text": "The mill burned.", "url": url},
        {"id": "text", "text": text, "url": url},
        {"id": "row", "text": text, "published": "2020-04-04"},
        {"id": "known", "text": text + " ", "published": "2020-04-04"},
    ]
    path = write(tmp_path / "r.jsonl", "\n".join(map(json.dumps, rows)))
    digest = hashlib.sha256((text + " ").encode()).hexdigest()
    seeds = write(
        tmp_path / "catalogue.toml",
        f'[[seed]]\nfile = "x.txt"\nsha256 = "{digest.upper()}"\npublisher = "P"\ntitle = "T"\n'
        'published = 2020-03-03\nlanguage = "ru"\n',
    )
    monkeypatch.setattr(reading_module, "packaged_catalogue", lambda: load_catalogue(seeds))
    documents = read_documents([path])
    assert [(d.published_from, d.published and d.published.month) for d in documents] == [
        ("url", 1), ("dateline", 5), ("row", 4), ("catalogue", 3)
    ]  # fmt: skip
    known = documents[-1]
    assert (known.title, known.publisher, known.language) == ("T", "P", "ru")
    given_day = date(1999, 9, 9)
    overridden = read_documents([path], published=given_day)
    assert {(d.published_from, d.published) for d in overridden} == {("option", given_day)}


def test_users_date_makes_a_bad_one_harmless(tmp_path: Path) -> None:
    """With `published` given, an unreadable date of a row or of front matter is no fault."""
    row = write(tmp_path / "r.jsonl", '{"id": "a", "text": "x", "published": "soon"}')
    page = write(tmp_path / "d.md", "---\npublished: soon\n---\nText\n")
    documents = read_documents([row, page], published=date(2020, 1, 2))
    assert [d.published for d in documents] == [date(2020, 1, 2)] * 2


def test_broken_catalogue_is_told(tmp_path: Path) -> None:
    """A catalogue without digests or with a bad date is an error of ours, not silence."""
    for content in ("[[seed]]\nfile = 'x'\n", "[[seed]]\nsha256 = 'a'\npublished = 'soon'\n", "["):
        with pytest.raises(KaramapError, match="unusable catalogue"):
            load_catalogue(write(tmp_path / "c.toml", content))


def test_title_is_the_first_line_of_the_article(tmp_path: Path) -> None:
    """The title of a txt is its first line that is no clutter and no sentence."""
    assert read_one(DATA / "clutter.txt").title == (
        "Shells fall near two villages on the eastern bank"
    )
    sentence = write(tmp_path / "s.txt", "The mill burned down.\nNobody was hurt.\n")
    assert read_one(sentence).title is None
    assert read_one(write(tmp_path / "one.txt", "A single line")).title is None


def test_documents_come_one_by_one(tmp_path: Path) -> None:
    """Rows are yielded as they are read, before a later line is looked at."""
    rows = "\n".join(json.dumps({"id": i, "text": "x"}) for i in range(3)) + "\nbroken\n"
    stream = iter_documents([write(tmp_path / "r.jsonl", rows)])
    first = next(stream)
    assert isinstance(first, Document)
    assert first.id == "0"
    assert [type(one) for one in stream] == [Document, Document, InputError]
