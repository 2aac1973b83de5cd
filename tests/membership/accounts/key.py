"""A device that keeps passkeys, made of the same mathematics as real ones, for tests without a browser."""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN, RP_ID = "http://localhost", "localhost"
FLAG = AuthenticatorData.FLAG


class Key:
    def __init__(self, *, origin: str = ORIGIN) -> None:
        self.origin = origin
        self.id = os.urandom(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.user_handle = b""

    def made_for(self, options) -> str:
        """The answer to what a page asks for that adds a passkey."""
        asked = options["publicKey"]
        self.user_handle = websafe_decode(asked["user"]["id"])
        public_key = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public_key)
        response = {
            "clientDataJSON": self._client_data("webauthn.create", asked["challenge"]),
            "attestationObject": AttestationObject.create("none", self._data(FLAG.AT, credential), {}),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def shown_for(self, options) -> str:
        """The answer to what a page asks for that wants to know who you are."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = self._data()
        signature = self.secret.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": client_data,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": self.user_handle,
            },
            {},
        )

    def _client_data(self, kind, challenge) -> bytes:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _data(self, more=0, credential=b"") -> bytes:
        return AuthenticatorData.create(
            hashlib.sha256(RP_ID.encode()).digest(), FLAG.UP | FLAG.UV | more, 1, credential
        )

    def _answer(self, response, extensions) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": extensions,
            }
        )
