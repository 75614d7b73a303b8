"""The manual builds, its links lead somewhere, and what it names is there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from hepatica.cli.app import app
from hepatica.registry.checks import CHECKS

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "GLOSSARY.md"]
FILE = re.compile(r"`((?:docs|tests|examples|benchmarks|src|changelog\.d|\.ci)/[\w./-]*)`")


class Links(HTMLParser):
    """Targets of links and pictures, and text, of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.targets += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def commands() -> dict[str, Any]:
    """Every leaf command by its words after `hepatica`."""
    found: dict[str, Any] = {}

    def walk(command: Any, name: str) -> None:
        below = getattr(command, "commands", None)
        if below is None:
            found[name] = command
        for key, sub in (below or {}).items():
            walk(sub, f"{name} {key}".strip())

    walk(typer.main.get_command(app), "")
    return found


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_and_is_in_the_manual(name: str, sources: dict[str, str]) -> None:
    command = commands()[name]
    assert command.help
    section = sources["commands"].partition(f"## hepatica {name}\n")[2].partition("\n## ")[0]
    assert command.help.splitlines()[0] in section
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help"
        for option in (o for o in parameter.opts if o.startswith("-")):
            assert option in section


@pytest.mark.parametrize("name", commands())
def test_every_command_prints_json(name: str) -> None:
    options = [option for parameter in commands()[name].params for option in parameter.opts]
    assert "--json" in options or name == "study schema"


def test_every_page_is_built_and_every_link_between_pages_resolves(site: Path, sources: dict[str, str]) -> None:
    pages = sorted(site.glob("*.html"))
    assert {page.stem for page in pages} == set(sources)
    for page in pages:
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        for target in links.targets:
            assert not target.startswith(("http:", "https:")), f"{page.name} leads outside: {target}"
            assert (site / target.partition("#")[0]).is_file(), f"{page.name} leads to {target}, which is not there"
        assert len(links.text.split()) > 60, f"{page.name} says nothing"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_repository_resolves(page: Path) -> None:
    rendered = {
        "checks.md",
        "vocabulary.md",
        "commands.md",
        "keys.md",
        "studies.md",
        "criteria.md",
        "spec.md",
        "glossary.md",
    }
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert target in rendered or (page.parent / target).exists(), f"{page.name} names {target}, which is not there"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    for name in FILE.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), f"{page.name} names {name}, which is not there"


def test_every_page_is_in_the_menu_once(builder: ModuleType, sources: dict[str, str]) -> None:
    listed = [name for names in builder.CONTENTS.values() for name in names]
    codes = [check.code for check in CHECKS]
    assert sorted(listed) == sorted(set(listed)) == sorted(set(sources) - set(codes))
    assert set(codes) <= set(sources)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_text_can_be_called_so(page: Path) -> None:
    known = commands()
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"^(?:\s+|\$ )hepatica (?!:)(.+)$", text, re.M) + re.findall(r"`hepatica ([^`]+)`", text)
    for line in lines:
        words = re.split(r"\s{3,}| \| grep ", line.strip())[0].split()
        if "|" in words:
            names = " ".join(words).partition("--")[0].partition(" STUDY")[0].replace("|", " ").split()
            group = next((f"{names[0]} " for name in known if name.startswith(f"{names[0]} ")), "")
            assert all(f"{group}{name}" in known for name in names[bool(group) :]), line
            continue
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in known or words[0] == "study"), "")
        assert name in known or words == ["study"], f"{page.name}: there is no command «hepatica {line}»"
        options = {option for parameter in known[name].params for option in parameter.opts}
        used = {word.partition("=")[0] for word in words if re.match(r"-\w|--\w", word)}
        assert used - {"--help"} <= options, f"{page.name}: hepatica {line}"


def test_make_has_every_target_the_texts_name() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = re.findall(r"^\s+make (\w+)", text, re.M) + re.findall(r"`make (\w+)`", text)
        assert set(named) <= targets, page.name
    assert {"demo", "test", "check", "bench", "docs", "serve"} <= targets


def test_the_menu_of_a_page_marks_the_page(site: Path) -> None:
    text = (site / "rules.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', text) == ["rules.html"]
