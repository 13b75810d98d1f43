"""Which lines are page clutter and which are the article."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karamap import load_documents
from karamap.documents import find_boilerplate

DATA = Path(__file__).parent / "data" / "documents"

PROSE = (
    "Units of both armies exchanged fire across the river for most of the day, officials said, "
    "and the people of three villages were led to the school.\n\n"
    "The mayor said that nobody had been hurt, although a barn and two lorries had burned down "
    "by the time the firemen were allowed through in the evening.\n\n"
)


def marked(text: str) -> list[str]:
    """Return the stripped lines of `text` that are marked."""
    spans = find_boilerplate(text)
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip() and any(s.start < end and start < s.end for s in spans):
            lines.append(line.strip())
        start = end + 1
    return lines


def read(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def test_cluttered_page_keeps_exactly_its_article() -> None:
    """Of a page full of clutter the title, stamp, caption and paragraphs alone stay unmarked."""
    text = read("clutter.txt")
    gone = marked(text)
    kept = [line.strip() for line in text.split("\n") if line.strip() and line.strip() not in gone]
    assert [line[:18] for line in kept] == [
        "Shells fall near t",
        "14:20 12.10.2020",
        "A ruined barn outs",
        "Artillery shells f",
        "The defence minist",
        "Neither account co",
    ]


@pytest.mark.parametrize("name", ["article.txt", "brief.txt", "timeline.txt"])
def test_plain_articles_are_left_alone(name: str) -> None:
    """A short article, a list-like brief and a timeline hold no clutter."""
    assert marked(read(name)) == []


@pytest.mark.parametrize(
    "line",
    [
        "You have {{count}} free articles left this month",
        "Subscribe now for full access to every story.",
        "Enter your e-mail to get the morning briefing",
        "Please enable JavaScript to view the comments.",
        "Your browser does not support the video tag.",
        "This site uses cookies. By continuing to browse you accept them.",
        "Share this article",
        "Facebook Twitter WhatsApp Email Print",
        "Follow us on Telegram",
        "Advertisement",
        "Sponsored Content",
        "Tags: Tartar, shelling, Barda",
        "© 2020 Plain Agency",
        "Copyright 2020 by the Plain Agency",
        "No media source currently available",
        "0:00 0:04:10 0:00",
        "Home | World | Politics | Economy | Sport | Culture",
        "(Photo: A. Lens/AFP)",
        "Photo by A. Lens",
        "Read more: Ministers leave Minsk without a text",
        "READ MORE: Two killed as shells hit Barda",
        "Читайте также: переговоры в Женеве",
        "3 min read",
        "Noticed a mistake? Select it and press Ctrl+Enter",
    ],
)
def test_clutter_lines_are_marked_wherever_they_stand(line: str) -> None:
    """A line of page clutter is marked between two paragraphs, and they are not."""
    assert marked(f"{PROSE}{line}\n\n{PROSE}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Residents sign up for the front as shells fall",
        "Georgia asks to become a member of the bloc",
        "Observers have unlimited access to the corridor",
        "The offer expires on Friday, the envoy warned.",
        "Exclusive: our reporter in Barda",
        "Copyright law was not on the agenda of the talks.",
        "Photo: the burned mill of Zangar",
        "More news of losses came from Tartar.",
        "Read the statement carefully, the envoy told the press.",
        "The ministry published it on its Telegram channel.",
        '"Subscribe to no lie," he told the crowd.',
        "The bank said that its own site uses cookies and free trial periods.",
        "“Subscribe to our paper”, he urged.",
        "Fears of a wider war",
        "A man sits by the ruins of his house in Barda",
        "Barda | Tartar | Ganja | Mingachevir",
    ],
)
def test_article_lines_that_resemble_clutter_stay(line: str) -> None:
    """Reports may speak of subscriptions, photos or access without being clutter."""
    assert marked(f"{PROSE}{line}\n\n{PROSE}") == []


def test_headline_list_is_marked_in_either_order_and_language() -> None:
    """Titles alternating with times are clutter, stamps first or last, under any heading."""
    rows = [("Flood in Poti", "12:10 01.02.2022"), ("Rally in Gori", "11:55 01.02.2022"),
            ("Snow in Kars", "11:30 01.02.2022")]  # fmt: skip
    after = "\n".join(f"{title}\n{stamp}" for title, stamp in rows)
    before = "\n".join(f"{stamp}\n{title}" for title, stamp in rows)
    for listing in (after, before):
        for heading in ("News line", "Последние новости", "Zzyzx qwx"):
            text = f"{PROSE}{heading}\n\n{listing}"
            assert marked(text) == [heading, *listing.split("\n")]


def test_headlines_with_the_time_on_the_same_line_are_marked() -> None:
    """A run of lines that each carry a date and time is a headline list."""
    rows = [f"1{i}:05 01.02.2022 Rain over Poti, part {i}" for i in range(4)]
    assert marked(PROSE + "\n".join(rows)) == rows


def test_chronicle_without_other_prose_survives() -> None:
    """A text that is nothing but stamped entries is the article, not a side bar."""
    rows = "\n".join(f"Shell lands near Tartar again\n1{i}:05 01.10.2020" for i in range(6))
    assert marked("A day under fire\n\n" + rows) == []


def test_headlines_below_a_related_heading_are_marked_up_to_the_next_paragraph() -> None:
    """'Related stories' takes the headlines below it and stops at prose."""
    text = f"{PROSE}Related stories\nTruce fails in Vale\nEnvoy flies to Gori\n\n{PROSE}"
    assert marked(text) == ["Related stories", "Truce fails in Vale", "Envoy flies to Gori"]


def test_heading_before_the_title_does_not_take_the_title() -> None:
    """'Breaking News' at the top is clutter, the title below it is not."""
    assert marked(f"Breaking News\n\nTruce fails in Vale\n\n{PROSE}") == ["Breaking News"]


def test_title_between_menu_and_share_buttons_stays() -> None:
    """What stands between clutter before the article begins may be its title."""
    text = f"Home\nWorld\nSport\nContact\n\nTruce fails in Vale\n\nShare\nTweet\nPrint\n\n{PROSE}"
    assert "Truce fails in Vale" not in marked(text)
    assert len(marked(text)) == 7


def test_teaser_is_marked_but_not_the_title_above_a_player() -> None:
    """A headline above an empty player is a teaser only once the article has begun."""
    player = "please wait\nNo media source currently available"
    assert marked(f"Truce fails\n{player}\n\n{PROSE}") == player.split("\n")
    teaser = "Villagers speak of the night"
    assert marked(f"{PROSE}{teaser}\n{player}\n\n{PROSE}") == [teaser, *player.split("\n")]


def test_hard_wrapped_paragraph_is_judged_as_one() -> None:
    """A line that wrapping cut out of a sentence is not clutter by itself."""
    text = PROSE + (
        "The court heard that the men had been told to\nread more\n"
        "carefully what the order said and\nshare\nit with the crews of the other two lorries.\n"
    )
    assert marked(text) == []


def test_half_a_cue_counts_beside_clutter_only() -> None:
    """A line with one weak cue is clutter next to a marked line and article elsewhere."""
    cue = "Two offers with unlimited access"
    assert marked(f"{PROSE}{cue}\n\n{PROSE}") == []
    assert marked(f"{PROSE}Subscribe now\n{cue}\n\n{PROSE}") == ["Subscribe now", cue]


def test_short_line_between_clutter_goes_a_report_stays() -> None:
    """A short line enclosed by marked lines is clutter unless it reports something."""
    before, after = "Subscribe now\nAdvertisement\n", "\nSee all offers\nAdvertisement\n"
    plain, report = "Phone and tablet on a table", "Army told to leave Barda"
    assert plain in marked(f"{PROSE}{before}{plain}{after}\n{PROSE}")
    assert report not in marked(f"{PROSE}{before}{report}{after}\n{PROSE}")


def test_crlf_makes_no_difference() -> None:
    """Windows line ends give the same marked lines."""
    text = read("clutter.txt")
    assert marked(text.replace("\n", "\r\n")) == marked(text)


def test_markdown_has_no_boilerplate_but_front_matter(tmp_path: Path) -> None:
    """In md even a line like 'Advertisement' is the author's own."""
    file = tmp_path / "digest.md"
    file.write_text("---\ntitle: A digest\n---\n\n" + PROSE + "Advertisement\n", encoding="utf-8")
    (document,), faults = load_documents([file])
    assert not faults
    assert [document.text[s.start : s.end] for s in document.boilerplate] == [
        "---\ntitle: A digest\n---"
    ]


LINES = st.sampled_from(
    ["", "Share", "please wait", "Truce fails in Vale", "12:10 01.02.2022", "News line", "Home",
     "Advertisement", "The envoy said that the talks had failed again on Monday evening.", "\r",
     "\ufeff", "lower-case rest of a line", "0:00", "{{x}}", "World | Sport | Home | Live"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=25).map("\n".join)))
def test_spans_are_sorted_apart_and_inside_the_text(text: str) -> None:
    """Spans lie in the text, in order, never touch, and begin and end on visible characters."""
    spans = find_boilerplate(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end < b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in spans)
