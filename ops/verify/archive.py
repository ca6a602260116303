"""The archive, its members, and openings of people in an authority bundle (DRAW.md sections 7 and 18)."""

import re
from functools import lru_cache
from types import SimpleNamespace

from trees import tagged
from values import ascends, matched, parse_ascii, parse_utf8
from verdicts import need


@lru_cache(maxsize=4096)
def member_header(name, size):
    def header(checksum):
        return b"".join([
            name.ljust(100, b"\0"), b"0000644\0", b"0000000\0" * 2, b"%011o\0" % size, b"00000000000\0", checksum,
            b"0", bytes(100), b"ustar\0", b"00", bytes(64), b"0000000\0" * 2, bytes(167)])
    return header(b"%06o\0 " % sum(header(b" " * 8)))


def parse_archive(data):
    """Names and contents of all members, in order."""
    members, at = [], 0
    while data[at:at + 1] not in (b"\0", b""):
        name, octal = data[at:at + 100].rstrip(b"\0"), data[at + 124:at + 135]
        size = int(matched(rb"[0-7]{11}", octal)[0], 8)
        need(len(name) < 100 and data[at:at + 512] == member_header(name, size))
        at += 512
        content, padding = data[at:at + size], -size % 512
        at += size
        need(len(content) == size and data[at:at + padding] == bytes(padding))
        at += padding
        members.append((name, content))
    need(data[at:] == bytes(1024))
    return members


def parse_bundle(data):
    members = parse_archive(data)
    members.reverse()

    def take(name):
        return members.pop()[1] if members and members[-1][0] == name else None

    def take_folder(name):
        contents = []
        while (content := take(b"%s/%04d" % (name, len(contents)))) is not None:
            contents.append(content)
        return contents

    bundle = SimpleNamespace(entries=take_folder(b"entries"), proofs=take_folder(b"proofs"), pool=take(b"pool.bin"),
                             pack=take(b"pack.txt"), request=take(b"request.txt"), counts=take(b"counts.txt"))
    need(1 <= len(bundle.entries) == len(bundle.proofs) <= 9999)
    need(bundle.pack is not None and bundle.request is not None)
    # The further members of an authority bundle, of which any may be missing.
    bundle.request_private, bundle.bidder_counts = take(b"request-private.txt"), take(b"bidder-counts.txt")
    bundle.openings = {}
    for name, content in reversed(members):
        bundle.openings[int(matched(rb"openings/([0-9]{8})", name)[1])] = content
    need(len(bundle.openings) == len(members) and ascends(list(bundle.openings)))
    return bundle


FIELDS = ("index", "number", "name", "phones", "unit", "specialties", "area", "decision")


def parse_person(content):
    """The eid to which an opening leads."""
    lines = parse_ascii(content).split("\n")
    need(len(lines) == 9 and lines[8] == "")
    fields = []
    for j, line in enumerate(lines[:8]):
        match = matched(rf"{j + 1} (?:hash ([0-9a-f]{{64}})|open ([0-9a-f]{{64}}) =(\S*))", line)
        fields.append(bytes.fromhex(match[1]) if match[1] else
                      tagged("vrd1/field", bytes.fromhex(match[2]), FIELDS[j].encode(), parse_percent(match[3])))
    return tagged("vrd1/eid", *fields)


def parse_percent(text):
    """A value, which may be empty; a byte that stands for itself is never written as a hexadecimal number."""
    matched(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*", text)
    value = re.sub(rb"%(..)", lambda match: bytes.fromhex(match[1].decode()), text.encode())
    parse_utf8(value)
    written = re.sub(rb"[^A-Za-z0-9._~-]", lambda match: b"%%%02X" % ord(match[0]), value)
    need(written == text.encode())
    return value
