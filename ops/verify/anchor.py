"""Anchors and their chain (DRAW.md section 4)."""

from functools import lru_cache
from types import SimpleNamespace

from ed25519 import usable_key
from notes import COSIGNATURE, ED25519, parse_signatures, parse_verifier_key
from trees import tagged
from values import optional, parse_ascii, parse_decimal, parse_hash, parse_token
from verdicts import Malformed, need

SIGNERS = ("centre", "supervising", "witness", "province", "notary")
ANCHOR_LINES = ["number", "previous", "authority", "first", "mode", "policy", "vrf-op", "vrf-out", "vrf-sup",
                *SIGNERS, "log"]


def parse_vrf_key(text):
    key = parse_hash(text)
    need(usable_key(key))
    return key


def parse_anchor(text):
    """`vrf` and `signers` hold the keys that are not none, in the order of the lines."""
    lines = parse_ascii(text).split("\n")
    need(lines[0] == "vrd1-anchor" and lines[-1] == "")
    pairs = [line.partition(" ")[::2] for line in lines[1:-1]]
    fixed = len(ANCHOR_LINES)
    need([name for name, _ in pairs[:fixed]] == ANCHOR_LINES)
    need(1 <= len(pairs[fixed:]) <= 16 and all(name == "cosigner" for name, _ in pairs[fixed:]))
    value = dict(pairs[:fixed])
    may_lack = {"vrf-out", "province", "notary"}
    need(value["mode"] in ("one-party", "separate"))
    cosigners = [parse_verifier_key(key, COSIGNATURE) for _, key in pairs[fixed:]]
    anchor = SimpleNamespace(
        number=parse_decimal(value["number"], 1), previous=optional(parse_hash, value["previous"]),
        hash=tagged("vrd1/anchor", text), authority=parse_token(value["authority"]),
        first=parse_decimal(value["first"]), mode=value["mode"],
        policy=parse_decimal(value["policy"], 1, len(cosigners)), cosigners=cosigners,
        vrf={name: parse_vrf_key(value["vrf-" + name]) for name in ("op", "out", "sup")
             if not ("vrf-" + name in may_lack and value["vrf-" + name] == "none")},
        signers={name: parse_verifier_key(value[name], ED25519) for name in SIGNERS
                 if not (name in may_lack and value[name] == "none")},
        log=parse_verifier_key(value["log"], ED25519))
    keys = [key.public for key in (*anchor.signers.values(), anchor.log, *cosigners)] + list(anchor.vrf.values())
    need(len(set(keys)) == len(keys))
    return anchor


def are_cosignatures(anchor, text, signatures):
    """At least `policy` of the cosigners, in the order of the anchor, all of them right, and nobody else."""
    remaining = iter(anchor.cosigners)
    return len(signatures) >= anchor.policy and all(
        any(key.cosigned(text, signature) for key in remaining) for signature in signatures)


@lru_cache(maxsize=16)
def parse_chain(chain):
    """Texts and their signature lines take turns between empty lines."""
    try:
        pieces = chain.encode("utf-8", "surrogateescape").split(b"\n\n")
    except UnicodeEncodeError:
        raise Malformed from None
    need(len(pieces) % 2 == 0)
    anchors = []
    for k in range(0, len(pieces), 2):
        text, is_last = pieces[k] + b"\n", k + 2 == len(pieces)
        signatures = parse_signatures(pieces[k + 1] + (b"" if is_last else b"\n"))
        anchor = parse_anchor(text)
        before = anchors[-1] if anchors else SimpleNamespace(number=0, hash=None, first=-1, log=anchor.log,
                                                             signers=anchor.signers)
        need((anchor.number, anchor.previous) == (before.number + 1, before.hash))
        need(anchor.first > before.first and anchor.log.name == before.log.name)
        need(before.signers["supervising"].signed(text, signatures[0]))
        need(are_cosignatures(before, text, signatures[1:]) if anchors else
             anchor.first == 0 and len(signatures) == 1)
        anchors.append(anchor)
    return anchors


def in_force(anchors, index):
    return [anchor for anchor in anchors if anchor.first <= index][-1]
