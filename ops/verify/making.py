"""What signers, holders of VRF keys and the parties of a draw do, for the tests."""

import base64
import random
from hashlib import sha256, sha512

from anchor import SIGNERS
from archive import FIELDS, member_header
from drawing import State, drawing
from ed25519 import BASE, IDENTITY, L, combine, encode
from entries import STATEMENTS
from notes import COSIGNATURE, ED25519
from pool import Layout, PAIR, RECORD, parse_pool, pool_hash
from texts import PACK_FORM
from trees import tagged, tree_root, u32
from verify import verify_bytes
from vrf import hash_to_curve, proof_to_hash


def times(scalar, point):
    return combine(scalar % (8 * L), point, 0, IDENTITY)


class Signer:
    def __init__(self, name, seed, algorithm=ED25519):
        digest = sha512(seed.to_bytes(32, "big")).digest()
        self.name, self.prefix = name, digest[32:]
        self.scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.public = encode(times(self.scalar % L, BASE))
        self.blob = bytes([algorithm]) + self.public
        self.key_id = sha256(name.encode() + b"\n" + self.blob).digest()[:4]
        self.verifier_key = f"{name}+{self.key_id.hex()}+{base64.b64encode(self.blob).decode()}"

    def raw(self, message):
        r = int.from_bytes(sha512(self.prefix + message).digest(), "little") % L
        commitment = encode(times(r, BASE))
        k = int.from_bytes(sha512(commitment + self.public + message).digest(), "little") % L
        return commitment + ((r + k * self.scalar) % L).to_bytes(32, "little")

    def line(self, payload):
        return f"\u2014 {self.name} ".encode() + base64.b64encode(self.key_id + payload) + b"\n"

    def sign(self, text):
        return self.line(self.raw(text))

    def cosign(self, text, time):
        return self.line(time.to_bytes(8, "big") + self.raw(b"cosignature/v1\ntime %d\n" % time + text))

    def prove(self, alpha):
        point = hash_to_curve(self.public, alpha)
        gamma = encode(times(self.scalar, point))
        k = int.from_bytes(sha512(self.prefix + encode(point)).digest(), "little") % L
        parts = [self.public, encode(point), gamma, encode(times(k, BASE)),
                 encode(times(k, point))]
        c = sha512(b"\x03\x02" + b"".join(parts) + b"\0").digest()[:16]
        return gamma + c + ((k + int.from_bytes(c, "little") * self.scalar) % L).to_bytes(32, "little")


KEYS = {name: Signer(f"{name}.test", 10 + k) for k, name in enumerate((*SIGNERS, "log"))}
COSIGNERS = [Signer(f"cosigner-{k}", 30 + k, COSIGNATURE) for k in range(3)]
VRF = {name: Signer(name, 40 + k) for k, name in enumerate(("op", "out", "sup"))}


def anchor_text(number=1, previous=None, first=0, out="none", supervising=KEYS["supervising"]):
    keys = KEYS | {"supervising": supervising}
    lines = ["vrd1-anchor", f"number {number}", f"previous {previous.hex() if previous else 'none'}",
             "authority test/430000", f"first {first}", "mode separate", "policy 2",
             f"vrf-op {VRF['op'].public.hex()}", f"vrf-out {out}", f"vrf-sup {VRF['sup'].public.hex()}"]
    lines += [f"{name} {key.verifier_key}" for name, key in keys.items()]
    lines += [f"cosigner {key.verifier_key}" for key in COSIGNERS]
    return "".join(line + "\n" for line in lines).encode()


ANCHOR = anchor_text()
CHAIN = (ANCHOR + b"\n" + KEYS["supervising"].sign(ANCHOR)).decode()
PACK = dict(zip(PACK_FORM, (
    "test/1", "2026-11-24", "00" * 32, "2", "1/1", "20", "10", "5000", "1/1", "3", "60", "20", "900", "24",
    "law/force", "illness/absence")))
START = 1795400000 // 86400 * 86400 + 3600            # 2026-11-23, UTC+8; the draw opens three days later


def lines_of(values):
    return "".join(f"{key} {value}\n" for key, value in values.items()).encode()


def path_of(index, leaves):
    if len(leaves) < 2:
        return []
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if index < k:
        return path_of(index, leaves[:k]) + [tree_root(leaves[k:])]
    return path_of(index - k, leaves[k:]) + [tree_root(leaves[:k])]


class Draw:
    """Makes a bundle step by step, as the parties would; a test leaves steps out or changes them."""

    def __init__(self, quotas="2:2/1:1", attempt=1, parent=None, lot="1", people=40, context=True,
                 pack=PACK, named=None):
        self.leaves, self.entries, self.proofs, self.time = [], [], [], START
        rng = random.Random(7)
        self.request = {"random": "11" * 32, "project": "P-1", "lot": lot}
        self.slots = [tuple(map(int, part.split(":"))) for part in quotas.split("/")]
        for k, (quota, tiers) in enumerate(self.slots):
            self.request[f"slot-{k + 1}"] = f"S{k} {quota}" + " 430000" * tiers
        self.private = b"random " + b"22" * 32 + b"\nwho nobody\n"
        self.request["private"] = tagged("vrd1/request-private", self.private).hex()
        self.layout = Layout(self.slots)
        self.salts = sorted((self.eid(x), x) for x in range(people))
        records = b"".join(RECORD.pack(eid, rng.choice([0] + [1 << b for b in range(self.layout.bits[-1].stop)] * 3),
                                              label) for label, (eid, _) in enumerate(self.salts))
        self.pool = b"VRPOOL1\0" + PAIR.pack(people, 0) + records
        self.bidders = b"random " + b"33" * 32 + b"\nb1 3\n"
        eligible = len(parse_pool(self.pool).eligible)
        self.counts = {"random": "44" * 32, "pool": people, "eligible": eligible, "excluded": people - eligible,
                       "unmatched": 0, "rule-a": 1, "rule-b": 0,
                       "bidder-counts": tagged("vrd1/bidder-counts", self.bidders).hex()}
        self.attempt, self.parent, self.has_commit = attempt, parent, False
        self.pack, self.named = pack, named            # named: the index of an approval, if not that of the right one
        self.rounds, self.r = [], 0
        self.request_hash = tagged("vrd1/request", lines_of(self.request))
        self.id = tagged("vrd1/draw-id", b"test/430000", self.request_hash, u32(attempt))
        if context:
            self.context()

    @staticmethod
    def fields(x):
        return [tagged("vrd1/field", tagged("vrd1/salt", b"k", u32(x), bytes([j + 1])), name.encode(), b"v %d" % x)
                for j, name in enumerate(FIELDS)]

    def eid(self, x):
        return tagged("vrd1/eid", *self.fields(x))

    def add(self, type_, signers, **fields):
        kinds = [part.split(" ")[0] for part in STATEMENTS[type_].split(", ")]
        fields.setdefault("draw", getattr(self, "id", b""))

        def text(value):
            return "none" if value is None else value.hex() if isinstance(value, bytes) else str(value)
        body = lines_of({kind: text(fields[kind.replace("-", "_")]) for kind in kinds})
        body = f"vrd1 {type_}\n".encode() + body
        leaf = body + b"\n" + b"".join(KEYS[name].sign(body) for name in signers)
        self.leaves += [b"filler %d" % len(self.leaves), leaf]
        self.time += 7
        index = len(self.leaves) - 1
        root = base64.b64encode(tree_root(self.leaves))
        checkpoint = b"%s\n%d\n%s\n" % (KEYS["log"].name.encode(), index + 1, root)
        lines = [b"c2sp.org/tlog-proof@v1", b"index %d" % index, *map(base64.b64encode, path_of(index, self.leaves))]
        self.entries.append(leaf)
        self.proofs.append(b"\n".join(lines) + b"\n\n" + checkpoint + b"\n" + KEYS["log"].sign(checkpoint)
                           + b"".join(key.cosign(checkpoint, self.time) for key in COSIGNERS[:2]))
        return body, index

    def context(self, signer="supervising"):
        self.add("anchor", [signer], number=1, previous=None, hash=tagged("vrd1/anchor", ANCHOR))
        self.pack_hash = tagged("vrd1/pack", lines_of(self.pack))
        self.add("pack", ["supervising"], id=PACK["id"], hash=self.pack_hash, **{"from": PACK["from"]})
        registry = self.add("registry", ["centre"], day="2026-11-23", size=len(self.salts), root=bytes(32),
                            units=bytes(32))[1]
        approval = None
        if self.attempt > 1 or self.parent:
            approval = self.add("approval", ["province"], cause="supplementary" if self.parent else "attempt",
                                document=bytes(32))[1]
        self.time += int(PACK["registry-age"]) * 86400
        self.add("draw-open", ["centre"], authority="test/430000", request=self.request_hash, attempt=self.attempt,
                 registry=registry, pack=self.pack_hash, parent=self.parent, approval=self.named or approval)

    def commit(self):
        self.has_commit = True
        body, _ = self.add("draw-commit", ["centre"], pool=pool_hash(self.pool),
                           slots="/".join(f"{quota}:{tiers}" for quota, tiers in self.slots),
                           counts=tagged("vrd1/counts", lines_of(self.counts)),
                           vrf="/".join(sha256(VRF[name].public).hexdigest() for name in ("op", "sup")))
        self.C = tagged("vrd1/commit", body)
        self.add("pool-checked", ["witness"], commit=self.C)
        return self

    def contribute(self, r=0, blind=b"", lists=2, reveals=3, signer="centre"):
        roles, joined, listed = ("centre-1", "holder-12", "guest-2"), b"", []
        for role in roles:
            listed.append(f"{role}:" + tagged("vrd1/number", self.C, u32(r), blind, role.encode(), b"nonce",
                                              b"123456").hex())
        for k in range(lists):
            self.add("numbers", ["centre"], r=r, list="/".join(listed[:2 + k]))
        for role in roles[:reveals]:
            self.add("reveal", [signer], r=r, role=role, nonce=b"nonce".hex(), digits="123456")
            joined += bytes([len(role)]) + role.encode() + b"\x06123456"
        return tagged("vrd1/reveals", joined)

    def begin(self, signers=("witness",), wait=0, **how):
        V = self.contribute(**how)
        self.alpha = tagged("vrd1/alpha", self.C, V)
        self.proof0 = [VRF[name].prove(self.alpha) for name in ("op", "sup")]
        betas = b"".join(map(proof_to_hash, self.proof0))
        self.time += wait
        self.sealed = tagged("vrd1/sealed", betas)
        if signers:
            self.add("sealed", signers, hash=self.sealed)
        self.key = tagged("vrd1/seed", self.alpha, betas)
        self.state = State(parse_pool(self.pool), self.layout)
        drawing(self.state, self.key)
        return self

    def round(self, seats=(), barred=(), cause=None, later=False, lists=2, reveals=3, proofs=True, signers=None,
              asked=False, opened=True):
        self.r += 1
        state, r, salt = self.state, self.r, bytes([self.r]) * 32
        vacated = [(seat, state.occupants[seat]) for seat in seats]
        v, x = b"".join(u32(seat) + u32(i) for seat, i in vacated), b"".join(map(u32, barred))
        facts = tagged("vrd1/vacated", u32(r), v, x)
        classes = bytes([3]) * len(vacated)
        is_empty = not vacated and not barred
        cause = cause or ("end" if is_empty else "illness" if later else "vacancy")
        blind = tagged("vrd1/blind", salt, facts, classes)
        signers = signers or (["centre", "supervising"] if later else ["centre"])
        self.add("round", signers, r=r, blind=blind, cause=cause)
        V = self.contribute(r, blind, lists, reveals) if later and (asked or not is_empty) else b""
        pi = [None, None]
        for seat, _ in vacated:
            state.vacate(seat)
        for i in barred:
            if i not in state.barred:
                state.bar(i)
        if not is_empty and proofs:
            alpha = tagged("vrd1/alpha-round", self.alpha, u32(r), facts, V)
            pi = [VRF[name].prove(alpha) for name in ("op", "sup")]
            self.key = tagged("vrd1/round", self.key, u32(r), facts, b"".join(map(proof_to_hash, pi)))
            drawing(state, self.key)
        elif not is_empty:
            state.dead_seats.update(seats)
        unseal = dict(r=r, pi_op=pi[0], pi_out=None, pi_sup=pi[1], round_salt=salt,
                      vacated="/".join(f"{seat}:{i}" for seat, i in vacated) or None,
                      barred="/".join(map(str, barred)) or None, classes=classes or None)
        if later and opened:
            is_broken = not is_empty and not proofs
            self.add("unseal", ["centre", "supervising"] if is_broken else ["centre"], **unseal)
        elif not later:
            self.rounds.append(unseal)
        return self

    def unseal(self):
        self.add("unseal", ["centre"], r=0, pi_op=self.proof0[0], pi_out=None, pi_sup=self.proof0[1], round_salt=None,
                 vacated=None, barred=None, classes=None)
        for each in self.rounds:
            self.add("unseal", ["centre"], **each)
        return self

    def cancel(self, cause, signers, document=bytes(32)):
        self.add("cancel", signers, cause=cause, document=document)
        return self

    def never_picked(self):
        return [i for i in self.state.pool.eligible if i not in self.state.picked]

    def bundle(self, further=()):
        members = [(b"entries/%04d" % k, leaf) for k, leaf in enumerate(self.entries)]
        members += [(b"proofs/%04d" % k, proof) for k, proof in enumerate(self.proofs)]
        members += [(b"pool.bin", self.pool)] if self.has_commit else []
        members += [(b"pack.txt", lines_of(self.pack)), (b"request.txt", lines_of(self.request))]
        members += [(b"counts.txt", lines_of(self.counts))] if self.has_commit else []
        return archive_of([*members, *further])

    def verdict(self, chain=CHAIN, **more):
        return verify_bytes(self.bundle(), chain, **more)[0]


def archive_of(members):
    return b"".join(member_header(name, len(content)) + content + bytes(-len(content) % 512)
                    for name, content in members) + bytes(1024)
