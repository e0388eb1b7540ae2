#!/usr/bin/python3
"""Pairs as a device does, keeps what it is given and says one reading: Python 3 and openssl, nothing else.

    hearthgate pair
    python3 pair.py 'hearthgate:1;192.168.1.10;8883;…;…' credentials.json
    hearthgate pair confirm 1 try-out

The exchange is docs/pairing.md's, step by step, in MQTT 3.1.1.
"""
import base64
import hashlib
import json
import os
import re
import secrets
import socket
import ssl
import struct
import subprocess
import sys

WAIT = 610  # seconds; a window is open for ten minutes
PEM = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"


def text(value):
    return struct.pack(">H", len(value.encode())) + value.encode()


class Connection:
    def __init__(self, host, port, authority, client, user, password):
        trust = ssl.create_default_context(cadata=authority)
        trust.check_hostname = False  # this authority signs as a server for this hub alone
        self.stream = trust.wrap_socket(socket.create_connection((host, port), WAIT))
        self.bytes = self.stream.makefile("rb")
        self.send(0x10, text("MQTT") + b"\x04\xc2\0\0" + text(client) + text(user) + text(password))
        answer = self.receive(0x20)[1]
        if answer != 0:
            sys.exit(f"refused with CONNACK {answer}: docs/pairing.md says why")

    def send(self, first, body):
        length, size = len(body), b""
        while length > 127:
            length, size = length >> 7, size + bytes([length & 127 | 128])
        self.stream.sendall(bytes([first]) + size + bytes([length]) + body)

    def receive(self, wanted):
        """The body of the next packet of this type; others are passed over."""
        while first := self.bytes.read(1):
            length = shift = 0
            while (digit := self.bytes.read(1)[0]) > 127:
                length, shift = length | (digit & 127) << shift, shift + 7
            body = self.bytes.read(length | digit << shift)
            if first[0] & 0xF0 == wanted:
                return first + body if wanted == 0x30 else body
        sys.exit("the hub ended the connection: docs/pairing.md says why")

    def publish(self, topic, message):
        self.send(0x32, text(topic) + b"\0\1" + json.dumps(message).encode())
        self.receive(0x40)


def authority_of(host, port, fingerprint):
    shown = ["openssl", "s_client", "-showcerts", "-connect", f"{host}:{port}"]
    chain = subprocess.run(shown, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    for pem in re.findall(PEM, chain, re.DOTALL):
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == fingerprint:
            return pem
    sys.exit("that is another hub, or none: nothing was said to it")


link, file = sys.argv[1:]
scheme, host, port, fingerprint, secret = link.split(";")
if scheme != "hearthgate:1":
    sys.exit("the code is of another version")
nonce = secrets.token_urlsafe(16)
newcomer = Connection(host, int(port), authority_of(host, port, fingerprint), nonce, "pairing", secret)
newcomer.send(0x82, b"\0\1" + text(f"hearthgate/v1/pairing/{nonce}/answer") + b"\1")
newcomer.receive(0x90)
hello = {"vendor": "example", "model": "pair-py", "name": "Try-out", "credential": "password"}
newcomer.send(0x30, text(f"hearthgate/v1/pairing/{nonce}/hello") + json.dumps(hello).encode())

answer = {"state": "waiting"}
while answer["state"] == "waiting":
    published = newcomer.receive(0x30)
    end = 3 + struct.unpack(">H", published[1:3])[0]
    identifier = published[end : end + 2] if published[0] & 6 else b""
    answer = json.loads(published[end + len(identifier) :])
    print(answer["state"], answer.get("reason", answer.get("user", "")), flush=True)
if answer["state"] == "refused":
    sys.exit(1)
# On the disk first: what is acknowledged is delivered to nobody again.
with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as kept:
    json.dump(answer, kept)
    kept.flush()
    os.fsync(kept.fileno())
newcomer.send(0x40, identifier)

user = answer["user"]
device = Connection(host, int(port), answer["authority"], user, user, answer["password"])
device.publish(f"hearthgate/v1/devices/{user}/telemetry", {"temperature": 20.5})
print("said one reading as", user)
