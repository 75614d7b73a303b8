"""Build the manual: the Markdown pages of docs/ and the reference that is rendered from the package itself.

    python docs/build.py site

Pages rendered from the package (vocabulary, commands, studies, criteria, tables of the tests) cannot drift from it.
"""

from __future__ import annotations

import html
import re
import shutil
import sys
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from reference import reference_pages  # noqa: E402 (the folder of this file must be on the path first)

CONTENTS = {
    "": ["index"],
    "By work": ["coordinator", "laboratory", "reader", "safety", "statistician", "modeller"],
    "Step by step": ["draft", "screening", "uci-hcc", "tcga-lihc", "power"],
    "To write": ["study-file", "rules", "import-maps"],
    "To look up": [
        "studies",
        "records",
        "registers",
        "scores",
        "instruments",
        "keys",
        "commands",
        "vocabulary",
        "glossary",
    ],
    "To check": ["checks", "findings", "criteria", "endpoints", "spec"],
}
"""Pages in the order of the menu."""

UNLISTED = re.compile(r"HPT\d{3}")
"""Pages that other pages lead to."""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Hepatica</title><link rel="stylesheet" href="style.css"></head>
<body><nav>{nav}</nav><main>{body}</main></body></html>
"""


def title_of(text: str) -> str:
    """The first heading of a Markdown page."""
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "Hepatica")


def menu(titles: dict[str, str], here: str) -> str:
    """Links to all pages, the one that is open marked."""
    parts = []
    for heading, names in CONTENTS.items():
        parts += [f"<h2>{html.escape(heading)}</h2>"] if heading else []
        for name in names:
            mark = ' aria-current="page"' if name == here else ""
            parts.append(f'<a href="{name}.html"{mark}>{html.escape(titles[name])}</a>')
    return "".join(parts)


def pages() -> dict[str, str]:
    """Markdown of every page by its name, in the order of the menu, then the unlisted; raises KeyError for any other."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.md"))} | reference_pages()
    listed = [name for names in CONTENTS.values() for name in names]
    unlisted = [name for name in sources if UNLISTED.fullmatch(name)]
    if strays := sources.keys() ^ {*listed, *unlisted}:
        raise KeyError(f"in docs/ but not in the menu, or the other way round: {', '.join(sorted(strays))}")
    return {name: sources[name] for name in (*listed, *unlisted)}


def build(target: Path) -> list[Path]:
    """Write every page into `target`; returns the pages written."""
    target.mkdir(parents=True, exist_ok=True)
    sources = pages()
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    titles = {name: title_of(text) for name, text in sources.items()}
    written = []
    for name, text in sources.items():
        page = target / f"{name}.html"
        body = re.sub(r'href="([\w-]+)\.md(#[\w-]*)?"', r'href="\1.html\2"', markdown.render(text))
        page.write_text(
            PAGE.format(title=html.escape(titles[name]), nav=menu(titles, name), body=body), encoding="utf-8"
        )
        written.append(page)
    shutil.copy(HERE / "style.css", target / "style.css")
    for picture in HERE.glob("*.png"):
        shutil.copy(picture, target / picture.name)
    return written


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    made = build(folder)
    sys.stdout.write(f"{len(made)} pages: {folder / 'index.html'}\n")
