import { expect, test } from "vitest";
import { parsePluginLine, parsePluginText } from "@/features/environment-reports/plugin-details";

test.each([
  ["version: 9.9.5, author: Automattic", { version: "9.9.5" }],
  [
    "version: 9.9.5, author: Automattic (latest version: 10.0), Auto-updates disabled",
    { version: "9.9.5", latest: "10.0", autoUpdate: false },
  ],
  [
    "version: 1.0-beta.2, author: A, version: 3, Auto-updates enabled",
    { version: "1.0-beta.2", autoUpdate: true },
  ],
  ["version: 2 (Pro), author: 10up", { version: "2 (Pro)" }],
  ["version: 3, Auto-updates enabled", { version: "3", autoUpdate: true }],
  ["author: (undefined), version: (undefined), Auto-updates disabled", { autoUpdate: false }],
  ["author: Acme, version: 4.1 (latest version: 4.2)", { version: "4.1", latest: "4.2" }],
  ["author: (undefined)", {}],
])("%s", (line, expected) => {
  expect(parsePluginLine(line)).toEqual(expected);
});

test.each([
  [
    "Version 9.9.5 by Automattic (Latest version: 10.0) | Auto-updates disabled",
    { version: "9.9.5", latest: "10.0", autoUpdate: false },
  ],
  [
    "Version 9.9.5 von Automattic (Neueste Version: 10.0) | Automatische Updates deaktiviert",
    { version: "9.9.5", latest: "10.0" },
  ],
  ["Version 9.9.5 par 10up (Dernière version : 10.0)", { version: "9.9.5", latest: "10.0" }],
  ["バージョン 9.9.5 作者: Automattic（最新バージョン：10.0）", { version: "9.9.5", latest: "10.0" }],
  ["Version 2 by Foo (since 1999)", { version: "2" }],
  ["By 10up, version 1.2", { version: "1.2" }],
  ["", {}],
])("%s, for people", (text, expected) => {
  expect(parsePluginText(text)).toEqual(expected);
});
