"""`hepatica power`: a study's sample-size claim recomputed, by formula and by simulation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.console import Console

from hepatica.cli.console import out, print_json, progress, say
from hepatica.protocol import Study, load_study

DRAWN: Final = 5_000
"""Simulated trials for each point of the figure at most: its bars are then about one per cent long."""


def power_command(
    study: Annotated[str, typer.Argument(help="Study id or file.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="New folder for the page, the figure (SVG, PNG) and every number (JSON)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every number as JSON.")] = False,
    lang: Annotated[Literal["en", "zh"], typer.Option("--lang", help="Language of the texts.")] = "en",
    replicates: Annotated[int, typer.Option(help="Simulated trials for each row.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same trials.")] = 1,
    sides: Annotated[int | None, typer.Option(help="1 or 2; where it is left open, 2.")] = None,
    formula: Annotated[
        str | None,
        typer.Option(
            help="One formula: schoenfeld, freedman, lachin_foulkes, rubinstein, two_proportions, two_proportions_unpooled "
            "or two_proportions_corrected; all that apply if left out."
        ),
    ] = None,
    accrual: Annotated[float | None, typer.Option(help="Months over which subjects enter.")] = None,
    follow_up: Annotated[float | None, typer.Option(help="Months from the last entry to the end.")] = None,
    control_share: Annotated[
        float | None, typer.Option(help="Share of controls with the event by the claim's time, such as 0.5.")
    ] = None,
    dropout: Annotated[float | None, typer.Option(help="Share of subjects who are lost, such as 0.1.")] = None,
    subjects: Annotated[int | None, typer.Option(help="Ask about this number instead of the claimed one.")] = None,
) -> None:
    """Recompute the sample-size claim: by formula, what reproduces it, and the power of simulated trials."""
    from hepatica.sdtm.files import new_folder_is_free
    from hepatica.simulation.power import power

    loaded = load_study(study)
    if output is not None:
        new_folder_is_free(output)
    if loaded.sample_size is None:
        _no_claim(loaded, lang, as_json)
        if output is not None:
            say(f"nothing was written to {output}")
        return
    with progress(f"Recomputing {loaded.study}") as bar:
        task = bar.task_ids[0]

        def step(text: str) -> None:
            bar.update(task, description=text)

        found = power(
            loaded, sides=sides, formula=formula, accrual=accrual, follow_up=follow_up, control_share=control_share,
            dropout=dropout, subjects=subjects, replicates=replicates, seed=seed, step=step,
        )  # fmt: skip
        if output is not None:
            from hepatica.report.power_page import write_power
            from hepatica.simulation.power_curve import power_curve

            curve = power_curve(found.claim, replicates=min(replicates, DRAWN), seed=seed, step=step)
            step("Drawing")
            write_power(output, found, curve, lang=lang)
    if as_json:
        print_json(found.summary())
        return
    from hepatica.report.power_terminal import print_power

    print_power(found, lang, Console(file=sys.stdout))
    if output is not None:
        say(f"{output / 'power.html'}")


def _no_claim(study: Study, lang: Literal["en", "zh"], as_json: bool) -> None:
    """Say that there is nothing to recompute, and what the enrolment could detect where its two arms are planned."""
    from hepatica.report.power_unclaimed import unclaimed
    from hepatica.report.words import Words

    told = unclaimed(study, Words(lang))
    if as_json:
        print_json({"study": study.study, "claim": None, "says": told})
        return
    for sentence in told:
        out().print(sentence, highlight=False, markup=False)
