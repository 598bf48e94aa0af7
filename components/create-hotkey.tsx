"use client";

import { useRouter } from "next/navigation";
import { useHotkey } from "./hotkeys";

/** Lets `c` open the page that creates what this page lists; render it beside the Create link. */
export function CreateHotkey({ href, label }: { href: string; label: string }) {
  const router = useRouter();
  useHotkey("c", () => router.push(href), { label });
  return null;
}
