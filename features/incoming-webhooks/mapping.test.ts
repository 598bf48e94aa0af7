import { describe, expect, test } from "vitest";
import { mapPayload } from "./mapping";
import { prepareFields } from "./prepare-fields";
import { previewMappingSchema } from "./preview-schema";
import { toReceived } from "./received";
import { createIncomingWebhookSchema, updateIncomingWebhookSchema } from "./schema";

const HOSTILE = [
  "__proto__",
  "__proto__.OIDC_ISSUER",
  "constructor.prototype.OIDC_ISSUER",
  "prototype.x",
  "customer.__proto__.x",
  "customer.constructor.prototype.x",
  "toString",
  "hasOwnProperty",
  "customer",
];

describe("a mapping to a name that is no field of an action", () => {
  test.each(HOSTILE)("%s is refused under its path before anything is done with it", (field) => {
    const mapping = JSON.parse(`{"subject":"title","${field}":"a"}`);
    const webhook = { name: "CI", action: "create_ticket", mapping };
    const preview = { action: "create_ticket", mapping, payload: { a: "1" } };
    for (const { error } of [
      createIncomingWebhookSchema.safeParse(webhook),
      updateIncomingWebhookSchema.safeParse({ mapping }),
      previewMappingSchema.safeParse(preview),
    ])
      expect(error?.issues).toMatchObject([{ path: ["mapping"], keys: [field] }]);
    expect(Reflect.get({}, "OIDC_ISSUER") ?? Reflect.get({}, "x")).toBeUndefined();
  });

  test("is told which there are, when another action has it", () => {
    const preview = { action: "update_status", mapping: { subject: "a" }, payload: {} };
    expect(previewMappingSchema.safeParse(preview).error?.issues).toMatchObject([
      {
        path: ["mapping.subject"],
        message:
          "Not a field of update_status. There are: ticketId, status, priority, assigneeId, teamId, tags.",
      },
    ]);
  });

  test("throws in the walk itself, should one ever get there", () => {
    expect(() => mapPayload(toReceived({ payload: { a: "1" } }), { "__proto__.x": "a" })).toThrow(
      "may not lead to a prototype",
    );
    expect(Reflect.get({}, "x")).toBeUndefined();
  });
});

test("a payload's hostile names are values like any other, and reach no prototype", () => {
  const payload = JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"subject":"Hi"}');
  const { fields } = mapPayload(toReceived({ payload }), {});
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  expect(prepareFields("create_ticket", fields, { defaults: { priority: "high" } }).fields).toEqual({
    priority: "high",
    subject: "Hi",
  });

  const mapped = mapPayload(toReceived({ payload }), {
    subject: "__proto__.x",
    body: "{{constructor.prototype.x}}",
    "customer.name": "toString.name",
  });
  expect(mapped.fields).toEqual({ subject: 1, body: "1" });
  expect(Reflect.get({}, "x")).toBeUndefined();
});

test("a template that names a long value again and again stays near the size of the payload", () => {
  const payload = { text: "x".repeat(900_000), list: Array(300_000).fill(1) };
  for (const path of ["text", "list"]) {
    const { fields } = mapPayload(toReceived({ payload }), { body: `{{${path}}}`.repeat(60) });
    expect(String(fields.body).length).toBeLessThan(2_000_000);
  }
});

test.each(["{{", "{{ ", "{{a ", "}}", " "])("a template of nothing but “%s” takes no time", (part) => {
  const template = `{{${part.repeat(100_000)}x`;
  expect(mapPayload(toReceived({ payload: {} }), { body: template })).toMatchObject({ fields: {} });
});

test("spaces around a path are no part of it", () => {
  const mapping = { body: "{{ a.b }}, {{a.b}},{{\ta.b\n}}", subject: "{{ }}" };
  expect(mapPayload(toReceived({ payload: { a: { b: 1 } } }), mapping).fields).toEqual({ body: "1, 1,1" });
});
