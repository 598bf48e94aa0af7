import { describe, expect, test } from "vitest";
import { mapPayload } from "./mapping";
import { createIncomingWebhookSchema, previewMappingSchema, updateIncomingWebhookSchema } from "./schema";

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
      { path: ["mapping.subject"], message: "Not a field of update_status. There are: ticketId, status." },
    ]);
  });

  test("throws in the walk itself, should one ever get there", () => {
    const rules = { mapping: { "__proto__.x": "a" }, defaults: {} };
    expect(() => mapPayload({ a: "1" }, rules)).toThrow("may not lead to a prototype");
    expect(Reflect.get({}, "x")).toBeUndefined();
  });
});

test("a payload's hostile names are values like any other, and reach no prototype", () => {
  const payload = JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"subject":"Hi"}');
  const fields = mapPayload(payload, { mapping: {}, defaults: { priority: "high" } });
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  expect(Object.keys(fields)).toEqual(["priority", "__proto__", "constructor", "subject"]);

  const mapped = mapPayload(payload, {
    mapping: {
      subject: "__proto__.x",
      body: "{{constructor.prototype.x}}",
      "customer.name": "toString.name",
    },
    defaults: {},
  });
  expect(mapped).toEqual({ subject: 1, body: "1" });
  expect(Reflect.get({}, "x")).toBeUndefined();
});

test("a template that names a long value again and again stays near the size of the payload", () => {
  const payload = { text: "x".repeat(900_000), list: Array(300_000).fill(1) };
  for (const path of ["text", "list"]) {
    const { body } = mapPayload(payload, { mapping: { body: `{{${path}}}`.repeat(60) }, defaults: {} });
    expect(String(body).length).toBeLessThan(2_000_000);
  }
});

test.each(["{{", "{{ ", "{{a ", "}}", " "])("a template of nothing but “%s” takes no time", (part) => {
  const template = `{{${part.repeat(100_000)}x`;
  expect(mapPayload({}, { mapping: { body: template }, defaults: {} })).toEqual({});
});

test("spaces around a path are no part of it", () => {
  const mapping = { body: "{{ a.b }}, {{a.b}},{{\ta.b\n}}", subject: "{{ }}" };
  expect(mapPayload({ a: { b: 1 } }, { mapping, defaults: {} })).toEqual({ body: "1, 1,1" });
});
