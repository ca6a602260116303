"""The course of a draw: order of its statements, numbers and openings (DRAW.md sections 10, 15 and 16)."""

import re
from collections import namedtuple

from trees import tagged, u32
from values import ascends, matched, parse_decimal, parse_hash
from verdicts import hold, need, read


class Round:
    """A round after the beginning: its statement, what people gave for it after `unseal`, and its opening."""
    def __init__(self, statement):
        self.statement, self.numbers, self.reveals, self.unseal = statement, [], [], None
        self.r, self.is_end = statement["r"], statement["cause"] == "end"


class Draw:
    """Fits the statements of a draw into the list of section 16.

    Not judged here: how many reveals there must be, which rounds must be empty, and where a `cancel` may stand.
    """
    def __init__(self, statements):
        self.rest = list(reversed(statements))
        self.commit = self.checked = self.sealed = self.unseal = None
        self.numbers, self.reveals, self.rounds, self.later = [], [], [], []
        self.open = self.take("draw-open")
        need(self.open and all(statement["draw"] == self.open["draw"] for statement in statements))
        self.commit = self.take("draw-commit")
        if self.commit:
            self.checked = self.take("pool-checked")
        if self.checked:
            self.take_contributions(self, 0)
        if len(self.numbers) == 2:
            self.sealed = self.take("sealed")
        while self.sealed and (statement := self.take("round", len(self.rounds) + 1)):
            self.rounds.append(Round(statement))
        is_unsealed = bool(self.rounds) and self.take_unseals()
        self.was_unsealed = self.unseal is not None    # before a `cancel`
        is_closed = is_unsealed and self.take_later_rounds()
        self.cancel = None if self.was_unsealed else self.take("cancel")
        self.has_followers = bool(self.cancel and self.rest)
        if self.has_followers:
            need(len(self.numbers) == 2)
            self.sealed = self.sealed or self.take("sealed")
            need(self.sealed and self.take_unseals())
        need(not self.rest and (self.cancel or is_closed))

    def take(self, type_, r=None):
        if self.rest and self.rest[-1].type == type_ and (r is None or self.rest[-1]["r"] == r):
            return self.rest.pop()
        return None

    def take_contributions(self, into, r):
        while len(into.numbers) < 2 and (statement := self.take("numbers", r)):
            into.numbers.append(statement)
        while len(into.numbers) == 2 and (statement := self.take("reveal", r)):
            into.reveals.append(statement)

    def take_unseals(self):
        """unseal 0 .. unseal m; whether all are there."""
        self.unseal = self.take("unseal", 0)
        for each in self.rounds:
            each.unseal = self.unseal and self.take("unseal", each.r)
        return all([self.unseal, *(each.unseal for each in self.rounds)])

    def take_later_rounds(self):
        """What follows `unseal m`; whether the draw is closed then."""
        while statement := self.take("round", len(self.rounds) + len(self.later) + 1):
            each = Round(statement)
            self.later.append(each)
            self.take_contributions(each, each.r)
            each.unseal = self.take("unseal", each.r)
            if not each.unseal:
                return False
        return True


ROLE_WORDS = ("centre", "supervisor", "holder", "tenderee", "guest")
INSIDERS = ROLE_WORDS[:3]


def role_word(role):
    return role.partition("-")[0]


def parse_list(text):
    """Roles with their commitments, in their order."""
    contributors = []
    for part in text.split("/"):
        role, _, commitment = part.partition(":")
        word, _, number = role.partition("-")
        need(word in ROLE_WORDS)
        parse_decimal(number, 1, 999)
        contributors.append((role, parse_hash(commitment)))
    need(ascends([(ROLE_WORDS.index(role_word(role)), role) for role, _ in contributors]))
    return contributors


def parse_lists(numbers):
    """The contributors as far as they are known: none, the insiders, or all."""
    lists = [parse_list(statement["list"]) for statement in numbers]
    if lists:
        need(len(lists[0]) < 8 and all(role_word(role) in INSIDERS for role, _ in lists[0]))
    if len(lists) == 2:
        insiders = len(lists[0])
        need(lists[1][:insiders] == lists[0] and insiders < len(lists[1]) <= 8)
        need(all(role_word(role) not in INSIDERS for role, _ in lists[1][insiders:]))
    return lists[-1] if lists else []


def check_contributions(commitment, r, blind, numbers, reveals):
    """Whether nothing is missing, and V."""
    contributors = read("numbers", parse_lists, numbers)
    hold("reveal", len(reveals) <= len(contributors))
    joined = b""
    for (role, committed), reveal in zip(contributors, reveals):
        nonce, digits = reveal["nonce"], reveal["digits"]
        hold("reveal", reveal["role"] == role, re.fullmatch(r"[0-9a-f]{10}", nonce),
             re.fullmatch(r"[0-9]{6,12}", digits))
        parts = commitment, u32(r), blind, role.encode(), bytes.fromhex(nonce), digits.encode()
        hold("reveal", committed == tagged("vrd1/number", *parts))
        joined += b"".join(bytes([len(text)]) + text.encode() for text in (role, digits))
    return len(numbers) == 2 and len(reveals) == len(contributors), tagged("vrd1/reveals", joined)


# proofs: those that are there, by the name of the key; vacated: (seat, i); facts: O_r
Opening = namedtuple("Opening", "proofs vacated barred facts is_empty")

MOST_BARRED, MOST_NUMBER = 4000, 2 ** 32 - 1


def parse_opening(unseal):
    proofs = {name: unseal["pi-" + name] for name in ("op", "out", "sup") if unseal["pi-" + name] is not None}
    for name, text in proofs.items():
        proofs[name] = bytes.fromhex(matched(r"[0-9a-f]{160}", text)[0])
    vacated = []
    for part in unseal["vacated"].split("/") if unseal["vacated"] else []:
        seat, _, i = part.partition(":")
        vacated.append((parse_decimal(seat, 0, MOST_NUMBER), parse_decimal(i, 0, MOST_NUMBER)))
    barred = [parse_decimal(i, 0, MOST_NUMBER) for i in (unseal["barred"].split("/") if unseal["barred"] else [])]
    need(ascends([seat for seat, _ in vacated]) and ascends(barred) and len(barred) <= MOST_BARRED)
    facts = tagged("vrd1/vacated", u32(unseal["r"]), b"".join(u32(seat) + u32(i) for seat, i in vacated),
                   b"".join(map(u32, barred)))
    return Opening(proofs, vacated, barred, facts, not vacated and not barred)


def parse_first_opening(unseal):
    need(all(unseal[key] is None for key in ("round-salt", "vacated", "barred", "classes")))
    return parse_opening(unseal)


def parse_round_opening(each):
    """The opening of a round, which must lead to the logged blind. An empty round has a salt and nothing else."""
    opening, salt = parse_opening(each.unseal), each.unseal["round-salt"]
    classes = matched(r"(0[0-6])*", each.unseal["classes"] or "")[0]
    need(len(classes) == 2 * len(opening.vacated) and salt is not None)
    need(not (opening.is_empty and opening.proofs))
    need(each.statement["blind"] == tagged("vrd1/blind", salt, opening.facts, bytes.fromhex(classes)))
    return opening
