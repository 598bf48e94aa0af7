import { describe, expect, it } from "vitest";
import { EGRESS_ERROR_KINDS } from "@/lib/egress/error";
import { classifyStatus, ERROR_CLASSES, explain, isErrorClass } from "./error-classes";

describe("ERROR_CLASSES", () => {
  it("has every kind of egress error under its own name, and no name twice", () => {
    expect(ERROR_CLASSES).toEqual(expect.arrayContaining([...EGRESS_ERROR_KINDS]));
    expect(new Set(ERROR_CLASSES).size).toBe(ERROR_CLASSES.length);
    expect([isErrorClass("gone"), isErrorClass("toString"), isErrorClass("")]).toEqual([true, false, false]);
  });
});

describe("classifyStatus", () => {
  it.each([
    [200, null],
    [204, null],
    [299, null],
    [300, "redirect"],
    [302, "redirect"],
    [304, "redirect"],
    [400, "client_error"],
    [404, "client_error"],
    [410, "gone"],
    [429, "rate_limited"],
    [499, "client_error"],
    [500, "server_error"],
    [503, "server_error"],
    [599, "server_error"],
    [600, "invalid_response"],
    [999, "invalid_response"],
  ])("%i is %s", (statusCode, errorClass) => {
    expect(classifyStatus(statusCode)).toBe(errorClass);
  });
});

describe("explain", () => {
  it.each(ERROR_CLASSES)("says of %s what happened and what to do, with or without facts", (errorClass) => {
    for (const facts of [
      {},
      { host: "hooks.example.com", statusCode: 418 },
      { host: null, statusCode: null },
    ]) {
      const { title, explanation, nextStep } = explain(errorClass, facts);
      expect(title).toMatch(/^[A-Z][^.]+$/);
      expect(explanation).toMatch(/^([A-Z]|hooks\.example\.com ).*\.$/);
      expect(nextStep).toMatch(/^[A-Z].*\.$/);
      expect(`${title} ${explanation} ${nextStep}`).not.toMatch(/undefined|null|NaN/);
    }
  });

  it("names the host and the status where they help", () => {
    expect(explain("dns_not_found", { host: "hooks.example.com" }).explanation).toContain(
      "hooks.example.com",
    );
    expect(explain("server_error", { statusCode: 503 }).title).toBe("Receiver error (503)");
    expect(explain("client_error", { statusCode: 404 }).nextStep).toBe("Check the path of the target URL.");
  });

  it("tells nothing about a blocked address that another one would not tell", () => {
    expect(explain("blocked_address", { host: "a.example" })).toEqual(
      explain("blocked_address", { host: "b.example" }),
    );
  });
});
