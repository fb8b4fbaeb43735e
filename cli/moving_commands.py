"""Commands that move points: `guerdon export` and `import`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.refusals import plain_refusals, say, say_no

if TYPE_CHECKING:
    from services.moving.balance_file import BalanceImport


_IsProgressShown = Annotated[
    bool, typer.Option("--progress", help="Say how far it is, also where there is no terminal.")
]
_ImportedFile = Annotated[
    Path,
    typer.Argument(
        help=(
            "An export of an installation; or CSV or JSON Lines of balances, whose columns are "
            "those of PointsImportRow."
        ),
        exists=True,
        dir_okay=False,
    ),
]
_IsDry = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be imported, and write nothing.")
]
_IsResumed = Annotated[bool, typer.Option("--resume", help="Go on with a file that was begun.")]
_Origin = Annotated[
    str | None,
    typer.Option("--from", help="Whose tables the file is of: adobe or phoca.", metavar="SHOP"),
]
_Websites = Annotated[
    list[str] | None,
    typer.Option(
        help="The website of rows that name none; NUMBER=CODE for another shop's numbers."
    ),
]
_RefusedPath = Annotated[
    Path | None, typer.Option(help="Where refused rows go, with their lines and why: CSV.")
]
_Encoding = Annotated[
    str, typer.Option(help="What the text is in, where the file doesn't say so itself.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(export)
    app.command("import")(import_file)


@plain_refusals
def export(
    out: Annotated[
        Path | None, typer.Option(help="The file to write; standard output without it.")
    ] = None,
    show_progress: _IsProgressShown = False,
) -> None:
    """Write the whole installation as JSON Lines; `guerdon import` puts it into an empty one."""
    from cli.work.moving import exported

    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        say_no(f"--out {out}: there can't be such a file.", 2)
    rows = exported(out, show_progress=show_progress)
    if out is not None:
        typer.echo(f"{rows:,} rows exported.")


@plain_refusals
def import_file(
    file: _ImportedFile,
    dry_run: _IsDry = False,
    resume: _IsResumed = False,
    origin: _Origin = None,
    website: _Websites = None,
    refused: _RefusedPath = None,
    encoding: _Encoding = "utf-8",
    show_progress: _IsProgressShown = False,
) -> None:
    """Import balances, or a whole installation. Exit 1 when rows were refused."""
    from cli.work.moving import balances_of, is_installation, row_file

    if is_installation(file):
        if resume or origin or website or refused:
            say_no("an installation is imported whole: give --dry-run and --progress alone.", 2)
        _import_installation(file, is_dry=dry_run, show_progress=show_progress)
        return
    if refused is not None:
        _check_refused(refused, file)
    if dry_run and resume:
        say_no("give either --dry-run or --resume.", 2)
    found = row_file(file, origin, website or [], encoding)
    done = balances_of(
        found, refused=refused, is_dry=dry_run, resume=resume, show_progress=show_progress
    )
    _report(done, is_dry=dry_run, has_file=refused is not None)


def _import_installation(file: Path, *, is_dry: bool, show_progress: bool) -> None:
    from cli.work.moving import installed

    rows = installed(file, is_dry=is_dry, show_progress=show_progress)
    typer.echo(f"{rows:,} rows {'would be imported' if is_dry else 'imported'}.")


def _check_refused(refused: Path, file: Path) -> None:
    if refused.resolve() == file.resolve():
        say_no("--refused is the file itself: name another one.", 2)
    if refused.is_dir() or not refused.absolute().parent.is_dir():
        say_no(f"--refused {refused}: there can't be such a file.", 2)


def _report(done: "BalanceImport", *, is_dry: bool, has_file: bool) -> None:
    progress = done.progress
    if not has_file:
        for refused in done.refusals:
            about = f"{refused.field}: " if refused.field else ""
            say(f"line {refused.row.line}: {about}{refused.error}")
        unsaid = progress.refused - len(done.refusals)
        if unsaid > 0:
            say(f"{unsaid:,} more rows were refused: --refused FILE lists them all.")
    verb = "would be imported" if is_dry else "imported"
    typer.echo(f"{progress.imported:,} rows {verb}, {progress.refused:,} refused.")
    if progress.refused:
        raise typer.Exit(1)
