"""The report as one HTML page that needs nothing from outside: its style, drawings and script are all inside.

The page carries a strict content policy: nothing is fetched, only the style and scripts whose hashes it names are
used, no text becomes code (charts are interpreted, not compiled).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import jinja2
import vl_convert
from markupsafe import Markup

from hepatica.report import draw
from hepatica.report.figure import Figure
from hepatica.report.table import Table
from hepatica.report.words import Words

LIBRARY: Final = "window.hepaticaEmbed = vegaEmbed;"


@dataclass
class Numbering:
    """Hands out the numbers of figures and tables in the order they stand in the page."""

    figures: int = 0
    tables: int = 0
    interactive: bool = False

    def figure(self, figure: Figure) -> dict[str, Any]:
        """A figure as the template takes it."""
        self.figures += 1
        name = f"figure-{self.figures}"
        self.interactive = self.interactive or figure.spec is not None
        return {
            "id": name,
            "number": self.figures,
            "caption": figure.caption,
            "page": Markup(draw.embedded(figure.page, f"{name}-p")),
            "phone": Markup(draw.embedded(figure.phone, f"{name}-t")),
            "chart": _json(figure.spec) if figure.spec is not None else None,
        }

    def table(self, table: Table, *, numbers: bool = True) -> dict[str, Any]:
        """A table as the template takes it; `numbers`: it shows results: it is counted and marked if simulated."""
        self.tables += numbers
        return {
            "id": table.id,
            "number": self.tables if numbers else None,
            "title": table.title,
            "under": table.id.removeprefix("table-"),
            "html": table.html(),
            "numbers": numbers,
        }


def render(
    content: Mapping[str, Any],
    words: Words,
    *,
    interactive: bool = False,
    template: str = "report.html.j2",
    style: str = "report.css",
) -> str:
    """The page for `content` (the names of the template), in the language of `words`."""
    css = Markup(_template(style))
    hashes, script = [], None
    if interactive:
        texts = {"interactive": words("interactive"), "static": words("static")}
        script = {
            "words": _json(texts),
            "library": Markup(library()),
            "switch": Markup(_template("report.js")),
        }
        hashes = [_digest(script["library"]), _digest(script["switch"])]
    policy = [
        "default-src 'none'",
        f"style-src {_digest(css)}",
        f"script-src {' '.join(hashes) or chr(39) + 'none' + chr(39)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    page = environment.from_string(_template(template))
    rendered = page.render(
        **content,
        w=words,
        lang=words.lang,
        css=css,
        script=script,
        policy=Markup("; ".join(policy)),
    )
    return rendered if rendered.endswith("\n") else rendered + "\n"


@cache
def library() -> str:
    """The chart library, once for all figures; it ends no script element and asks for nothing from outside."""
    return str(vl_convert.javascript_bundle(LIBRARY)).replace("</script", "<\\/script")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: Any) -> Markup:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))


@cache
def _template(name: str) -> str:
    return files("hepatica.report").joinpath("template", name).read_text(encoding="utf-8")
