"""The command line: results to stdout, everything else to stderr, exit codes a script can trust."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gapsurvey._version import __version__

if TYPE_CHECKING:
    from gapsurvey.errors import GapsurveyError

__all__ = ["main"]

PASSED, COULD_NOT_RUN = 0, 2

# Those of outputs.OUTPUTS, which --help cannot afford; a test compares.
FORMATS = ("html", "json", "xlsx", "pptx", "public", "md", "csv", "parquet")
QUESTIONNAIRES = ("qualtrics", "limesurvey", "md", "docx")  # those of questionnaire.formats.FORMATS, likewise
# Those of simulation.dialects.DIALECTS, likewise.
DIALECTS = (
    "qualtrics", "surveymonkey", "surveymonkey-xlsx", "limesurvey", "google-forms", "microsoft-forms", "typeform", "alchemer",
    "spss", "plain",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 a gate failed, 2 could not run."""
    arguments = sys.argv[1:] if argv is None else argv
    options = _parser(arguments).parse_args(arguments)
    # numpy's matrices are small here: a second thread for them takes longer to wake, and to wait for work, than it saves.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from gapsurvey.errors import GapsurveyError  # behind the parser: --help waits for nothing that it does not need

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal or pipe that lacks a letter gets "?" for it
    step = _progress(options)
    code: int = PASSED
    try:
        code = options.run(options, step)
        sys.stdout.flush()
        return code
    except GapsurveyError as error:
        step("")
        _say_problems(error)
        return COULD_NOT_RUN
    except BrokenPipeError:
        # The reader of a pipe has left, as `| head` does. Python would complain once more when it closes stdout.
        sys.stdout = open("/dev/null", "w") if sys.platform != "win32" else sys.__stdout__  # noqa: SIM115 — lives until exit
        return code
    except KeyboardInterrupt:
        step("")
        print("Stopped.", file=sys.stderr)
        return 130


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; what `serve` can be set to is known to it only where `serve` is among the arguments."""
    parser = argparse.ArgumentParser(
        prog="gapsurvey",
        description="Do customers really want it, and would they pay? Holds what the house believes against what customers say.",
    )
    parser.add_argument("--version", action="version", version=f"gapsurvey {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace, Callable[[str], None]], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        added.add_argument("-q", "--quiet", action="store_true", help="say nothing but results and errors")
        return added

    def study(added: argparse.ArgumentParser) -> None:
        added.add_argument("study", metavar="STUDY", help="a study.toml, or the folder it is in")
        added.add_argument("--json", action="store_true", help="print the result as JSON")

    def report(added: argparse.ArgumentParser, folder: str) -> None:
        added.add_argument("-o", "--output", metavar="DIR", default=folder, help=f"folder to write to (default: {folder})")
        added.add_argument(
            "-f",
            "--formats",
            metavar="LIST",
            default="html,json,md",
            help=f"comma-separated, of {', '.join(FORMATS)} (default: html,json,md)",
        )
        added.add_argument(
            "--date", metavar="YYYY-MM-DD", default="", help="the report's date (default: that of the latest response)"
        )

    from gapsurvey import commands as run

    report(command("demo", run.demo, "report on the sample study; no files needed"), "gapsurvey-demo")
    init = command("init", run.init, "suggest a study.toml from exports, with reasons in comments")
    init.add_argument("customers", metavar="CUSTOMERS", help="the customers' export")
    init.add_argument(
        "employees", metavar="EMPLOYEES", nargs="?", help="the employees' export; left out where one file holds both, in a column"
    )
    init.add_argument("partners", metavar="PARTNERS", nargs="?", help="the partners' export, where they were asked too")
    init.add_argument("-o", "--output", metavar="STUDY", default="study.toml", help="file to write (default: study.toml)")
    init.add_argument("--force", action="store_true", help="overwrite the file")
    study(command("check", run.check, "read, code and count a study's exports, and say what is there; writes nothing"))
    reported = command("report", run.report, "write the report of a study, and print the files written")
    study(reported)
    report(reported, "reports")
    gated = command("gate", run.gate, "hold studies to their gates: exit 0 passed, 1 a gate failed, 2 could not run")
    gated.add_argument("studies", metavar="STUDY", nargs="+", help="a study.toml, or the folder it is in")
    gated.add_argument("--policy", metavar="FILE", default="", help="a TOML file with [gates] for every study")
    gated.add_argument("--json", action="store_true", help="print the result as JSON")
    gated.add_argument("--junit", metavar="FILE", default="", help="write the result as JUnit XML, too")
    gated.add_argument(
        "--github", action="store_true", help="annotate the run, and add the result to the file that $GITHUB_STEP_SUMMARY names"
    )
    planned = command("plan", run.plan, "before fieldwork: what gap, or agreement, bases of this size can show")
    planned.add_argument("--customers", metavar="N", help="how many customers will answer (needed)")
    planned.add_argument("--employees", metavar="N", help="how many employees will answer (needed)")
    planned.add_argument("--share", metavar="P", default="0.3", help="share of the customers who will say yes (default: 0.3)")
    planned.add_argument(
        "--margin", metavar="D", help="gaps within ± this are too small to matter (default: the study's, or 0.1)"
    )
    planned.add_argument("--power", metavar="P", default="0.8", help="chance with which a gap is to be shown (default: 0.8)")
    planned.add_argument("--prices", metavar="LIST", default="", help="comma-separated prices that will be asked")
    planned.add_argument("--takes", metavar="LIST", default="", help="share of the customers expected to pay each of the prices")
    planned.add_argument("--study", metavar="STUDY", help="a study whose thresholds count")
    planned.add_argument("--json", action="store_true", help="print the result as JSON")
    asked = command("questionnaire", run.questionnaire, "before fieldwork: write the mirrored questionnaires of a study")
    asked.add_argument("study", metavar="STUDY", help="a study.toml, or the folder it is in; it may lack files and questions")
    asked.add_argument(
        "-o", "--output", metavar="DIR", default="questionnaire", help="folder to write to (default: questionnaire)"
    )
    asked.add_argument(
        "-f",
        "--formats",
        metavar="LIST",
        default="qualtrics,limesurvey,md",
        help=f"comma-separated, of {', '.join(QUESTIONNAIRES)} (default: qualtrics,limesurvey,md)",
    )
    asked.add_argument("--customers", metavar="N", default="400", help="how many customers are to answer (default: 400)")
    asked.add_argument("--employees", metavar="N", default="100", help="how many of each other audience (default: 100)")
    asked.add_argument("--force", action="store_true", help="overwrite files")
    served = command("serve", run.serve, "open the upload page: two exports dropped in, a report out, without a terminal")
    served.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only); another needs a token"
    )
    served.add_argument("--port", default="8765", help="port to listen on, 0 for any that is free (default: 8765)")
    served.add_argument(
        "--token", help="what one must know to open the page; better in GAPSURVEY_TOKEN, which no process list shows"
    )
    served.add_argument(
        "--name", action="append", default=[], help="a host name that the page answers to besides; may be repeated"
    )
    served.add_argument("--no-browser", action="store_true", help="do not open a browser")
    if "serve" in arguments:
        from gapsurvey.web.limits import settings  # half as long as all the rest, which other commands need not wait for

        for setting in settings():
            served.add_argument(
                setting.option, metavar="N", help=f"{setting.told} (default: {setting.default}; or {setting.variable})"
            )
    simulated = command("simulate", run.simulate, "before fieldwork: invented answers to a study, to rehearse its analysis with")
    study(simulated)
    simulated.add_argument("--truths", metavar="FILE", help="what is true of customers and believers; neutral where left out")
    simulated.add_argument("--customers", metavar="N", help="how many customers answer (default: the truths', or 400)")
    simulated.add_argument("--employees", metavar="N", help="how many of every other audience (default: the truths', or 150)")
    simulated.add_argument(
        "--dialect", metavar="NAME", default="qualtrics", help=f"one of {', '.join(DIALECTS)} (default: qualtrics)"
    )
    simulated.add_argument("--seed", metavar="N", default="1", help="of the random numbers: the same gives the same (default: 1)")
    simulated.add_argument("-o", "--output", metavar="DIR", default="rehearsal", help="folder to write to (default: rehearsal)")
    simulated.add_argument("--force", action="store_true", help="overwrite the files")
    simulated.add_argument(
        "--repeat", metavar="R", help="write nothing; simulate R surveys, and say how often the verdicts come out right"
    )
    schema = command("schema", run.schema, "print the JSON Schema of study.toml, results.json or a file of truths")
    schema.add_argument("kind", choices=("study", "results", "truths"))
    return parser


def _progress(options: argparse.Namespace) -> Callable[[str], None]:
    """Shows a step's name on one line of a terminal that is rewritten; an empty name clears it. Silent on pipes."""
    if options.quiet or not sys.stderr.isatty():
        return lambda step: None
    from gapsurvey.errors import printable

    return lambda step: print(f"\r\x1b[2K{printable(step, 70)}", end="", file=sys.stderr, flush=True)


def _say_problems(error: GapsurveyError) -> None:
    for problem in error.problems:
        print(problem, file=sys.stderr)
    if len(error.problems) > 1:
        print(f"{len(error.problems)} problems; nothing was written.", file=sys.stderr)
