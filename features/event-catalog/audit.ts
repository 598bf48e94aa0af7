import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { count, list, object, requiredText, text, time } from "./fields";

const anything = z.unknown().optional();

export const AUDIT_PAYLOADS = {
  "audit.recorded": defineEvent(
    z.looseObject({
      id: requiredText("Id of the entry."),
      action: requiredText("What was done, such as `token.created`."),
      actor: object("Who did it.", {
        type: text("`user`, `token`, `customer` or `system`."),
        id: text("A user's number, a token's id, or the name of a job of ours."),
        name: text("As it was at the time."),
      }),
      target: object("What it was done to.", {
        type: text("Such as `token` or `ticket`."),
        id: text("Its id."),
        name: text("As it was at the time."),
      }),
      outcome: text("`success`, or `failure` for what was tried and refused."),
      changes: list(
        z.looseObject({
          field: text("Name of the field."),
          from: anything.describe("Value before."),
          to: anything.describe('Value after. Secrets are only ever "changed".'),
        }),
        "What changed.",
      ),
      ip: text("Address that it was done from."),
      userAgent: text("Program that it was done with."),
      requestId: text("Of the call that did it, as in the log of the process."),
      position: count("Place of the entry in the organization's chain, without gaps."),
      hash: text(
        "SHA-256 over the hash before it and the entry's fields, as `npm run audit:verify` checks it.",
      ),
      createdAt: time("When it was done"),
    }),
    {
      id: "01960577-9a10-7f35-b8d2-7e41c05a9b63",
      action: "token.created",
      actor: { type: "user", id: "1", name: "Priya Raman" },
      target: { type: "token", id: "01960577-9a0e-7c11-9a41-5b1c05e7d2aa", name: "Warehouse sync" },
      outcome: "success",
      changes: [{ field: "scopes", from: null, to: ["tickets:read"] }],
      ip: "203.0.113.7",
      userAgent: "Mozilla/5.0",
      requestId: "01960577-9a0d-7b3c-8f55-0d2a4c9b7e10",
      position: 1042,
      hash: "5f2b6c0f2f5a4c6d8e9b1a7c3d0e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4",
      createdAt: "2026-04-10T16:20:00.000Z",
    },
  ),
} satisfies PayloadsOf<"audit">;
