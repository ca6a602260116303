"""The texts of a bundle: pack, request, counts and the two that stay with the authority (DRAW.md section 6)."""

import re
from collections import namedtuple
from fractions import Fraction
from functools import lru_cache

from values import ascends, matched, parse_day, parse_decimal, parse_hash, parse_token, parse_utf8
from verdicts import need

# Whoever reads a text must see what is there: no control characters, none that turn the direction of writing, and no
# ends of line but LF.
LINE = r"([a-z0-9-]+) ([^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+)"


def parse_lines(data):
    """Keys and values in their order."""
    need(data.endswith(b"\n"))
    values = {}
    for line in parse_utf8(data)[:-1].split("\n"):
        key, value = matched(LINE, line).groups()
        need(key not in values)
        values[key] = value
    return values


def parse_random_text(data):
    """All texts but the pack begin with `random`."""
    values = parse_lines(data)
    need(list(values)[0] == "random")
    parse_hash(values["random"])
    return values


def parse_public_text(data, last):
    """A text whose last line is the hash of one that stays with the authority."""
    values = parse_random_text(data)
    need(list(values)[-1] == last)
    parse_hash(values[last])
    return values


# Causes that have a meaning of their own, which no pack may change.
RESERVED_CAUSES = {"infeasible", "withdrawn", "no-reveal", "vacancy", "end"}


def parse_fraction(text, least):
    above, _, below = text.partition("/")
    below = parse_decimal(below, 1, 10000)
    return Fraction(parse_decimal(above, least, below), below)


def parse_causes(text):
    causes = [parse_token(cause) for cause in text.split("/")]
    need(RESERVED_CAUSES.isdisjoint(causes))
    return causes


def parse_million(text):
    return parse_decimal(text, 1, 1000000)


PACK_FORM = {
    "id": parse_token, "from": parse_day, "figures": parse_hash, "depth": lambda text: parse_decimal(text, 1, 99),
    "chance": lambda text: parse_fraction(text, 1), "runs": parse_million, "runs-large": parse_million,
    "large": parse_million, "empty": lambda text: parse_fraction(text, 0),
    "registry-age": lambda text: parse_decimal(text, 0, 365),
    "round-secs": parse_million, "rounds": parse_million, "late-secs": parse_million, "slip-hours": parse_million,
    "cancel-causes": parse_causes, "round-causes": parse_causes}


@lru_cache(maxsize=64)
def parse_pack(data):
    values = parse_lines(data)
    need(list(values) == list(PACK_FORM))
    return {key: PACK_FORM[key](value) for key, value in values.items()}


Request = namedtuple("Request", "project lot slots private")
Slot = namedtuple("Slot", "specialty quota tiers")


@lru_cache(maxsize=64)
def parse_request(data):
    values = parse_public_text(data, "private")
    need("project" in values and "lot" in values)
    numbered = [key for key in values if key.startswith("slot-")]
    need(numbered and numbered == [f"slot-{k + 1}" for k in range(len(numbered))])
    slots = []
    for key in numbered:
        match = matched(r"([A-Z0-9]+) ([1-9][0-9]?)((?: [0-9]{6}(?:,[0-9]{6})*){1,3})", values[key])
        slots.append(Slot(match[1], int(match[2]), match[3].count(" ")))
    return Request(values["project"], values["lot"], slots, bytes.fromhex(values["private"]))


Counts = namedtuple("Counts", "pool eligible excluded unmatched private")


@lru_cache(maxsize=64)
def parse_counts(data):
    values = parse_public_text(data, "bidder-counts")
    keys = list(values)
    need(keys[1:5] == ["pool", "eligible", "excluded", "unmatched"] and ascends(keys[5:-1]))
    need(all(re.fullmatch(r"rule-.+", key) for key in keys[5:-1]))
    numbers = [parse_decimal(values[key]) for key in keys[1:-1]]
    return Counts(*numbers[:4], bytes.fromhex(values["bidder-counts"]))
