"""Verdicts, and how a check that does not hold is reported (DRAW.md section 20)."""

ANCHORED, CONSISTENT = "anchored", "consistent, not anchored"


class Malformed(Exception):
    """A text or file that has not the one spelling it may have; the check that reads it turns this into its name."""


class Rejected(Exception):
    """The bundle fails the check of this name."""


def need(condition):
    if not condition:
        raise Malformed


def hold(check, *conditions):
    if not all(conditions):
        raise Rejected(check)


def read(check, parser, *arguments):
    try:
        return parser(*arguments)
    except Malformed:
        raise Rejected(check) from None
