"""Signed notes, signatures, cosignatures and verifier keys (LEDGER.md sections 4 and 7)."""

import unicodedata
from collections import namedtuple
from hashlib import sha256

from ed25519 import usable_key, verify_signature
from values import matched, parse_base64, parse_utf8
from verdicts import need

ED25519, COSIGNATURE = 1, 4
DASH = "\u2014 ".encode()

Signature = namedtuple("Signature", "name key_id payload")


class Key(namedtuple("Key", "name key_id public")):
    def is_of(self, signature):
        return (self.name, self.key_id) == (signature.name, signature.key_id)

    def signed(self, text, signature):
        """Whether this is a line by this key, and right."""
        return (self.is_of(signature) and len(signature.payload) == 64
                and verify_signature(self.public, text, signature.payload))

    def cosigned(self, text, signature):
        """The same of a cosignature: eight bytes of time come before the signature and are signed with it."""
        message = b"cosignature/v1\ntime %d\n" % cosignature_time(signature) + text
        return (self.is_of(signature) and len(signature.payload) == 72
                and verify_signature(self.public, message, signature.payload[8:]))


def cosignature_time(signature):
    return int.from_bytes(signature.payload[:8], "big")


def parse_name(data):
    name = parse_utf8(data)
    need(name and "+" not in name)
    need(not any(char.isspace() or unicodedata.category(char) == "Cc" for char in name))
    return name


def parse_signatures(lines):
    """The lines below the empty line, with the last LF."""
    need(lines.endswith(b"\n"))
    signatures = []
    for line in lines[:-1].split(b"\n"):
        need(line.startswith(DASH))
        name, _, text = line[len(DASH):].partition(b" ")
        blob = parse_base64(text)
        need(len(blob) > 4)
        signatures.append(Signature(parse_name(name), blob[:4], blob[4:]))
    need(len({(each.name, each.key_id) for each in signatures}) == len(signatures) <= 64)
    return signatures


def parse_note(data):
    """Text with its last LF, and signatures. No text of the protocol has an empty line inside."""
    text, gap, lines = data.partition(b"\n\n")
    need(gap)
    return text + b"\n", parse_signatures(lines)


def parse_verifier_key(text, algorithm):
    name, key_id, blob = matched(r"([!-*,-~]+)\+([0-9a-f]{8})\+(.*)", text).groups()
    blob = parse_base64(blob.encode())
    need(len(blob) == 33 and blob[0] == algorithm and usable_key(blob[1:]))
    need(bytes.fromhex(key_id) == sha256(name.encode() + b"\n" + blob).digest()[:4])
    return Key(name, bytes.fromhex(key_id), blob[1:])
