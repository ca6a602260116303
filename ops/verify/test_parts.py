"""Tests of single modules: published vectors, and plain versions of what is done in a faster way.

    python3 -m unittest
"""

import random
import unittest
from collections import Counter
from hashlib import sha512

from archive import parse_percent
from chacha import keystream_rows, tickets
from course import parse_opening
from drawing import State, drawing
from ed25519 import L, P, decode, usable_key, verify_signature
from entries import parse_statement
from making import VRF, Signer, path_of
from matching import matching
from notes import ED25519, parse_verifier_key
from pool import Pool, parse_slots
from texts import parse_counts, parse_request
from trees import leads_to, leaf_hash, tagged, tree_root, u32
from values import parse_day
from verdicts import Malformed
from vrf import proof_to_hash, vrf_verify


class Published(unittest.TestCase):
    # RFC 9381 appendix B.3: public key, alpha, proof, beta
    TAI = (
        ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d97"
         "27d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805",
         "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff"
         "66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae"),
        ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465"
         "301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02",
         "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb"
         "5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031"),
        ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0"
         "e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e",
         "645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c45"
         "2118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f"),
    )

    def test_vrf(self):
        for row in self.TAI:
            key, alpha, proof, beta = map(bytes.fromhex, row)
            self.assertTrue(vrf_verify(key, alpha, proof))
            self.assertEqual(proof_to_hash(proof), beta)
            self.assertFalse(vrf_verify(key, alpha + b"x", proof))
            s = int.from_bytes(proof[48:], "little") + L
            self.assertFalse(vrf_verify(key, alpha, proof[:48] + s.to_bytes(32, "little")))

    def test_vrf_torsion(self):
        """gamma plus the point of order two, with an even c, satisfies the equations of RFC 9381 and gives the same
        beta. A verifier that computes (L - c) gamma in place of -(c gamma) would refuse it."""
        key = VRF["op"]
        proof = bytes.fromhex(
            "7c565d15413f5a4cbf86f76c1b3fbb89a1c76b92d2908d7239bfd9b92be1494c228cada9d6097bed"
            "25267917794753656a877da971dab902431e223fd013ad88cc46a95db6185c147bcf3472bf83c509")
        self.assertTrue(vrf_verify(key.public, bytes(32), proof))
        self.assertEqual(proof_to_hash(proof), proof_to_hash(key.prove(bytes(32))))

    def test_chacha20(self):
        """RFC 8439 section 2.3.2, alone and among other blocks."""
        key, nonce = bytes(range(32)), bytes.fromhex("000000090000004a00000000")
        block = bytes.fromhex("10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
                              "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e")
        self.assertEqual(b"".join(keystream_rows(key, nonce, 1, 1)), block)
        rows = keystream_rows(key, nonce, 0, 5)
        self.assertEqual(b"".join(row[16:32] for row in rows), block)
        ticket = tickets(key, 7, 4000)
        nonce = bytes(4) + (7).to_bytes(8, "little")
        for i in (0, 5, 1027, 3999):
            self.assertEqual(ticket(i), keystream_rows(key, nonce, i // 4, 1)[i % 4])

    def test_ed25519(self):
        """RFC 8032 section 7.1, test 2; then what strict verification refuses."""
        key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        signature = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        self.assertTrue(verify_signature(key, b"\x72", signature))
        self.assertFalse(verify_signature(key, b"\x73", signature))
        s = int.from_bytes(signature[32:], "little") + L
        self.assertFalse(verify_signature(key, b"\x72", signature[:32] + s.to_bytes(32, "little")))
        one = (1).to_bytes(32, "little")
        self.assertFalse(usable_key(one))
        self.assertFalse(usable_key((P + 3).to_bytes(32, "little")))
        self.assertIsNone(decode((1 | 1 << 255).to_bytes(32, "little")))
        # R of small order: s = k a gives R' = identity, whose encoding stands in the signature
        signer = Signer("x", 1)
        k = int.from_bytes(sha512(one + signer.public + b"m").digest(), "little") % L
        forged = one + (k * signer.scalar % L).to_bytes(32, "little")
        self.assertFalse(verify_signature(signer.public, b"m", forged))

    def test_ledger_example(self):
        """LEDGER.md section 13."""
        leaf = ("vrd1 entry\nhash e5d90c0cd8d57e1a8ac04984c19388d73c50db401e7cf087c00ca3f3267671f9\n\n"
                "\u2014 hengjian.example/430000 abEtE72LCPQvBcVxs6PWcg0DQ4mZdn9t4um1aUGi5LfJ3r4jzYBmyKqMvN2gPFynUzso"
                "vni8OFcH5PixcUXdwcGGhA0=\n").encode()
        root = tree_root([leaf, b"second leaf\n", b"third leaf\n"])
        self.assertEqual(root.hex(), "b4fa5c5c5f669ec8d26a338d00aebdcf2ce1f75d050e1edc86d8d4e63f311861")
        key = parse_verifier_key(
            "hengjian.example/430000+69b12d13+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU", ED25519)
        statement = parse_statement(leaf)
        self.assertTrue(key.signed(statement.body, statement.signatures[0]))

    def test_inclusion(self):
        leaves = [b"%d" % k for k in range(13)]
        for size in range(1, 14):
            root = tree_root(leaves[:size])
            for index in range(size):
                path = tuple(path_of(index, leaves[:size]))
                leaf = leaf_hash(leaves[index])
                self.assertTrue(leads_to(leaf, index, size, path, root))
                self.assertFalse(leads_to(leaf, index, size, path + (root,), root))
                self.assertFalse(path and leads_to(leaf, index, size, path[:-1], root))
                self.assertFalse(leads_to(leaf, index + size, size, path, root))

    def test_matching(self):
        """Against the plain search over seats and groups."""
        rng = random.Random(3)
        for _ in range(300):
            slots = rng.randrange(1, 5)
            demand = tuple(rng.randrange(4) for _ in range(slots))
            supply = tuple((kind, rng.randrange(1, 4)) for kind in rng.sample(range(1, 1 << slots),
                                                                              rng.randrange(1, 1 << slots)))
            groups = [kind for kind, count in supply for _ in range(count)]
            held = {}

            def place(slot, seen):
                for g, kind in enumerate(groups):
                    if kind >> slot & 1 and g not in seen:
                        seen.add(g)
                        if g not in held or place(held[g], seen):
                            held[g] = slot
                            return True
                return False
            plain = sum(place(slot, set()) for slot, count in enumerate(demand) for _ in range(count))
            self.assertEqual(matching(demand, supply), plain)


class Forms(unittest.TestCase):
    """Texts and openings that differ in one place from what may stand there."""

    def refuses(self, parser, *arguments):
        with self.assertRaises(Malformed, msg=arguments):
            parser(*arguments)

    def test_request(self):
        def request(*lines):
            return "".join(f"{line}\n" for line in (f"random {'1' * 64}", *lines, f"private {'2' * 64}")).encode()
        good = "project P", "slot-1 A1 3 430000", "note x", "slot-2 B 99 430100,430200 430300 430000", "lot 1"
        self.assertEqual([slot.tiers for slot in parse_request(request(*good)).slots], [1, 3])
        for k, line in ((0, "projekt P"), (4, "lot "), (2, "slot- x"), (2, "slot-01 A 1 430000"), (2, "lot 2"),
                        (1, "slot-3 A 1 430000"), (3, "slot-2 B 100 430000"), (3, "slot-2 b 1 430000"),
                        (3, "slot-2 B 1  430000"), (3, "slot-2 B 1" + " 430000" * 4), (3, "slot-2 B 1 430000,"),
                        (2, "note\u2003x"), (2, "note a\x00"), (2, "note a\r")):
            self.refuses(parse_request, request(*good[:k], line, *good[k + 1:]))
        self.refuses(parse_request, request(*reversed(good)))

    def test_counts(self):
        def counts(*lines):
            numbers = "pool 1", "eligible 1", "excluded 0", "unmatched 0"
            ends = f"random {'1' * 64}", f"bidder-counts {'2' * 64}"
            return "".join(f"{line}\n" for line in (ends[0], *numbers, *lines, ends[1])).encode()
        parse_counts(counts())
        parse_counts(counts("rule-a 0", f"rule-b {2 ** 64 - 1}"))
        for lines in (("rule- 1",), ("rule-b 1", "rule-a 1"), (f"rule-a {2 ** 64}",), ("rule-a 01",), ("other 1",)):
            self.refuses(parse_counts, counts(*lines))

    def test_days(self):
        self.assertEqual(parse_day("1970-01-02"), 1)
        self.assertLess(parse_day("0001-01-01"), parse_day("9999-12-31"))
        for day in ("0000-01-01", "2026-02-29", "2026-2-01", "10000-01-01", "2026-11-24 ", ""):
            self.refuses(parse_day, day)

    def test_percent(self):
        for text, value in (("", b""), ("-", b"-"), ("a%20%E7%8E%8B", b"a \xe7\x8e\x8b"), ("%3D%25", b"=%")):
            self.assertEqual(parse_percent(text), value)
        for text in ("%", "%2", "%e7", "%41", "%FF", "=", "a b", "%2G"):
            self.refuses(parse_percent, text)

    def test_opening(self):
        def opening(**values):
            return parse_opening({"r": 1, "pi-op": None, "pi-out": None, "pi-sup": None, "vacated": None,
                                  "barred": None} | values)
        self.assertTrue(opening().is_empty)
        self.assertEqual(len(opening(barred="/".join(map(str, range(4000)))).barred), 4000)
        self.assertEqual(opening(vacated=f"0:7/{2 ** 32 - 1}:0").vacated, [(0, 7), (2 ** 32 - 1, 0)])
        for values in ({"barred": "/".join(map(str, range(4001)))}, {"barred": str(2 ** 32)}, {"barred": "2/1"},
                       {"barred": "1/"}, {"vacated": f"{2 ** 32}:0"}, {"vacated": f"0:{2 ** 32}"},
                       {"vacated": "1:0/1:2"}, {"vacated": "1"}, {"pi-op": "0" * 159}, {"pi-op": "A" * 160}):
            self.refuses(lambda: opening(**values))


class Plain(unittest.TestCase):
    """drawing() against section 13 written down word by word, over small pools with groups, pairs, rounds and bars."""

    @staticmethod
    def ticket(key, b, i):
        rows = keystream_rows(key, bytes(4) + b.to_bytes(8, "little"), 0, i // 4 + 1)
        return int.from_bytes(b"".join(row[i // 4 * 16:i // 4 * 16 + 16] for row in rows)[i % 4 * 16:][:16], "big")

    def draw(self, pool, layout, state, key):
        def may_serve(label, seat):
            return any(pool.labels[i] == label and i not in state.picked and i not in state.barred
                       and pool.masks[i] & layout.whole[layout.slot_of_seat[seat]] for i in range(len(pool.masks)))

        def size(seats, without=None):
            taken = {pool.labels[i] for i in state.occupants if i is not None} | {without}
            holder = {}

            def place(seat, seen):
                for label in set(pool.labels) - taken - seen:
                    if may_serve(label, seat):
                        seen.add(label)
                        if label not in holder or place(holder[label], seen):
                            holder[label] = seat
                            return True
                return False
            return sum(place(seat, set()) for seat in seats)

        order = sorted(state.vacant(), key=lambda seat: (self.ticket(key, 2 ** 63, seat), seat))
        results = []
        for at, seat in enumerate(order):
            most, chosen = size(order[at:]), (None, None)
            for bit in layout.bits[layout.slot_of_seat[seat]]:
                passing = []
                for i, mask in enumerate(pool.masks):
                    sitting = [j for j in state.occupants if j is not None]
                    if (mask >> bit & 1 and i not in state.picked and i not in state.barred
                            and pool.labels[i] not in [pool.labels[j] for j in sitting]
                            and not any((min(i, j), max(i, j)) in pool.pairs for j in sitting)
                            and size(order[at + 1:], pool.labels[i]) >= most - 1):
                        passing.append((self.ticket(key, bit, i), i))
                if passing:
                    chosen = bit, min(passing)[1]
                    break
            if chosen[1] is not None:
                state.seat(seat, chosen[1])
            results.append((seat, *chosen))
        return results

    def test_drawing(self):
        rng = random.Random(2)
        empties = tiers = 0
        for trial in range(120):
            layout = parse_slots(rng.choice(("2:2/1:1", "1:3/2:2", "2:1/2:1/1:1", "3:2")))
            n = rng.randrange(4, 13)
            masks = [sum(rng.choice([0] + [1 << bit for bit in bits]) for bits in layout.bits) for _ in range(n)]
            labels = [rng.randrange(max(2, n * 2 // 3)) for _ in range(n)]
            pairs = sorted((i, j) for i in range(n) for j in range(i + 1, n)
                           if rng.random() < .1 and masks[i] and masks[j] and labels[i] != labels[j])
            pool = Pool([bytes(32)] * n, masks, labels, pairs)
            ours, plain = State(pool, layout), State(pool, layout)
            for r in range(4):
                key = tagged("test", u32(trial), u32(r))
                expected = self.draw(pool, layout, plain, key)
                self.assertEqual(drawing(ours, key), expected)
                empties += sum(i is None for _, _, i in expected)
                tiers += sum(bit not in (None, 0) for _, bit, _ in expected)
                self.assertEqual(+ours.free, +Counter(
                    ours.kind(label) for label in pool.members if label not in ours.taken))
                seated = [seat for seat, i in enumerate(ours.occupants) if i is not None]
                for seat in rng.sample(seated, min(len(seated), 2)):
                    ours.vacate(seat), plain.vacate(seat)
                free = [i for i in pool.eligible if i not in ours.picked and i not in ours.barred]
                for i in rng.sample(free, min(len(free), rng.randrange(2))):
                    ours.bar(i), plain.bar(i)
        self.assertTrue(empties > 50 and tiers > 50)


if __name__ == "__main__":
    unittest.main()
