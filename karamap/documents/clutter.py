"""The phrases and word lists of page clutter, several languages, for `boilerplate`.

One pattern or entry a line; ``#`` opens a comment. Keep patterns narrow: what a report could say
("sign up for the front", "become a member of the alliance") must not match.
"""

from __future__ import annotations

import re

__all__ = [
    "CREDIT",
    "CUES",
    "HEADINGS",
    "MEDIA_GAP",
    "NAVIGATION",
    "PHRASES",
    "READER",
    "REPORTING",
    "SHARE",
    "SHARE_GLUE",
]


def _read_entries(block: str) -> list[str]:
    lines = (line.strip() for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("# ")]


def _compile_any(block: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry})" for entry in _read_entries(block)), re.IGNORECASE)


def _read_words(block: str) -> frozenset[str]:
    return frozenset(word.strip() for line in _read_entries(block) for word in line.split(","))


# Where a player stood: what precedes it on the page is the clip's own headline.
MEDIA_GAP = _compile_any(r"""
    ^please wait\W*$
    ^no media source (?:is )?(?:currently )?available\W*$
    ^0?0:00(?:[\s/|]+\d{1,2}:\d\d(?::\d\d)?)*$
    ^(?:\d{1,2}:\d\d(?::\d\d)?[\s/|]+){1,4}\d{1,2}:\d\d(?::\d\d)?$
    ^(?:loading|buffering)(?: (?:the )?(?:player|video|audio))?\s*(?:\.{3}|…)?$
    ^(?:this |the )?(?:video|audio|player) (?:is not|is no longer|cannot be|could not be) (?:available|played|loaded)\b.{0,40}$
""")  # noqa: E501  one pattern a line

# Of these one is enough even in a full sentence.
_SURE = _compile_any(r"""
    # templates, icons, trackers
    \{\{[^{}]{0,80}\}\}
    \$\{[^{}]{0,80}\}
    <%.{0,80}%>
    \bcreated with sketch\b
    (?:\w{0,30}icon\b\W{0,3}(?:\w{1,30}\W{1,3}){0,2}){3}
    ^(?:image beacon\W*)+$
    ^auto(?: \d{3,4}p)+$
    \bcopied to (?:your|the) clipboard
    # browsers
    \b(?:older|outdated|unsupported) (?:version of (?:your )?)?browser
    \bbrowser (?:does not|doesn['’]t|is not) support
    \b(?:enable|turn on|activate) javascript
    \bjavascript (?:is|must be|to be) (?:disabled|enabled|required)
    \bupgrade your browser
    # consent
    \b(?:we|site|website|page) uses? (?:\w+ )?cookies
    \baccept (?:all |the )?cookies
    \b(?:cookie|privacy) (?:policy|settings|preferences|notice|statement)
    \bby continuing to (?:use|browse|visit)
    \bmanage (?:my |your )?(?:consent|cookies)
    \bиспользу\w+ (?:файлы )?cookie
    # rights
    \ball rights reserved\b
    \bправа защищены\b
""")

# Labels that open a pointer or a list of tags; what follows may well be a headline's report.
_LABELS = _compile_any(r"""
    ^(?:read|see|watch|view|learn) (?:also|more|next)\s*[:.…»>–-]
    ^(?:also read|see also|also on [\w ]{1,20}|related)\s?:
    ^(?:tags?|keywords|topics|filed under|categor(?:y|ies)|теги|teqlər)\s*:
    ^(?:читайте|смотрите) также\b
    ^(?:lire|voir) aussi\b
    ^mehr zum thema\b
    ^(?:həmçinin|ayrıca) (?:oxuyun|bax\w*|oku\w*)\b
""")

_LIKELY = _compile_any(r"""
    # consent and help
    ^(?:accept|reject|allow|decline)(?: all| and \w+)?$
    ^(?:terms of (?:use|service)|terms and conditions)\b.{0,20}$
    ^accessibility (?:links|help|statement)$
    ^(?:skip|jump) to (?:the )?(?:main |primary )?(?:content|navigation|search|menu|footer)
    ^(?:toggle|open|close|show|hide) (?:the )?(?:main |site )?(?:menu|navigation|search)$
    ^back to (?:the )?(?:top|home|main)(?: page)?$
    ^(?:embed|share|copy)(?: code| link| url)?$
    # paywalls and offers
    \bsubscribe (?:now|today|to (?:our|continue|read|unlock|get|the full|receive)|for (?:just|only|full|unlimited))\b
    \b(?:free|complimentary) (?:article|story|stories).{0,60}\b(?:left|remaining|this month)\b
    \b(?:need|have|buy) a subscription\b
    \balready (?:a|an|have an?) .{0,20}(?:subscri\w+|account)
    \btry \d+ (?:day|week|month)s? (?:for|free)
    ^offer ends\b
    ^your\b.{0,60}\bexpired\b
    ^(?:get|enjoy|read)\b.{0,40}\bunlimited (?:digital )?access\b
    ^see all offers\b
    ^stay (?:ahead|informed|connected|up to date) (?:with|of|on)\b
    \btrusted insights?\b
    ^free access for everyone\b
    \bcancel (?:at )?any ?time\b
    \bstart your (?:free )?trial\b
    \bto (?:continue|keep) reading\b
    ^(?:log|sign) ?in\b.{0,30}$
    \bsupport (?:our|independent|quality) journalism\b
    ^become a (?:member|subscriber|patron)\b(?! of)
    ^(?:make a )?donat(?:e|ion)(?: now| today)?$
    \bpremium (?:content|subscribers?)\b
    ^оформите подписку\b
    ^abunə ol
    # newsletters, channels, apps
    \bsign up (?:for|to) .{0,60}\b(?:newsletter|updates|alerts|e-?mails?|briefing)\b
    ^sign up(?: now| here| today| free)?$
    \bour (?:daily |weekly |free )?newsletters?\b
    ^newsletters?$
    \byour inbox\b
    \benter your e-?mail\b
    ^(?:please )?(?:follow|join|find|like) us\b
    \b(?:download|get|install) (?:our|the) (?:free |mobile |news )?apps?\b
    ^(?:подпис|присоедин)\w+ (?:на|к) наш
    ^(?:подписывайтесь|подпишитесь)\b
    ^bizi (?:\w+ )?izləyin
    # pointers to other pages
    ^(?:read|see|watch|show|load|view|learn|find out) (?:also|more|next|all)[.…»>]*$
    ^(?:read|see|watch) the (?:full|original|complete|whole) (?:\w+ ){0,5}here\b
    \bfor more (?:\w+ ){0,3}(?:articles|stories|news|content)\b.{0,40}\b(?:visit|click|subscribe)\b
    \bvisit us at\b
    ^click (?:here|on the|to (?:read|see|watch|share|enlarge))\b
    ^(?:continue|keep) reading\b.{0,30}$
    ^(?:next|previous) (?:article|story|post|page)\b.{0,3}
    # advertising
    ^\W?(?:advertisement|advertising|advertise(?: with us| here)?|реклама|reklam)\W?$
    \bsponsored content\b
    ^(?:sponsored|promoted|paid) (?:by|post|content|links?)\b.{0,40}$
    ^sponsored$
    # rights, tags, comments, counters
    ^(?:©|\(c\)).{0,120}$
    ^copyright (?:©|\(c\)|\d{4}|by)\b.{0,100}
    ^\d* ?comments?(?: \(?\d+\)?)?$
    ^(?:leave|post|write|add) (?:a |your )?(?:comment|reply)\b.{0,20}$
    ^(?:noticed|found|spotted|see) an? (?:error|mistake|typo)\b
    \bctrl ?\+ ?enter\b
    ^(?:views?\s*:?\s*\d+|\d+ (?:views|shares|likes))$
    ^\d+ min(?:ute)?s?(?: to)? read$
    ^reading time\b.{0,20}$
    ^listen to (?:this |the )?article\b
    ^share (?:this|on|via)\b.{0,30}$
""")  # noqa: E501  one pattern a line

# Two of these are as good as a phrase; one counts beside clutter.
CUES = tuple(
    re.compile(entry, re.IGNORECASE)
    for entry in _read_entries(r"""
        \bcookies\b
        \bsubscri(?:be|ption)
        \bnewsletter
        \b(?:sign up|log in|register)\b
        \bour (?:\w+ ){0,3}apps?\b
        \bexclusives\b
        \bunlock\b
        \b(?:free trial|trial period)\b
        \bper month\b
        \bunlimited access\b
        \bcommissioned by\b
        \bnotifications\b
    """)
)

PHRASES = ((_LABELS, 2.5), (_SURE, 1.6), (_LIKELY, 1.4))
"""Pattern and weight; the strongest counts, and from 1 on a line is clutter."""

# The page speaks to its reader; a report seldom does outside quotation marks.
READER = re.compile(r"\b(?:you|your|you're|our)\b", re.IGNORECASE)

# A report's own verbs: a line with one of them is likely to be the article.
REPORTING = re.compile(
    r"\b(?:said|says|told|reported|reports|according to|announced|claimed|claims|denied|added|"
    r"wrote|stated|accused|warned|killed|wounded|shelled|signed|met|attacked)\b",
    re.IGNORECASE,
)

_AGENCY = (
    r"(?:afp|ap|reuters|epa|epa-efe|getty images|anadolu(?: agency)?|tass|sputnik|ria novosti|"
    r"interfax|rfe/rl|shutterstock|wikimedia commons|xinhua|handout)"
)
_WORD = r"[^\W\d_][\w.’'-]*"
_WHO = rf"(?:{_WORD}(?:[ ,]{{1,2}}{_WORD}){{0,3}})?[ ,]{{0,2}}"

# A line that only says whose picture it is; a caption with its credit is not one.
CREDIT = re.compile(
    rf"\W*(?:(?:photos?|images?|pictures?|videos?|credits?)\s*[:©|/-]\s*{_WHO}\W*{_AGENCY}"
    rf"|(?:photos?|images?|pictures?|videos?)\s+(?:by|courtesy(?: of)?|credit)\b.{{0,50}}"
    rf"|{_WHO}(?:[/©]|via) ?{_AGENCY}|{_AGENCY})(?: ?/ ?{_AGENCY}| via {_AGENCY})?\W*",
    re.IGNORECASE,
)

SHARE = _read_words("""
    share, tweet, facebook, twitter, whatsapp, telegram, linkedin, vkontakte, vk, odnoklassniki
    pinterest, reddit, email, e-mail, mail, print, messenger, viber, instagram, youtube, tiktok
    bookmark, copy, поделиться, paylaş, paylaşın
""")
SHARE_GLUE = _read_words("""
    on, via, by, this, to, the, a, article, page, story, link, post, friend, with, x, or, and
    save, in, url
""")

# A line that says only this opens a list of other stories.
HEADINGS = _read_words("""
    news line, newsline, news feed, newsfeed, latest news, latest, breaking news, top news
    top stories, more news, more stories, other news, all news, last news, headlines, recent news
    recent posts, recent articles, most read, most popular, most viewed, most shared, popular
    trending, trending now, related, related articles, related stories, related news
    related content, related topics, related posts, read also, also read, read more, read next
    see also, more on this topic, more on this story, more from this section, more like this
    you may also like, you might also like, recommended, recommended for you
    recommended stories, editor's picks, editors' picks, editor’s picks, editors’ picks
    don't miss, don’t miss, in other news, up next, what to read next
    последние новости, лента новостей, лента, новости, читайте также, другие новости
    популярное, по теме, новости по теме, самое читаемое
    xəbər lenti, son xəbərlər, xəbərlər, digər xəbərlər, oxşar xəbərlər, ən çox oxunanlar
    լրահոս, վերջին լուրեր, նորություններ, ամենաընթերցվածը
    ilgili haberler, son haberler, diğer haberler, en çok okunanlar
    à lire aussi, dernières nouvelles, les plus lus, mehr zum thema, meistgelesen
""")

# Items of menus; no names of places here, a list of villages is no menu.
NAVIGATION = _read_words("""
    home, homepage, main, news, world, politics, economy, business, sport, sports, culture
    opinion, video, videos, photo, photos, photo gallery, gallery, multimedia, about, about us
    contact, contacts, contact us, search, menu, archive, weather, regions, region, society
    science, technology, tech, health, travel, radio, podcast, podcasts, live, live tv, login
    log in, sign in, sign up, register, subscribe, interviews, interview, analytics, analysis
    blogs, magazine, lifestyle, entertainment, education, rss, advertise, privacy, terms
    careers, jobs, faq, help, sitemap, feedback, newsletters
    english, русский, azərbaycanca, հայերեն, türkçe, français, deutsch, ქართული, فارسی
    главная, политика, экономика, общество, спорт, культура, мир, видео, фото, контакты, о нас
    поиск, ana səhifə, siyasət, iqtisadiyyat, cəmiyyət, idman, mədəniyyət, dünya, əlaqə
    haqqımızda, axtarış, գլխավոր, քաղաքականություն, տնտեսություն, հասարակություն, սպորտ
    մշակույթ, anasayfa, siyaset, ekonomi, spor, kültür, iletişim, hakkımızda
""")
