#!/usr/bin/python3
"""Checks an exported ledger with no code of Hearthgate: Python 3 and python3-cryptography 38.0.

    hearthgate ledger export > ledger.jsonl
    python3 verify_ledger.py 'hearthgate/ledger/…+…+…' saved.txt < ledger.jsonl

The key and any number of checkpoints are those that were kept outside the home. Says what is wrong on stderr, and the
exit status is then 1. docs/ledger.md says what the bytes are.
"""
import base64
import hashlib
import json
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("cryptography is missing: apt-get install python3-cryptography")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(seq, commitment):
    data = (8).to_bytes(4, "big") + seq.to_bytes(8, "big") + (32).to_bytes(4, "big") + commitment
    return sha256(b"\x00", data)


def root(hashes):
    """RFC 6962 section 2.1, level by level: a hash without a sibling goes up as it is."""
    if not hashes:
        return sha256()
    while len(hashes) > 1:
        pairs = [sha256(b"\x01", *hashes[i : i + 2]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(pairs) * 2 :]
    return hashes[0]


def open_checkpoint(note, vkey):
    """Size and root of a C2SP checkpoint that the key signed."""
    name, key_id, public = vkey.split("+", 2)
    public = base64.b64decode(public, validate=True)
    if public[:1] != b"\x01" or sha256(name.encode() + b"\n", public)[:4].hex() != key_id:
        raise ValueError("the key is damaged")
    text, signatures = note.rsplit("\n\n", 1)
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        if (dash, signer, signature[:4].hex()) == ("\u2014", name, key_id):
            Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], (text + "\n").encode())
            origin, size, digest = text.split("\n")
            if origin != name:
                raise ValueError("it is of another ledger")
            return int(size), base64.b64decode(digest, validate=True)
    raise ValueError("the key did not sign it")


def problems(head, entries, vkey, notes):
    erased, missing = set(), set()
    for expected, entry in enumerate(entries):
        if entry["seq"] != expected:
            yield f"entry {expected} is missing"
            return
        if "payload" not in entry:
            missing.add(expected)
            continue
        payload, salt = entry["payload"].encode(), bytes.fromhex(entry["salt"])
        if len(salt) != 16 or sha256(salt, payload).hex() != entry["commitment"]:
            yield f"entry {expected} was changed"
        elif (said := json.loads(payload))["type"] == "payloads.erased":
            for first, last in said["ranges"]:
                erased.update(range(first, min(last, expected - 1) + 1))
    for seq in sorted(missing ^ erased):
        yield f"entry {seq} is gone and not said to be erased" if seq in missing else f"entry {seq} came back"
    leaves = [leaf_hash(entry["seq"], bytes.fromhex(entry["commitment"])) for entry in entries]
    for name, note in [("its own checkpoint", head["checkpoint"]), *notes]:
        try:
            size, digest = open_checkpoint(note, vkey)
        except (ValueError, InvalidSignature) as error:
            yield f"{name} proves nothing: {error or 'its signature does not fit'}"
            continue
        if size > len(leaves):
            yield f"it was cut short: {name} counts {size} entries, and {len(leaves)} are here"
        elif root(leaves[:size]) != digest:
            yield f"it was rewritten: entries 0 to {size - 1} are not those {name} was signed over"
        elif note == head["checkpoint"] and size < len(leaves):
            yield f"what follows from entry {size} on is under no checkpoint"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    lines = [json.loads(line) for line in sys.stdin]
    if not lines:
        sys.exit("there is nothing to check: give the export on the standard input")
    head, *entries = lines
    notes = [(file, open(file, encoding="utf-8").read()) for file in sys.argv[2:]]
    found = list(problems(head, entries, sys.argv[1], notes))
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        sys.exit(1)
    print(f"the ledger holds: {len(entries)} entries")


main()
