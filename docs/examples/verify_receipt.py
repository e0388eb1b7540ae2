#!/usr/bin/python3
"""Checks a receipt of a decision with no code of Hearthgate: Python 3 and python3-jwcrypto, nothing from the network.

    hearthgate consent record qL0cXoY2mJ1rZk5w > receipt.jws
    python3 verify_receipt.py <thumbprint of the key> < receipt.jws

The thumbprint is the one kept elsewhere: "hearthgate consent record … --json" names it as key. Prints what was shown, what was
decided and what became of it; says what is wrong on stderr, and the exit status is then 1. docs/receipts.md says more.
"""
import json
import sys

try:
    from jwcrypto import jwk, jws
    from jwcrypto.common import JWException
except ImportError:
    sys.exit("jwcrypto is missing: apt-get install python3-jwcrypto")


def members_once(pairs):
    """Two readers could see two receipts in JSON that has a name twice."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("its JSON has a name twice")
    return dict(pairs)


def open_receipt(signed, thumbprint):
    token = jws.JWS()
    token.allowed_algs = ["ES256"]
    token.deserialize(signed)
    header = json.loads(token.objects["protected"], object_pairs_hook=members_once)
    if sorted(header) != ["alg", "jwk", "kid", "typ"] or header["typ"] != "hearthgate-receipt+jws":
        raise ValueError("its header is not that of a receipt")
    key = jwk.JWK(**header["jwk"])
    if key.thumbprint() != thumbprint or header["kid"] != thumbprint:
        raise ValueError("another key signed it")
    token.verify(key)
    receipt = json.loads(token.payload.decode("utf-8"), object_pairs_hook=members_once)
    if receipt.get("@type") != "dpv:ConsentReceipt":
        raise ValueError("it is no consent receipt")
    return receipt


def tell(receipt):
    record = receipt["dpv:hasRecordOfActivity"]
    words = record["dpv:hasNotice"].get("hearthgate:words")
    if words:
        print(words["title"])
        for row in words["rows"]:
            print(f"  {row['label']}: {row['text']}")
    for process in record["dpv:hasProcess"]:
        print(process["@id"], process["dpv:hasPersonalData"]["dct:title"], json.dumps(process["hearthgate:form"]))
    for status in record["dpv:hasConsentStatus"]:
        print(status["dpv:isIndicatedAtTime"], status["@type"], *status["hearthgate:about"])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        receipt = open_receipt(sys.stdin.read().strip(), sys.argv[1])
    except (JWException, ValueError, KeyError, TypeError) as error:
        sys.exit(f"refused: {str(error) or 'the signature does not fit'}")
    tell(receipt)


main()
