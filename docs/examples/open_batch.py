#!/usr/bin/python3
"""Opens what homes send to one recipient, with no code of Hearthgate: Python 3 and python3-jwcrypto 1.1.0.

    python3 open_batch.py encryption-key.json acme-heating < sealed.txt
    python3 open_batch.py encryption-key.json older-key.json acme-heating < sealed.txt

Reads one compact JWE a line, a home's hello before its batches, and prints each record as a line of JSON. What the
household says (its notices, which come in parts inside batches) is named on stderr once it is whole. What is refused or not taken is named on stderr; the exit status is 1 when something was refused. Keys and counters live as long
as the process: a service keeps them in its database, together with the records, and acknowledges after that.
"""
import base64
import json
import sys
import time

try:
    from jwcrypto import jwe, jwk, jws
    from jwcrypto.common import JWException
except ImportError:
    sys.exit("jwcrypto is missing: apt-get install python3-jwcrypto")

MAX_AGE = 30 * 86400  # your longest stated retention, in seconds
MOST_PARTS = 1000
JWE_HEADER = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "hearthgate+jwe", "cty": "JWS"}


def expect(what, value, must):
    if value != must:
        raise ValueError(f"{what} is {json.dumps(value)}, must be {json.dumps(must)}")


def header(compact, known):
    try:
        part = compact.split(".")[0]
        found = dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))
    except (TypeError, ValueError):
        raise ValueError("this is no JWE compact around a JWS compact")
    if set(found) - known:
        raise ValueError(f"header member {min(set(found) - known)} is not allowed")
    return found


class NotTaken(Exception):
    """Genuine, but nothing to take from it: a service acknowledges it, or it comes again."""


class Recipient:
    def __init__(self, keys, aud):
        self.keys, self.aud = {key.thumbprint(): key for key in keys}, aud
        self.homes = {}  # kid of a home's signing key -> (home, key); a home's name stands in it once
        self.highest = {}  # (home, stream, epoch) -> highest seq taken
        self.taken = set()  # (home, jti); a service may forget them after 7 days
        self.parts = {}  # (home, jti of a notice) -> {part: text}, None once it is whole; a service may forget them after 30 days

    def open(self, sealed):
        """The verified records of a batch, and the notices that it made whole; none of a hello. Raises ValueError where it is to be refused, or NotTaken."""
        outer = header(sealed, {*JWE_HEADER, "kid", "epk", "apu", "apv"})
        for name, must in JWE_HEADER.items():
            expect(f"JWE {name}", outer.get(name), must)
        kid = outer.get("kid")
        if kid not in self.keys:
            raise ValueError(f"JWE kid is {kid}, none of your keys")
        parts = sealed.split(".")
        if len(parts) != 5 or parts[1] != "":  # RFC 7516 section 5.2, step 10; jwcrypto leaves it unchecked
            raise ValueError("this is no JWE compact around a JWS compact")
        try:
            envelope = jwe.JWE(algs=["ECDH-ES", "A256GCM"])
            envelope.deserialize(sealed, self.keys[kid])
        except (JWException, ValueError):
            raise ValueError("does not decrypt: it was changed on the way, or sealed for another key")
        compact = envelope.payload.decode("ascii", "replace")

        inner = header(compact, {"alg", "kid", "typ", "jwk"})
        expect("JWS alg", inner.get("alg"), "ES256")
        is_batch = inner.get("typ") == "hearthgate-batch+jws"
        if not is_batch:
            expect("JWS typ", inner.get("typ"), "hearthgate-notice+jws")
        elif "jwk" in inner:
            raise ValueError("header member jwk is not allowed")
        home, key = self.homes.get(inner.get("kid"), (None, None))
        if key is None:
            if "jwk" not in inner:
                raise ValueError("signed by a home that has not said hello; hello comes first")
            key = jwk.JWK(**inner["jwk"])
            if key.has_private:
                raise ValueError("the key of a hello is no public P-256 key")
            expect("JWS kid", inner.get("kid"), key.thumbprint())
        try:
            signed = jws.JWS()
            signed.allowed_algs = ["ES256"]
            signed.deserialize(compact, key)
        except (JWException, ValueError):
            raise ValueError("the signature does not fit")

        body = dict(json.loads(signed.payload.decode("utf-8")))
        for name, must in (("v", 1), ("aud", self.aud), ("enc_kid", kid), ("iss", home or body.get("iss"))):
            expect(name, body.get(name), must)
        age = time.time() - body["iat"]
        if age < -600:
            raise ValueError("iat is in the future: compare the clocks")
        if age > MAX_AGE:
            raise NotTaken(f"older than what you may keep: {body['jti']}")
        if (body["iss"], body["jti"]) in self.taken:
            raise NotTaken(f"replay of {body['jti']}: taken before, nothing taken now")
        if home is None:
            expect("the type of a home's first message", body.get("type"), "hello")
            if any(name == body["iss"] for name, _ in self.homes.values()):
                raise ValueError("a hello with another key than the one pinned for this home")
            self.homes[inner["kid"]] = (body["iss"], key)
        elif not is_batch:
            expect("the type of a message by itself", body.get("type"), "hello")
        records, notices = [], []
        if is_batch:
            notices, parts = self.put_together(body)
            where = {"home": body["iss"], "stream": body["stream"], "purpose": body["purpose"], "epoch": body["epoch"]}
            records = [{**where, **record} for record in body["records"]]
            stream = (body["iss"], body["stream"], body["epoch"])
            if body["seq"] == self.highest.get(stream):
                raise ValueError(f"seq {body['seq']} was used for another batch")
            self.highest[stream] = max(body["seq"], self.highest.get(stream, body["seq"]))
            self.parts = parts
        self.taken.add((body["iss"], body["jti"]))
        return records, notices

    def put_together(self, batch):
        """Notices that are whole with this batch, and the parts there are then. What comes again is known."""
        notices, parts = [], dict(self.parts)
        for piece in batch.get("notices", []):
            name, part, of = (batch["iss"], piece["jti"]), piece["part"], piece["of"]
            if not (isinstance(part, int) and isinstance(of, int) and 1 <= part <= of <= MOST_PARTS):
                raise ValueError("a part of a notice is malformed")
            if parts.get(name, {}) is None:
                continue
            parts[name] = {**parts.get(name, {}), part: piece["text"]}
            if len(parts[name]) < of:
                continue
            notices.append(dict(json.loads("".join(parts[name][i + 1] for i in range(of)))))
            parts[name] = None
        return notices, parts


def read_key(path):
    try:
        with open(path, encoding="utf-8") as file:
            return jwk.JWK.from_json(file.read())
    except (OSError, JWException, ValueError) as reason:
        sys.exit(f"there is no private key to read in {path}: {reason}")


def main(key_paths, aud):
    recipient = Recipient([read_key(path) for path in key_paths], aud)
    sys.stdin.reconfigure(encoding="ascii", errors="replace")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    refused = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            records, notices = recipient.open(line.strip())
        except NotTaken as reason:
            print(f"line {number}: {reason}", file=sys.stderr)
            continue
        except (JWException, KeyError, RecursionError, TypeError, ValueError) as reason:
            refused += 1
            why = reason if isinstance(reason, ValueError) else f"malformed ({reason!r})"
            print(f"line {number} refused: {why}", file=sys.stderr)
            continue
        if notices:
            print(f"line {number}: {', '.join('notice ' + str(notice['type']) for notice in notices)}", file=sys.stderr)
        for record in records:
            print(json.dumps(record, ensure_ascii=False), flush=True)
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: open_batch.py <private key JWK file> [<older key> ...] <your id in the manifest>")
    main(sys.argv[1:-1], sys.argv[-1])
