import { expect, test } from "vitest";
import { readScopes } from "./scopes";

test("no scope means all that the app has, and others only some of them", () => {
  const offered = ["profile", "troubleshooter"] as const;
  const all = ["troubleshooter", "profile"];
  for (const text of [undefined, "", " ", "profile troubleshooter", " troubleshooter  profile profile "])
    expect(readScopes(text, offered)).toEqual(all);
  expect(readScopes("profile", offered)).toEqual(["profile"]);
});

test("a scope that the app lacks, or nobody has, is refused", () => {
  for (const text of [
    "troubleshooter",
    "profile troubleshooter",
    "openid",
    "PROFILE",
    "profile\tprofile",
    "*",
  ])
    expect(() => readScopes(text, ["profile"])).toThrow(expect.objectContaining({ error: "invalid_scope" }));
  expect(() => readScopes(undefined, [])).toThrow(expect.objectContaining({ error: "invalid_scope" }));
});
