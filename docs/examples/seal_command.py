#!/usr/bin/python3
"""Seals a command, or the answer to a hello, for one home, with no code of Hearthgate: Python 3 and python3-jwcrypto 1.1.0.

    python3 seal_command.py command-key.json home-key.json acme-heating < command.json > sealed.txt

`home-key.json` is keys.commands of the home's hello. The command says aud (the home), seq (only ever up), purpose, epoch and
device (as in a record of a batch), name and arguments; iss, jti and iat are added. Publish the output to
hearthgate/v1/{home}/commands with QoS 1, not retained. There is no answer.

    python3 seal_command.py command-key.json home-key.json acme-heating answer < answer.json > sealed.txt

The answer says aud (the home), hello (the jti of its hello) and answer, "accepted" or "refused"; docs/makers.md has the rest.
"""
import base64
import json
import os
import sys
import time

try:
    from jwcrypto import jwe, jwk, jws
except ImportError:
    sys.exit("jwcrypto is missing: apt-get install python3-jwcrypto")


def seal(said, signing, home, iss, kind="command"):
    now = {"jti": base64.urlsafe_b64encode(os.urandom(18)).decode(), "iat": int(time.time())}
    claims = {"v": 1, "iss": iss, **(now if kind == "command" else {}), **said}
    signed = jws.JWS(json.dumps(claims))
    signed.add_signature(signing, protected=json.dumps({"alg": "ES256", "kid": signing.thumbprint(), "typ": f"hearthgate-{kind}+jws"}))
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": home.thumbprint(), "cty": "JWS", "typ": "hearthgate+jwe"}
    sealed = jwe.JWE(signed.serialize(compact=True), json.dumps(header))
    sealed.add_recipient(home)
    return sealed.serialize(compact=True)


def read_key(path):
    with open(path, encoding="utf-8") as file:
        return jwk.JWK.from_json(file.read())


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5) or sys.argv[4:] not in ([], ["command"], ["answer"]):
        sys.exit("usage: seal_command.py <private signing key JWK> <the home's key JWK> <your id in the manifest> [answer]")
    print(seal(json.load(sys.stdin), read_key(sys.argv[1]), read_key(sys.argv[2]), *sys.argv[3:]))
