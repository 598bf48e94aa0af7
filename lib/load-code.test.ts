import { expect, test } from "vitest";
import { loadCode } from "./load-code";

test("what comes is given on, and what fails names no file", async () => {
  expect(await loadCode(async () => "code")).toBe("code");
  const failing = loadCode(async () => {
    throw new Error("Failed to load chunk /_next/static/chunks/1a.js");
  });
  await expect(failing).rejects.toThrow("This could not be loaded.");
});
