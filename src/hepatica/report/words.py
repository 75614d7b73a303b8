"""The report's own words in English or Chinese, read once from the files of words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from ruamel.yaml import YAML

Lang = Literal["en", "zh"]

LANGUAGES: Final[tuple[Lang, ...]] = ("en", "zh")
FILES: Final = ("words.yaml", "power_words.yaml", "findings_words.yaml", "response_words.yaml", "safety_words.yaml")


class Words:
    """Looks up a word by key; `words("figure", n=2)` is "Figure 2."."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._texts = {key: text[lang] for key, text in _all().items()}

    def __call__(self, key: str, **fields: object) -> str:
        """The text of `key` with its fields filled in."""
        return self._texts[key].format(**fields)

    def named(self, kind: str, name: str) -> str:
        """The label of a method or statistic (`kind`); a name without one reads as its own words."""
        return self._texts.get(f"{kind}_{name}", name.replace("_", " ").capitalize())


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for name in FILES:
        text = files("hepatica.report").joinpath(name).read_text(encoding="utf-8")
        found |= cast("Mapping[str, Mapping[str, str]]", YAML(typ="safe", pure=True).load(text))
    return found
