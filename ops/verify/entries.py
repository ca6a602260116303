"""Statements and their inclusion proofs (DRAW.md sections 5 and 17)."""

from collections import namedtuple
from functools import lru_cache

from notes import parse_note
from trees import leaf_hash
from values import matched, optional, parse_ascii, parse_base64, parse_decimal, parse_hash, parse_token
from verdicts import need

STATEMENTS = {
    "anchor": "number D, previous H?, hash H",
    "pack": "id T, hash H, from T",
    "registry": "day T, size D, root H, units H",
    "approval": "draw H, cause T, document H",
    "draw-open": "draw H, authority T, request H, attempt D, registry D, pack H, parent H?, approval D?",
    "draw-commit": "draw H, pool H, slots T, counts H, vrf T",
    "pool-checked": "draw H, commit H",
    "numbers": "draw H, r D, list T",
    "reveal": "draw H, r D, role T, nonce T, digits T",
    "sealed": "draw H, hash H",
    "round": "draw H, r D, blind H, cause T",
    "unseal": "draw H, r D, pi-op T?, pi-out T?, pi-sup T?, round-salt H?, vacated T?, barred T?, classes T?",
    "cancel": "draw H, cause T, document H?",
    "entry": "hash H",
    "note": "kind T, hash H",
}
CONTEXT = ("anchor", "pack", "registry", "approval")
PARSERS = {"D": parse_decimal, "H": parse_hash, "T": parse_token}


class Statement(namedtuple("Statement", "type fields body signatures leaf")):
    def __getitem__(self, name):
        return self.fields[name]


@lru_cache(maxsize=4096)
def parse_statement(leaf):
    need(len(leaf) <= 65535)
    body, signatures = parse_note(leaf)
    lines = parse_ascii(body).split("\n")
    type_ = lines[0].removeprefix("vrd1 ")
    need(lines[0].startswith("vrd1 ") and type_ in STATEMENTS)
    keys = [key.split(" ") for key in STATEMENTS[type_].split(", ")]
    need(len(lines) == len(keys) + 2)
    fields = {}
    for (name, kind), line in zip(keys, lines[1:]):
        key, _, value = line.partition(" ")
        need(key == name)
        parser = PARSERS[kind[0]]
        fields[name] = optional(parser, value) if kind.endswith("?") else parser(value)
    return Statement(type_, fields, body, signatures, leaf_hash(leaf))


Proof = namedtuple("Proof", "index path text origin size root signatures")     # text: of the checkpoint


@lru_cache(maxsize=4096)
def parse_proof(data):
    head, gap, checkpoint = data.partition(b"\n\n")
    lines = head.split(b"\n")
    need(gap and len(lines) >= 2 and lines[0] == b"c2sp.org/tlog-proof@v1" and lines[1].startswith(b"index "))
    path = tuple(parse_base64(line) for line in lines[2:])
    text, signatures = parse_note(checkpoint)
    three = text.split(b"\n")
    need(len(three) == 4)
    origin, root = matched(r"[!-*,-~]+", parse_ascii(three[0]))[0], parse_base64(three[2])
    need(len(path) <= 64 and all(len(each) == 32 for each in (*path, root)))
    return Proof(parse_decimal(parse_ascii(lines[1][6:])), path, text, origin, parse_decimal(parse_ascii(three[1])),
                 root, signatures)
