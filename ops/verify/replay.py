"""The draw played again, from `numbers` on, and its cancellation (DRAW.md sections 10 to 13, 15 and 20)."""

from course import check_contributions, parse_first_opening, parse_round_opening
from drawing import State, drawing
from trees import tagged, u32
from verdicts import hold, read
from vrf import proof_to_hash, vrf_verify


class Replay:
    """What happens after the commitment C of a draw, in the sequence that section 20 gives.

    `vrf_names` are the keys of the draw; `anchor` holds them, or is None, and then proofs are only decoded.
    """

    def __init__(self, draw, pool, layout, pack, commitment, vrf_names, anchor):
        self.draw, self.pool, self.layout, self.pack = draw, pool, layout, pack
        self.commitment, self.vrf_names, self.anchor = commitment, vrf_names, anchor
        self.lines, self.state = [], None              # the results as `--picks` prints them; who sits where

    def contributions(self):
        """The checks `numbers` and `reveal` of round 0."""
        draw = self.draw
        self.are_revealed, V = check_contributions(self.commitment, 0, b"", draw.numbers, draw.reveals)
        hold("reveal", draw.cancel or self.are_revealed)
        self.alpha = tagged("vrd1/alpha", self.commitment, V)

    def openings(self):
        """The checks `opening`, `vrf`, `sealed` and `round` as far as they need no drawing; then the drawings."""
        draw = self.draw
        if not self.are_revealed:
            return
        opened = [each for each in draw.rounds + draw.later if each.unseal]
        if draw.unseal:
            opening = read("opening", parse_first_opening, draw.unseal)
            hold("opening", tuple(opening.proofs) == self.vrf_names)
        openings = [read("opening", parse_round_opening, each) for each in opened]
        if draw.unseal:
            betas = self.vrf(opening, self.alpha)
            hold("sealed", draw.sealed["hash"] == tagged("vrd1/sealed", betas))
        self.empty_rounds_and_causes(opened, openings)
        if draw.unseal:
            self.state = State(self.pool, self.layout)
            key = tagged("vrd1/seed", self.alpha, betas)
            self.draw_and_record(0, key)
            for each, opening in zip(opened, openings):
                key = self.play(each, opening, key)
            for seat, i in enumerate(self.state.occupants):
                self.lines.append(f"seat {seat} short" if i is None else f"seat {seat} {self.person(i)}")

    def vrf(self, opening, alpha):
        """The betas, joined."""
        for name, proof in opening.proofs.items():
            hold("vrf", proof_to_hash(proof) is not None)
            hold("vrf", not self.anchor or vrf_verify(self.anchor.vrf[name], alpha, proof))
        return b"".join(map(proof_to_hash, opening.proofs.values()))

    def empty_rounds_and_causes(self, opened, openings):
        """Which rounds are empty, what may have caused the others, and how many these are."""
        draw = self.draw
        for rounds, causes in ((draw.rounds, ["vacancy"]), (draw.later, self.pack["round-causes"])):
            hold("round", *(each.is_end or each.statement["cause"] in causes for each in rounds))
            hold("round", *(not each.is_end for each in rounds[:-1]))
            hold("round", not rounds or rounds[-1].is_end or draw.cancel)
        # After `unseal` an empty round closes others and asks nobody for a number.
        hold("round", not (draw.later and draw.later[0].is_end))
        hold("round", *(not (each.is_end and each.numbers) for each in draw.later))
        hold("round", *(each.is_end == opening.is_empty for each, opening in zip(opened, openings)))
        hold("round", sum(not each.is_end for each in draw.rounds + draw.later) <= self.pack["rounds"])

    def play(self, each, opening, key):
        """One round: who leaves, who is barred, and the drawing; the key that is in force afterwards."""
        is_later = any(each is other for other in self.draw.later)
        is_complete, V = True, b""
        if is_later and not opening.is_empty:
            is_complete, V = check_contributions(self.commitment, each.r, each.statement["blind"], each.numbers,
                                                 each.reveals)
        if opening.is_empty:
            return key
        self.leave(opening)
        # A broken round has no proofs; it comes after `unseal` only, and always when a number or a reveal is missing.
        if opening.proofs:
            hold("opening", is_complete, tuple(opening.proofs) == self.vrf_names)
        else:
            hold("opening", is_later)
            self.state.dead_seats.update(seat for seat, _ in opening.vacated)
            return key
        betas = self.vrf(opening, tagged("vrd1/alpha-round", self.alpha, u32(each.r), opening.facts, V))
        key = tagged("vrd1/round", key, u32(each.r), opening.facts, betas)
        self.draw_and_record(each.r, key)
        return key

    def leave(self, opening):
        """Those who are vacated sit there; those who are barred are eligible, never picked, and none is forgotten."""
        state, pool = self.state, self.pool
        sitting = dict(enumerate(state.occupants))
        hold("round", *(sitting.get(seat) == i for seat, i in opening.vacated))
        hold("round", *(i < len(pool.masks) and pool.masks[i] and i not in state.picked for i in opening.barred))
        hold("round", state.barred <= set(opening.barred))
        for seat, _ in opening.vacated:
            state.vacate(seat)
        for i in opening.barred:
            if i not in state.barred:
                state.bar(i)

    def person(self, i):
        return f"{i} {self.pool.eids[i].hex()}"

    def draw_and_record(self, r, key):
        for seat, bit, i in drawing(self.state, key):
            self.lines.append(f"empty {r} {seat}" if i is None else f"pick {r} {seat} {bit} {self.person(i)}")


def check_cancel(draw, cancel_causes, are_revealed):
    """Place, cause and document; the place is where section 16 has it for the cause."""
    cause, has_document = draw.cancel["cause"], draw.cancel["document"] is not None
    is_sealed = draw.has_followers or draw.sealed
    if cause == "infeasible":
        hold("cancel", not draw.commit, not has_document)
    elif cause == "withdrawn":
        hold("cancel", has_document, not draw.reveals, not is_sealed)
    elif cause == "no-reveal":
        hold("cancel", has_document, len(draw.numbers) == 2 and not are_revealed, not is_sealed)
    else:
        hold("cancel", has_document, cause in cancel_causes, draw.commit and are_revealed)
