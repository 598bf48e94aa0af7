"use client";

import { useHotkey } from "./hotkeys";
import { useGoTo } from "./use-go-to";

/** Lets `c` open the page that creates what this page lists; render it beside the Create link. */
export function CreateHotkey({ href, label }: { href: string; label: string }) {
  const goTo = useGoTo();
  useHotkey("c", () => goTo(href), { label });
  return null;
}
