import { expect, test } from "vitest";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { requestCurl } from "./request-curl";

const REQUEST: IncomingRequestDetail = {
  id: "01a2026d-9abc-7592-b9a8-4cb0b7bc02bc",
  webhookId: "01a2026d-9abc-7592-b9a8-4cb0b7bc02bd",
  result: "rejected",
  reason: "bad_signature",
  detail: null,
  statusCode: 401,
  ip: null,
  idempotencyKey: null,
  secretUsed: null,
  isPossibleReplay: false,
  hops: 0,
  unprovenHops: null,
  bodyBytes: 2,
  isBodyKept: true,
  droppedAt: null,
  durationMs: 1,
  ticket: null,
  commentId: null,
  chatId: null,
  messageId: null,
  remarks: null,
  originalRequestId: null,
  replayOf: null,
  isReplayed: false,
  createdAt: "2026-11-22T08:00:00.000Z",
  headers: {
    "content-type": "application/json",
    authorization: "••••cdef",
    "x-forwarded-for": "203.0.113.7",
    "x-replify-signature": "sha256=00",
  },
  body: "{}",
  bodyEncoding: "utf8",
  bodySha256: "",
  replays: [],
  webhook: { name: "Shop", deletedAt: null },
  answer: {},
  verdict: "",
  signatureScheme: "replify",
  files: [],
  query: "",
  signed: null,
};
const URL = "https://desk.example.com/api/incoming/key";

test("has the signature, but neither masked credentials nor headers of the way", () => {
  const curl = requestCurl(REQUEST, URL);
  expect(curl).toContain("'x-replify-signature: sha256=00'");
  expect(curl).toContain("'content-type: application/json'");
  expect(curl).not.toMatch(/authorization|forwarded/);
});

test("bytes that no shell can hold make no command", () => {
  expect(requestCurl({ ...REQUEST, body: "/w==", bodyEncoding: "base64" }, URL)).toBeNull();
  expect(requestCurl({ ...REQUEST, body: "a\0b" }, URL)).toBeNull();
});
