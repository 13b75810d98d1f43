"""The page around the map: head, policy, skeleton, and what is inlined where."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from karamap.render.interactive.assets import CDN_HOST, WEB, Assets, Linked, hash_for_csp
from karamap.render.interactive.escape import escape_html

__all__ = ["Page", "build_csp", "write_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of one page; `data` is JSON from `escape_json`, the scripts and markup are ours."""

    title: str
    description: str
    summary: str
    as_of: str
    note: str
    attribution: tuple[str, ...]
    map_html: str
    map_script: str
    data: str
    fallback: str  # HTML for browsers without scripts
    image_hosts: tuple[str, ...] = ()  # of background tiles, on request only


def build_csp(scripts: tuple[str, ...], *, linked: bool, image_hosts: tuple[str, ...] = ()) -> str:
    """Return the page's content security policy: these scripts, no connection, nothing else.

    Images come from the file itself and from `image_hosts`.

    Leaflet positions by style attributes, hence ``'unsafe-inline'`` for styles alone. A linked
    library is allowed from its one host, and the browser checks its hash as well.
    """
    hashes = " ".join(dict.fromkeys(hash_for_csp(s) for s in scripts))
    host = f" {CDN_HOST}" if linked else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {hashes}{host}",
            f"style-src 'unsafe-inline'{host}",
            " ".join(("img-src data:", *image_hosts)),
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def write_page(page: Page, assets: Assets) -> str:
    """Return the whole HTML document."""
    template = Template((WEB / "page.html").read_text(encoding="utf-8"))
    scripts = (*assets.scripts, page.map_script)
    return template.substitute(
        csp=escape_html(
            build_csp(scripts, linked=assets.script is not None, image_hosts=page.image_hosts)
        ),
        title=escape_html(page.title),
        description=escape_html(page.description),
        summary=escape_html(page.summary),
        as_of=escape_html(page.as_of),
        note=escape_html(page.note),
        attribution="".join(f"<li>{escape_html(a)}</li>" for a in page.attribution),
        licences="\n\n".join(escape_html(text.strip()) for text in assets.licences),
        styles=_link_style(assets.style) + "".join(f"<style>{s}</style>\n" for s in assets.styles),
        map=page.map_html,
        fallback=page.fallback,
        data=page.data,
        scripts=_link_script(assets.script) + "".join(f"<script>{s}</script>\n" for s in scripts),
    )


def _link_script(linked: Linked | None) -> str:
    """Return the element that loads a linked script."""
    if linked is None:
        return ""
    return (
        f'<script src="{linked.url}" integrity="{linked.integrity}" '
        'crossorigin="anonymous" referrerpolicy="no-referrer"></script>\n'
    )


def _link_style(linked: Linked | None) -> str:
    """Return the element that loads a linked style sheet."""
    if linked is None:
        return ""
    return (
        f'<link rel="stylesheet" href="{linked.url}" integrity="{linked.integrity}" '
        'crossorigin="anonymous" referrerpolicy="no-referrer">\n'
    )
