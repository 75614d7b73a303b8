"""`hepatica draft`: a first study file from a registry record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from hepatica.cli.console import print_json, say
from hepatica.lineage.new_file import refuse_existing_file, write_new_text
from hepatica.registry.checks import CHECKS
from hepatica.registry.drafting import Draft, Drafted, decided_by_people, draft
from hepatica.registry.finding import check
from hepatica.registry.obtain import record

Source = Annotated[
    str, typer.Argument(metavar="FILE|ID", help="A file with a registry record in any format, or a registry number.")
]
Output = Annotated[Path, typer.Option("-o", "--output", help="Write the study to this new YAML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print the counts and each criterion as JSON.")]
Conflicts = Annotated[
    bool,
    typer.Option(
        "--conflicts/--no-conflicts", help="Write what the checker found and a person must decide into the file."
    ),
]
Language = Annotated[Literal["en", "zh"], typer.Option("--lang", help="Language of the messages.")]

SHOWN: Final = 110  # characters of an unread sentence on the screen; the file holds all of it
WORDS: Final = {
    "en": {
        "written": "{file}: {study}, {n} criteria: {rules} read as rules, {judged} left to a judgement",
        "unread": "not read, a person must say what they mean ({n}):",
        "none": "every criterion was read, or is a judgement by nature",
        "conflicts": "the record leaves {n} things open that a person must decide: they stand under conflicts in the file",
        "no_conflict": "the checker found nothing that a person must decide",
        "next": "now read every rule beside its words; then: hepatica study validate {file}",
    },
    "zh": {
        "written": "{file}：{study}，入排标准{n}条：{rules}条读成规则，{judged}条由人判断",
        "unread": "未能读出、须由人说明含义的{n}条：",
        "none": "各条均已读出，或本来就由研究者判断",
        "conflicts": "登记信息中有{n}处须由人决定，已写入文件的conflicts部分",
        "no_conflict": "未发现须由人决定的问题",
        "next": "请将每条规则与原文逐一对照，再运行：hepatica study validate {file}",
    },
}


def draft_command(
    source: Source, output: Output, conflicts: Conflicts = True, json: Json = False, lang: Language = "en"
) -> None:
    """Write a first study file: what the record says with certainty is filled in, the rest is marked for a person."""
    refuse_existing_file(output)
    read = record(source)
    made = draft(read, decided_by_people(check(read, CHECKS)) if conflicts else ())
    write_new_text(output, made.text)
    if json:
        print_json(summary(made, output))
        return
    words = WORDS[lang]
    rules = sum(each.class_ != "J" for each in made.criteria)
    counts = {"n": len(made.criteria), "rules": rules, "judged": len(made.criteria) - rules}
    say(words["written"].format(file=output, study=made.study.study, **counts))
    say(words["unread"].format(n=len(made.unread)) if made.unread else words["none"])
    for each in made.unread:
        say(f"  {each.id:<8} {_short(each.zh if lang == 'zh' and each.zh else each.source)}")
    if conflicts:
        open_ = made.study.conflicts
        say(words["conflicts"].format(n=len(open_)) if open_ else words["no_conflict"])
    say(words["next"].format(file=output))


def summary(made: Draft, output: Path) -> dict[str, Any]:
    """The counts and the criteria of a draft, each with its place in the record's source."""
    rules = sum(each.class_ != "J" for each in made.criteria)
    return {
        "study": made.study.study,
        "file": str(output),
        "counts": {
            "criteria": len(made.criteria),
            "rules": rules,
            "judgements": len(made.criteria) - rules,
            "unread": len(made.unread),
            "conflicts": len(made.study.conflicts),
        },
        "criteria": [_criterion(made, each) for each in made.criteria],
    }


def _criterion(made: Draft, each: Drafted) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.sense,
        "rule": each.rule,
        "class": each.class_,
        "read": not each.unread,
        "source": each.source,
        "zh": each.zh,
        "assumed": list(each.assumed),
        "places": [_place(made, value_number, each) for value_number in range(len(each.values))],
    }


def _place(made: Draft, number: int, each: Drafted) -> dict[str, Any]:
    span = made.place(each, number)
    start, end = (span.start, span.end) if span is not None else (None, None)
    return {"path": each.values[number].path, "start": start, "end": end}


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"
