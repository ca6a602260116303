#!/usr/bin/env python3
"""An independent verifier of `.vdraw` bundles, protocol vrd1, written from DRAW.md and LEDGER.md alone.

    python3 verify.py FILE [--anchor A] [--picks] [--gates] [--parent FILE]

It needs Python 3.11 and nothing else, reads no network and no clock. Exit codes: 0 anchored, 1 rejected, 2 wrong use,
3 consistent, not anchored. This file holds the command line and the order of the checks, which is that of DRAW.md
section 20; a comment that gives a section without a name means DRAW.md. Receipts (section 19) are not looked at.

Throughout, functions that depend on nothing but their arguments are cached, so that thousands of slightly changed
files can be checked in one process; what they return is never changed afterwards.
"""

import sys
from collections import Counter, namedtuple
from hashlib import sha256

from anchor import parse_chain
from archive import parse_bundle, parse_person
from drawing import gates_hold
from entries import parse_proof, parse_statement
from ledger import CANCEL_SIGNERS, Ledger
from pool import parse_pool, parse_slots, pool_fits, pool_hash, pool_root
from replay import Replay, check_cancel
from texts import parse_counts, parse_pack, parse_random_text, parse_request
from trees import tagged, u32
from values import day_of, parse_day, parse_hash
from verdicts import ANCHORED, CONSISTENT, Rejected, hold, read


MISSED_DAYS = 7      # on so many days the registry may not have been stated before a draw cannot open


class Verification:
    """One bundle. The methods do the checks of section 20, most of them under the names that they have there."""

    def __init__(self, data, chain):
        self.anchors = read("anchor-file", parse_chain, chain) if chain is not None else []
        self.bundle = read("archive", parse_bundle, data)
        self.subject = None                            # project, lot and attempt, in words
        self.anchor = None                             # the draw's, when the bundle is anchored
        self.pool = self.counts = self.layout = self.replay = None

    def run(self, gates, parent, chain):
        self.forms()
        self.order()
        self.ledger.inclusion()
        self.ledger.waiting()
        if self.ledger.is_known_to(self.anchors):
            self.anchor = self.ledger.judge(self.anchors)
            self.ledger.signature(self.anchors, self.anchor, self.pack["cancel-causes"])
            self.ledger.policy(self.anchors, self.anchor)
        self.opening_of_draw()
        if self.draw.commit:
            self.commit()
            self.replay.contributions()
            if self.anchor and self.draw.sealed:
                self.ledger.late(self.pack["late-secs"])
            self.replay.openings()
        if self.draw.cancel:
            check_cancel(self.draw, self.pack["cancel-causes"], self.replay and self.replay.are_revealed)
        self.authority()
        if gates and self.draw.commit:
            hold("gates", gates_hold(self.pool, self.layout, self.pack, pool_root(self.bundle.pool)))
        if parent is not None:
            self.parent(parent, chain)

    def forms(self):
        """The checks `entry`, `proof-form`, `text`, `pool-form`."""
        bundle = self.bundle
        statements = [read("entry", parse_statement, leaf) for leaf in bundle.entries]
        proofs = [read("proof-form", parse_proof, proof) for proof in bundle.proofs]
        self.ledger = Ledger(statements, proofs)
        self.pack = read("text", parse_pack, bundle.pack)
        self.request = read("text", parse_request, bundle.request)
        if bundle.counts is not None:
            self.counts = read("text", parse_counts, bundle.counts)
        if bundle.pool is not None:
            self.pool = read("pool-form", parse_pool, bundle.pool)

    def order(self):
        self.ledger.order()
        self.draw = self.ledger.draw
        hold("order", {self.pool is not None, self.counts is not None} == {self.draw.commit is not None})
        self.subject = "project {}, lot {}, attempt {}".format(*self.request[:2], self.draw.open["attempt"])

    def opening_of_draw(self):
        """The checks `draw`, `pack`, `registry`, `approval`."""
        opening, ledger = self.draw.open, self.ledger
        request_hash = tagged("vrd1/request", self.bundle.request)
        hold("draw", opening["request"] == request_hash, 1 <= opening["attempt"] < 2 ** 32)
        hold("draw", opening["draw"] == tagged("vrd1/draw-id", opening["authority"].encode(), request_hash,
                                               u32(opening["attempt"])))
        hold("draw", not self.anchor or opening["authority"] == self.anchor.authority)

        pack = ledger.pack.statement
        hold("pack", opening["pack"] == pack["hash"] == tagged("vrd1/pack", self.bundle.pack),
             pack["id"] == self.pack["id"], read("pack", parse_day, pack["from"]) == self.pack["from"])
        if self.anchor:
            opened = day_of(ledger.times[ledger.draw_entries[0].index])
            hold("pack", day_of(ledger.times[ledger.pack.index]) <= self.pack["from"] <= opened)

        registry = ledger.registry.statement
        day = read("registry", parse_day, registry["day"])
        hold("registry", opening["registry"] == ledger.registry.index,
             self.pool is None or registry["size"] == len(self.pool.masks),
             not self.anchor or day == day_of(ledger.times[ledger.registry.index]) and
             0 <= opened - day - self.pack["registry-age"] <= MISSED_DAYS)

        needed = "supplementary" if opening["parent"] else "attempt" if opening["attempt"] > 1 else None
        hold("approval", (needed is None) == (ledger.approval is None))
        if needed:
            approval = ledger.approval.statement
            hold("approval", opening["approval"] == ledger.approval.index, approval["draw"] == opening["draw"],
                 approval["cause"] == needed)

    def commit(self):
        """The checks `slots`, `pool`, `counts`, `keys`, `commit`; what comes after them can then be played again."""
        commit, asked, counts = self.draw.commit, self.request.slots, self.counts
        self.layout = read("slots", parse_slots, commit["slots"])
        hold("slots", self.layout.quotas == [slot.quota for slot in asked])
        hold("slots", *(len(bits) <= slot.tiers for bits, slot in zip(self.layout.bits, asked)))
        hold("slots", pool_fits(self.pool, self.layout, self.pack["depth"]))

        hold("pool", commit["pool"] == pool_hash(self.bundle.pool))

        hold("counts", commit["counts"] == tagged("vrd1/counts", self.bundle.counts),
             counts.pool == counts.eligible + counts.excluded + counts.unmatched,
             counts.pool == len(self.pool.masks), counts.eligible == len(self.pool.eligible))

        hashes = [read("keys", parse_hash, part) for part in commit["vrf"].split("/")]
        hold("keys", len(hashes) in (2, 3))
        hold("keys", not self.anchor or hashes == [sha256(key).digest() for key in self.anchor.vrf.values()])
        vrf_names = ("op", "sup") if len(hashes) == 2 else ("op", "out", "sup")

        commitment = tagged("vrd1/commit", commit.body)                        # C
        hold("commit", not self.draw.checked or self.draw.checked["commit"] == commitment)
        self.replay = Replay(self.draw, self.pool, self.layout, self.pack, commitment, vrf_names, self.anchor)

    def is_owing(self):
        """A cancelled draw whose unsealing is still to come."""
        return self.draw.cancel and not self.draw.unseal and self.draw.cancel["cause"] not in CANCEL_SIGNERS

    def authority(self):
        bundle = self.bundle
        for text, tag, public in ((bundle.request_private, "vrd1/request-private", self.request),
                                  (bundle.bidder_counts, "vrd1/bidder-counts", self.counts)):
            if text is not None:
                read("authority", parse_random_text, text)
                hold("authority", public is not None)
                hold("authority", tagged(tag, text) == public.private)
        for position, content in bundle.openings.items():
            hold("authority", self.pool is not None and position < len(self.pool.masks))
            hold("authority", read("authority", parse_person, content) == self.pool.eids[position])

    def parent(self, data, chain):
        """Section 15: the parent stands by itself, is closed, and this request asks for exactly its short seats."""
        try:
            parent = Verification(data, chain)
            parent.run(False, None, chain)
        except Rejected:
            raise Rejected("parent") from None
        hold("parent", bool(self.anchor) == bool(parent.anchor), not parent.draw.cancel)
        hold("parent", self.draw.open["parent"] == parent.draw.open["draw"])
        hold("parent", self.request[:2] == parent.request[:2], self.draw.open["attempt"] > parent.draw.open["attempt"])
        short = Counter(parent.layout.slot_of_seat[seat]
                        for seat, i in enumerate(parent.replay.state.occupants) if i is None)
        wanted = [(slot.specialty, short[k]) for k, slot in enumerate(parent.request.slots) if short[k]]
        hold("parent", [(slot.specialty, slot.quota) for slot in self.request.slots] == wanted)


EXIT_CODES = {ANCHORED: 0, CONSISTENT: 3}              # every other verdict is a rejection, 1
Findings = namedtuple("Findings", "picks notes")       # the lines of --picks; further sentences for the reader


def verify_bytes(data, anchor=None, gates=False, parent=None):
    """Verdict, subject and findings of a bundle. `anchor` is the text of the chain, `parent` the parent's bundle."""
    verification = None
    try:
        verification = Verification(data, anchor)
        verification.run(gates, parent, anchor)
        verdict = ANCHORED if verification.anchor else CONSISTENT
    except Rejected as rejected:
        verdict = f"rejected: {rejected}"
    if verification is None:
        return verdict, None, Findings([], [])
    picks, notes = [], []
    if verification.anchor and verification.anchor.mode == "one-party":
        notes.append("mode one-party: ledger, witness and supervising keys are not all in different hands")
    if verdict in EXIT_CODES:
        if verification.replay:
            picks = verification.replay.lines
        if verification.draw.cancel:
            notes.append(f"cancelled: {verification.draw.cancel['cause']}")
        if verification.is_owing():
            notes.append("owed: the unsealing of this cancelled draw")
    return verdict, verification.subject, Findings(picks, notes)


USAGE = "usage: verify.py FILE [--anchor A] [--picks] [--gates] [--parent FILE]"
NOT_CHECKED = ("that the ledger has no later entries and no other statements of this draw",
               "that the facts behind the pool are true", "evidence of outcomes", "recordings")


class WrongUse(Exception):
    """Said in one sentence; exit code 2."""


def parse_arguments(arguments):
    options, files, rest = {}, [], list(arguments)
    while rest:
        word = rest.pop(0)
        if word in options:
            raise WrongUse(f"{word} is given twice; {USAGE}")
        if word in ("--picks", "--gates"):
            options[word] = True
        elif word in ("--anchor", "--parent"):
            if not rest:
                raise WrongUse(f"{word} needs a file; {USAGE}")
            options[word] = read_file(rest.pop(0))
        elif word.startswith("-"):
            raise WrongUse(f"unknown option {word}; {USAGE}")
        else:
            files.append(word)
    if len(files) != 1:
        raise WrongUse(USAGE)
    return read_file(files[0]), options


def read_file(name):
    try:
        with open(name, "rb") as file:
            return file.read()
    except (OSError, ValueError, MemoryError):
        raise WrongUse(f"cannot read {name}") from None


def printable(text):
    """Nothing that a bundle says may move the cursor or begin a line of its own."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def main(arguments):
    data, options = parse_arguments(arguments)
    chain, parent = options.get("--anchor"), options.get("--parent")
    chain = chain.decode("utf-8", "surrogateescape") if chain is not None else None
    verdict, subject, findings = verify_bytes(data, chain, "--gates" in options, parent)
    if "--picks" in options and verdict in EXIT_CODES:
        lines = findings.picks
    else:
        unasked = [name for name in ("gates", "parent") if "--" + name not in options]
        lines = [subject or "project, lot and attempt are not known", verdict, *findings.notes,
                 "not checked: " + "; ".join([*NOT_CHECKED, *(f"the {name}" for name in unasked)])]
    for line in lines:
        print(printable(line))
    sys.stdout.flush()
    return EXIT_CODES.get(verdict, 1)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = main(sys.argv[1:])
    except WrongUse as wrong:
        print(printable(str(wrong)), file=sys.stderr)
        code = 2
    except BrokenPipeError:
        sys.stdout, code = None, 2
    sys.exit(code)
