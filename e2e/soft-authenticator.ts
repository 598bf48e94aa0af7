import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { NewCredential, PasskeyAnswer } from "@/features/factors/schema";

/** Flags of authenticator data: the person was there, was recognized, and new credential data follows. */
const PRESENT = 0x01;
const RECOGNIZED = 0x04;
const NEW_CREDENTIAL = 0x40;

interface Circumstances {
  challenge: string;
  origin: string;
  /** Whether it asked for a finger, a face or a PIN. */
  isRecognized?: boolean;
  rpId?: string;
}

/** What a device with one passkey does, in software: for what a browser would never send. */
export class SoftAuthenticator {
  readonly id = randomBytes(16).toString("base64url");
  signCount = 0;
  readonly #privateKey: KeyObject;
  readonly #publicKey: Buffer;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#privateKey = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    // COSE: EC2, ES256, P-256, and the point.
    this.#publicKey = Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ]);
  }

  create(circumstances: Circumstances): NewCredential {
    const id = Buffer.from(this.id, "base64url");
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#publicKey]);
    const data = this.#data(circumstances, NEW_CREDENTIAL, credential);
    // {fmt: "none", attStmt: {}, authData: …}
    const attestation = Buffer.concat([
      Buffer.from("a363666d74646e6f6e656761747453746d74a06861757468446174", "hex"),
      Buffer.from([0x61, 0x58, data.length]),
      data,
    ]);
    const response = {
      clientDataJSON: clientData("webauthn.create", circumstances).toString("base64url"),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    };
    return { ...this.#envelope(), response };
  }

  get(circumstances: Circumstances): PasskeyAnswer {
    const client = clientData("webauthn.get", circumstances);
    const data = this.#data(circumstances, 0, Buffer.alloc(0));
    const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
    const response = {
      clientDataJSON: client.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: sign("sha256", signed, this.#privateKey).toString("base64url"),
    };
    return { ...this.#envelope(), response };
  }

  #envelope() {
    return { id: this.id, rawId: this.id, type: "public-key" as const, clientExtensionResults: {} };
  }

  #data({ rpId = "localhost", isRecognized = true }: Circumstances, flags: number, rest: Buffer): Buffer {
    const head = Buffer.alloc(5);
    head[0] = PRESENT | (isRecognized ? RECOGNIZED : 0) | flags;
    head.writeUInt32BE(this.signCount, 1);
    return Buffer.concat([createHash("sha256").update(rpId).digest(), head, rest]);
  }
}

function clientData(type: string, { challenge, origin }: Circumstances): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}
