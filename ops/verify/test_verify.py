"""Tests of whole bundles: the project's vectors, bundles made here with keys of our own, and the command lines.

    VECTORS=FOLDER python3 -m unittest        without the variable the folder is `tests/vectors` of the project
"""

import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

from archive import parse_archive
from entries import parse_statement
from making import ANCHOR, CHAIN, COSIGNERS, KEYS, PACK, Draw, Signer, anchor_text, archive_of, lines_of
from trees import tagged, u32
from verdicts import ANCHORED, CONSISTENT
from verify import verify_bytes

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = pathlib.Path(os.environ.get("VECTORS", HERE.parents[1] / "tests" / "vectors")).resolve()
VECTORS = sorted(FOLDER.glob("*.vdraw"))


def vector(name):
    return (FOLDER / f"{name}.vdraw").read_bytes(), (FOLDER / f"{name}.anchor.txt").read_text()


class Vectors(unittest.TestCase):
    def test_there_are_some(self):
        self.assertTrue(VECTORS, FOLDER)

    def test_verdicts_and_picks(self):
        for file in VECTORS:
            data, chain = vector(file.stem)
            verdict, subject, findings = verify_bytes(data, chain)
            self.assertEqual(verdict, ANCHORED, file.stem)
            self.assertTrue(subject.startswith("project HJ-2026-0042, lot 1, attempt "))
            picks = "".join(line + "\n" for line in findings.picks)
            self.assertEqual(picks, file.with_suffix(".picks.txt").read_text())
            self.assertEqual(verify_bytes(data)[0], CONSISTENT)

    def test_gates(self):
        for name in ("sixty-four", "second-attempt"):
            self.assertEqual(verify_bytes(*vector(name), gates=True)[0], ANCHORED)

    def test_foreign_anchor(self):
        self.assertEqual(verify_bytes(vector("sixty-four")[0], CHAIN)[0], CONSISTENT)
        self.assertEqual(verify_bytes(vector("sixty-four")[0], CHAIN[1:])[0], "rejected: anchor-file")

    def test_changed_bytes(self):
        """Two regions byte by byte and every 97th byte of the rest."""
        data, chain = vector("sixty-four")
        for at in (*range(3 * 512, 5 * 512), *range(len(data) - 4096, len(data) - 3072), *range(0, len(data), 97)):
            changed = data[:at] + bytes([data[at] ^ 4]) + data[at + 1:]
            self.assertTrue(verify_bytes(changed, chain)[0].startswith("rejected: "), at)

    def test_cut(self):
        data, chain = vector("first-attempt")
        for end in (0, 1, 511, 512, 20000, len(data) - 512, len(data) - 1):
            self.assertEqual(verify_bytes(data[:end], chain)[0], "rejected: archive")
        self.assertEqual(verify_bytes(data + bytes(512), chain)[0], "rejected: archive")


class Made(unittest.TestCase):
    """Bundles that the vectors do not have."""

    def check(self, draw, verdict, **more):
        self.assertEqual(draw.verdict(**more), verdict)

    def sealed(self, **how):
        return Draw(**how).commit().begin()

    def test_plain(self):
        draw = self.sealed().round().unseal()
        self.check(draw, ANCHORED, gates=True)
        self.check(self.sealed(attempt=2).round().unseal(), ANCHORED)

    def test_rounds(self):
        draw = self.sealed()
        barred = draw.never_picked()[-2:]
        draw.round(barred=barred[:1]).round([0, 2], barred).round().unseal()
        self.check(draw, ANCHORED)
        draw = self.sealed()
        self.check(draw.round(barred=[draw.state.occupants[0]]).round().unseal(), "rejected: round")
        draw = self.sealed()
        barred = draw.never_picked()[-2:]
        self.check(draw.round(barred=barred).round(barred=barred[:1]).round().unseal(), "rejected: round")
        self.check(self.sealed().round([0], cause="end").unseal(), "rejected: round")
        self.check(self.sealed().round(cause="vacancy").round().unseal(), "rejected: round")
        self.check(self.sealed().round([0]).unseal(), "rejected: round")
        self.check(self.sealed().round([0], signers=["centre", "supervising"]).round().unseal(), "rejected: signature")

    def test_rounds_after_unseal(self):
        def unsealed():
            return self.sealed().round([1]).round().unseal()
        self.check(unsealed().round([0], later=True).round(later=True), ANCHORED)
        self.check(unsealed().round([0], later=True), "rejected: round")
        self.check(unsealed().round(later=True), "rejected: round")
        self.check(unsealed().round([0], later=True).round(later=True).round(later=True), "rejected: round")
        self.check(unsealed().round([0], later=True).round(later=True, asked=True), "rejected: round")
        self.check(unsealed().round([0], later=True).round(later=True, opened=False), "rejected: order")
        self.check(unsealed().round([0], later=True).round([1], later=True, lists=0, reveals=0, proofs=False),
                   "rejected: round")
        for how in ({"reveals": 2}, {"lists": 1, "reveals": 0}, {"lists": 0, "reveals": 0}, {}):
            broken = unsealed().round([0], later=True, proofs=False, **how)
            broken = broken.round([1], later=True).round(later=True)
            self.check(broken, ANCHORED)
            self.assertIn("seat 0 short", verify_bytes(broken.bundle(), CHAIN)[2].picks)
        self.check(unsealed().round([0], later=True, reveals=2).round(later=True), "rejected: opening")
        self.check(unsealed().round([0], later=True, cause="vacancy").round(later=True), "rejected: round")
        self.check(unsealed().round([0], later=True, signers=["centre"]).round(later=True), "rejected: signature")

    def test_late(self):
        for wait, verdict in ((900, ANCHORED), (600, "rejected: late")):
            draw = Draw().commit().begin(("centre", "notary"), wait).round().unseal()
            self.check(draw, verdict)
        self.check(Draw().commit().begin(("centre",), 900).round().unseal(), "rejected: signature")
        self.check(Draw().commit().begin(("notary", "centre"), 900).round().unseal(), "rejected: signature")
        for signer in ("witness", "province"):
            self.check(Draw().commit().begin(signer=signer).round().unseal(), ANCHORED)

    def test_cancelled(self):
        law = ["centre", "supervising", "province"]
        self.check(Draw().cancel("infeasible", ["centre", "witness"], None), ANCHORED)
        self.check(Draw().cancel("infeasible", ["centre", "witness"]), "rejected: cancel")
        self.check(Draw().commit().cancel("infeasible", ["centre", "witness"], None), "rejected: cancel")
        self.check(Draw().cancel("withdrawn", ["centre"]), ANCHORED)
        self.check(Draw().commit().cancel("withdrawn", ["centre"]), ANCHORED)
        self.check(self.sealed().cancel("withdrawn", ["centre"]), "rejected: cancel")
        self.check(Draw().cancel("no-reveal", ["centre", "province"]), "rejected: cancel")
        for reveals, signers, cause, verdict in (
                (0, (), "no-reveal", ANCHORED), (2, (), "no-reveal", ANCHORED),
                (3, (), "no-reveal", "rejected: cancel"), (2, ["witness"], "no-reveal", "rejected: cancel")):
            draw = Draw().commit().begin(signers, reveals=reveals)
            self.check(draw.cancel(cause, ["centre", "province"]), verdict)
        self.check(self.sealed().cancel("law", law), ANCHORED)
        self.assertIn("owed", " ".join(verify_bytes(self.sealed().cancel("law", law).bundle(), CHAIN)[2].notes))
        self.check(self.sealed().cancel("luck", law), "rejected: signature")
        other = self.sealed().cancel("luck", law)
        self.check(other, "rejected: cancel", chain=None)
        self.check(Draw().commit().begin((), reveals=2).cancel("law", law), "rejected: cancel")
        self.check(self.sealed().cancel("law", law).unseal(), ANCHORED)
        self.check(self.sealed().round([1]).round([0, 1]).cancel("law", law).unseal(), ANCHORED)
        self.check(self.sealed().round().cancel("law", law).unseal(), ANCHORED)
        draw = Draw().commit().begin(()).cancel("law", law)
        draw.add("sealed", ["witness"], hash=draw.sealed)
        self.check(draw, "rejected: order")
        self.check(draw.unseal(), ANCHORED)
        self.check(self.sealed().round().unseal().cancel("law", law), "rejected: order")

    def test_texts(self):
        """Whatever a reader cannot see is refused by name, whatever it does elsewhere."""
        for name in ("a\u202eb", "a\u2066b", "a\u0085b", "a\x7fb", "a\u2028b"):
            self.check(self.sealed(lot=name).round().unseal(), "rejected: text")
        self.check(self.sealed(lot="\u738b \u82b3\u00a0").round().unseal(), ANCHORED)
        for key, value in (("cancel-causes", "law/vacancy"), ("round-causes", "illness/end"), ("rounds", "0"),
                           ("late-secs", "1000001"), ("from", "0000-01-01"), ("depth", "100")):
            self.check(self.sealed(pack=PACK | {key: value}).round().unseal(), "rejected: text")
        # a pack of another day than its statement
        self.check(self.sealed(pack=PACK | {"from": "0001-01-01"}).round().unseal(), "rejected: pack")

    def test_approval(self):
        draw = self.sealed(attempt=2).round().unseal()
        self.check(draw, ANCHORED)
        del draw.entries[3], draw.proofs[3]
        self.check(draw, "rejected: order")
        self.check(self.sealed(attempt=2, named=5).round().unseal(), "rejected: approval")

    def test_forms(self):
        draw = self.sealed().round().unseal()
        draw.proofs[0] = draw.proofs[0].replace(b"log.test\n", b"l\xc3\xb6g.test\n", 1)
        self.check(draw, "rejected: proof-form")
        for hashes, verdict in ((64, "rejected: inclusion"), (65, "rejected: proof-form")):
            draw = self.sealed().round().unseal()
            head, _, rest = draw.proofs[0].partition(b"\n\n")
            draw.proofs[0] = b"\n".join(head.split(b"\n")[:2]) + (b"\n" + b"A" * 43 + b"=") * hashes + b"\n\n" + rest
            self.check(draw, verdict)
        draw.entries, draw.proofs = [], []
        self.check(draw, "rejected: archive")

    def test_reveals(self):
        self.check(Draw().commit().begin(reveals=2).round().unseal(), "rejected: reveal")
        self.check(Draw().commit(), "rejected: order")

    def test_parent(self):
        parent = self.sealed().round([0], later=False).round().unseal()
        parent.round([2], later=True, proofs=False).round(later=True)
        self.assertEqual(verify_bytes(parent.bundle(), CHAIN)[2].picks[-1], "seat 2 short")

        def child(specialty="S1", **how):
            how = {"quotas": "1:1", "attempt": 2, "parent": parent.id} | how
            draw = Draw(context=False, **how)
            draw.request["slot-1"] = draw.request["slot-1"].replace("S0", specialty)
            draw.request_hash = tagged("vrd1/request", lines_of(draw.request))
            draw.id = tagged("vrd1/draw-id", b"test/430000", draw.request_hash, u32(draw.attempt))
            draw.context()
            return draw.commit().begin().round().unseal()
        self.check(child(), ANCHORED, parent=parent.bundle())
        for other in (child("S0"), child(quotas="2:1"), child(lot="2"), child(attempt=1), child(parent=bytes(32)),
                      child(parent=None)):
            self.check(other, "rejected: parent", parent=parent.bundle())
        self.check(child(), "rejected: parent", parent=b"")
        self.check(child(), CONSISTENT, parent=parent.bundle(), chain=None)

    def test_authority(self):
        draw = self.sealed().round().unseal()
        x = draw.salts[4][1]
        opening = b"".join(
            f"{j} open {tagged('vrd1/salt', b'k', u32(x), bytes([j])).hex()} =v%20{x}\n".encode() if j % 2 else
            f"{j} hash {draw.fields(x)[j - 1].hex()}\n".encode() for j in range(1, 9))
        private, bidders = (b"request-private.txt", draw.private), (b"bidder-counts.txt", draw.bidders)

        def verdict(*members):
            return verify_bytes(draw.bundle(members), CHAIN)[0]
        self.assertEqual(verdict(private, bidders), ANCHORED)
        self.assertEqual(verdict(private, bidders, (b"openings/00000004", opening)), ANCHORED)
        self.assertEqual(verdict(private, bidders, (b"openings/00000005", opening)), "rejected: authority")
        self.assertEqual(verdict(private, (bidders[0], bidders[1] + b"c 1\n")), "rejected: authority")
        for some in ((), (private,), (bidders,), ((b"openings/00000004", opening),)):
            self.assertEqual(verdict(*some), ANCHORED)
        self.assertEqual(verdict(bidders, private), "rejected: archive")
        for old, new in ((b"%20", b" "), (b"%20", b"%2"), (b"v%20", b"%76%20"), (b"open", b"Open"), (b"\n", b""),
                         (b"=", b""), (b"=", b"==")):
            changed = opening.replace(old, new)
            self.assertEqual(verdict(private, bidders, (b"openings/00000004", changed)), "rejected: authority")

    def test_chain(self):
        second_key = Signer("supervising-2.test", 99)
        first_hash = tagged("vrd1/anchor", ANCHOR)
        second = anchor_text(2, first_hash, 100, supervising=second_key)

        def chain(text, signer=KEYS["supervising"], cosigners=(0, 2)):
            lines = signer.sign(text) + b"".join(COSIGNERS[k].cosign(text, 5) for k in cosigners)
            return CHAIN + "\n" + (text + b"\n" + lines).decode()
        draw = self.sealed().round().unseal()
        self.check(draw, ANCHORED, chain=chain(second))
        self.check(draw, "rejected: anchor", chain=chain(anchor_text(2, first_hash, 3, supervising=second_key)))
        for bad in (chain(second, second_key), chain(second, cosigners=(0,)), chain(second, cosigners=(2, 0)),
                    chain(anchor_text(3, first_hash, 100)), chain(anchor_text(2, None, 100)),
                    chain(anchor_text(2, first_hash, 0)), CHAIN + CHAIN, CHAIN + "\n", "", "\ud800", "\udcff",
                    CHAIN.replace("policy 2", "policy 4")):
            self.check(draw, "rejected: anchor-file", chain=bad)

    def test_damage(self):
        """Members exchanged, doubled, cut or filled with noise: a verdict, never an exception."""
        rng = random.Random(11)
        draw = self.sealed().round([0]).round().unseal().round([1], later=True).round(later=True)
        members = parse_archive(draw.bundle())
        for _ in range(1500):
            changed = list(members)
            k = rng.randrange(len(changed))
            name, content = changed[k]
            at = rng.randrange(len(content))
            changed[k] = (name, rng.choice((
                content[:at], content[:at] + rng.randbytes(3) + content[at:], content[:at] + content[at + 1:], b"",
                content.replace(b"0", b"\xd9\xa0"), content.replace(b"\n", b"\r\n"), content + b"\n", b"\n",
                content[:at] + rng.choice((b"9" * 30, b"none", b"/", b":", b" ")) + content[at:],
                members[rng.randrange(len(members))][1])))
            for chain in (CHAIN, None):
                verdict = verify_bytes(archive_of(changed), chain)[0]
                if chain and changed != members:
                    self.assertTrue(verdict.startswith("rejected: "), (name, verdict))

    def test_reordered(self):
        """Statements of a draw in any other order, logged anew: never accepted, never an exception."""
        rng = random.Random(5)
        draw = self.sealed().round([0]).round().unseal().round([1], later=True).round(later=True)
        entries = [parse_statement(leaf) for leaf in draw.entries]
        for _ in range(60):
            again = Draw(context=False)
            again.has_commit = True
            order = list(range(len(entries)))
            i, j = rng.sample(order, 2)
            order[i], order[j] = order[j], order[i]
            for k in order[:rng.choice((len(order), rng.randrange(len(order))))]:
                statement = entries[k]
                again.add(statement.type, ["centre"], **{name.replace("-", "_"): value
                                                         for name, value in statement.fields.items()})
            self.assertTrue(again.verdict(chain=None).startswith("rejected: "), (i, j))


class CommandLine(unittest.TestCase):
    def run_it(self, *arguments):
        done = subprocess.run([sys.executable, HERE / "verify.py", *arguments], capture_output=True)
        self.assertNotIn(b"Traceback", done.stderr)
        return done

    def test_wrong_use(self):
        file = str(VECTORS[0])
        for arguments in ((), (file, file), ("--what", file), (file, "--anchor"), (file, "--anchor", "/nowhere"),
                          (file, "--anchor", ""), ("/nowhere",), (str(HERE),), ("",),
                          (file, "--picks", "--picks"), (file, "--parent", "/nowhere"), ("--help",)):
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual((done.stdout, done.stderr.count(b"\n")), (b"", 1), arguments)

    def test_output(self):
        base = FOLDER / "sixty-four"
        anchor = ("--anchor", f"{base}.anchor.txt")
        done = self.run_it(f"{base}.vdraw", *anchor)
        lines = done.stdout.decode().split("\n")
        self.assertEqual((done.returncode, lines[1]), (0, "anchored"))
        done = self.run_it(f"{base}.vdraw", *anchor, "--picks")
        self.assertEqual((done.returncode, done.stdout.decode()), (0, base.with_suffix(".picks.txt").read_text()))
        self.assertEqual(self.run_it(f"{base}.vdraw").returncode, 3)
        with tempfile.NamedTemporaryFile() as file:
            done = self.run_it(file.name, *anchor)
            self.assertEqual((done.returncode, done.stdout.split(b"\n")[1]), (1, b"rejected: archive"))
            done = self.run_it(f"{base}.vdraw", "--anchor", file.name)
            self.assertEqual((done.returncode, done.stdout.split(b"\n")[1]), (1, b"rejected: anchor-file"))

    def test_compare(self):
        def compare(*arguments):
            done = subprocess.run([sys.executable, HERE / "compare.py", *arguments], capture_output=True, text=True)
            return done.returncode, done.stdout, done.stderr
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            names = ("a", "a-b", "B")
            for name in names:
                shutil.copy(VECTORS[0], folder / f"{name}.vdraw")
                shutil.copy(VECTORS[0].with_suffix(".anchor.txt"), folder / f"{name}.anchor.txt")
            self.assertEqual(compare("corpus", folder), (0, "B anchored\na anchored\na-b anchored\n", ""))
            (folder / "short").write_bytes(VECTORS[0].read_bytes()[:1000])
            chain = folder / "a.anchor.txt"
            self.assertEqual(compare("flip", folder / "short", chain), (0, "1000 rejected of 1000\n", ""))
            # a chain that holds none of the bundle's anchors: the signatures are not judged
            draw = Draw().cancel("infeasible", ["centre", "witness"], None)
            (folder / "foreign").write_bytes(draw.bundle())
            code, out, error = compare("flip", folder / "foreign", chain)
            self.assertEqual((code, error.splitlines()[0].partition(": ")[2]), (1, CONSISTENT))
            self.assertRegex(out, r"\A[0-9]+ rejected of [0-9]+\n\Z")
            self.assertEqual(compare("corpus", folder / "none")[0], 2)
            self.assertEqual(compare()[0], 2)


if __name__ == "__main__":
    unittest.main()
