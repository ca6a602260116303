"""The ledger's part of a verification: the checks `order` to `policy` (DRAW.md sections 4, 5, 16, 17 and 20)."""

from collections import namedtuple

from anchor import are_cosignatures, in_force
from course import Draw
from entries import CONTEXT
from notes import cosignature_time
from trees import leads_to
from verdicts import hold, read

Entry = namedtuple("Entry", "statement proof index")

# By type; whatever is not listed is signed by the centre alone.
POSSIBLE_SIGNERS = {
    "anchor": [("supervising",)], "pack": [("supervising",)], "approval": [("province",)],
    "pool-checked": [("witness",)], "reveal": [("centre",), ("witness",), ("province",)],
    "sealed": [("witness",), ("centre", "supervising"), ("centre", "notary"), ("supervising", "notary")]}
CANCEL_SIGNERS = {"infeasible": ("centre", "witness"), "withdrawn": ("centre",), "no-reveal": ("centre", "province")}
THREE_PARTIES = ("centre", "supervising", "province")


class Ledger:
    """The entries of a bundle: what stands where, and who vouches for it."""

    def __init__(self, statements, proofs):
        self.entries = [Entry(statement, proof, proof.index) for statement, proof in zip(statements, proofs)]
        self.times, self.signed_by = {}, {}            # by index: the quorum's time of the proof; names of the signers

    def order(self):
        hold("order", ascends_by_index(self.entries))
        first = {}
        for entry in self.entries:
            if entry.statement.type not in CONTEXT or entry.statement.type in first:
                break
            first[entry.statement.type] = entry
        self.context, self.draw_entries = self.entries[:len(first)], self.entries[len(first):]
        hold("order", {"anchor", "pack", "registry"} <= set(first),
             all("draw" in entry.statement.fields for entry in self.draw_entries))
        self.anchor, self.pack, self.registry = first["anchor"], first["pack"], first["registry"]
        self.approval = first.get("approval")
        self.draw = read("order", Draw, [entry.statement for entry in self.draw_entries])
        # Whether the approval is the one that is named, and not only some approval, is said by the check `approval`.
        hold("order", (self.draw.open["approval"] is None) == (self.approval is None))

    def inclusion(self):
        roots = {}
        for statement, proof, _ in self.entries:
            hold("inclusion", leads_to(statement.leaf, proof.index, proof.size, proof.path, proof.root))
            hold("inclusion", roots.setdefault(proof.size, proof.root) == proof.root)
        hold("inclusion", len({entry.proof.origin for entry in self.entries}) == 1)

    def waiting(self):
        opened = self.draw_entries[0].index
        hold("waiting", *(entry.proof.size <= opened for entry in self.context))
        hold("waiting", *(entry.proof.size <= following.index
                          for entry, following in zip(self.draw_entries, self.draw_entries[1:])))

    def is_known_to(self, anchors):
        """Whether the chain has the anchor that the bundle names."""
        return any(anchor.hash == self.anchor.statement["hash"] for anchor in anchors)

    def judge(self, anchors):
        """The check `anchor`; the anchor that judges the draw."""
        anchor = in_force(anchors, self.draw_entries[1 if self.draw.commit else 0].index)
        hold("anchor", self.anchor.statement.fields == {
            "number": anchor.number, "previous": anchor.previous, "hash": anchor.hash})
        hold("anchor", anchor.number == 1 or self.anchor.index < anchor.first)
        return anchor

    @staticmethod
    def judge_of(entry, anchors, anchor):
        is_by_index = entry.statement.type in ("pack", "registry", "approval")
        return in_force(anchors, entry.index) if is_by_index else anchor

    def possible_signers(self, statement, cancel_causes):
        if statement.type == "cancel":
            # A cause that nobody has named has nobody who could sign it.
            names = CANCEL_SIGNERS.get(statement["cause"], statement["cause"] in cancel_causes and THREE_PARTIES)
            return [names] if names else []
        is_broken = statement.type == "unseal" and statement["pi-op"] is None and (
            statement["vacated"] is not None or statement["barred"] is not None)
        if is_broken or any(each.statement is statement for each in self.draw.later):
            return [("centre", "supervising")]
        return POSSIBLE_SIGNERS.get(statement.type, [("centre",)])

    def signature(self, anchors, anchor, cancel_causes):
        for entry in self.entries:
            statement, keys = entry.statement, self.judge_of(entry, anchors, anchor).signers
            for names in self.possible_signers(statement, cancel_causes):
                if len(names) == len(statement.signatures) and all(
                        name in keys and keys[name].signed(statement.body, line)
                        for name, line in zip(names, statement.signatures)):
                    self.signed_by[entry.index] = names
            hold("signature", entry.index in self.signed_by)

    def policy(self, anchors, anchor):
        for entry in self.entries:
            judge, proof = self.judge_of(entry, anchors, anchor), entry.proof
            first, *cosignatures = proof.signatures
            hold("policy", proof.origin == judge.log.name, judge.log.signed(proof.text, first),
                 are_cosignatures(judge, proof.text, cosignatures))
            self.times[entry.index] = sorted(map(cosignature_time, cosignatures))[judge.policy - 1]

    def late(self, late_secs):
        """`sealed` without the witness comes late enough after the last `reveal 0`; needs times and signers."""
        index = {entry.statement.leaf: entry.index for entry in self.draw_entries}
        sealed, revealed = index[self.draw.sealed.leaf], [index[each.leaf] for each in self.draw.reveals]
        hold("late", self.signed_by[sealed] == ("witness",) or revealed and
             self.times[sealed] >= self.times[revealed[-1]] + late_secs)


def ascends_by_index(entries):
    return all(entry.index < following.index for entry, following in zip(entries, entries[1:]))
