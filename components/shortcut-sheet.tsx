"use client";

import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useHotkey } from "./hotkeys";
import { Button } from "./ui/button";
import { onDemand } from "./ui/on-demand";

const lists = onDemand(() => import("./shortcut-list"));

const OPEN_EVENT = "replify:open-shortcuts";

/** Opens the sheet; there may be several such buttons, the sheet itself is mounted once. */
export function ShortcutButton() {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label="Keyboard shortcuts"
      title="Keyboard shortcuts (?)"
      aria-haspopup="dialog"
      onClick={() => window.dispatchEvent(new Event(OPEN_EVENT))}
    >
      <Keyboard aria-hidden />
    </Button>
  );
}

/** Opens the list of what the keys do, which is loaded then. */
export function ShortcutSheet() {
  const [isOpen, setIsOpen] = useState(false);
  const parts = lists.useParts(isOpen);
  const router = useRouter();
  useHotkey("?", () => setIsOpen(true), { label: "Show keyboard shortcuts", group: "Everywhere" });
  useHotkey("/", focusSearch, { label: "Search", group: "Everywhere" });
  useHotkey("r", () => router.refresh(), { label: "Refresh", group: "Everywhere" });

  useEffect(() => {
    const open = () => setIsOpen(true);
    window.addEventListener(OPEN_EVENT, open);
    return () => window.removeEventListener(OPEN_EVENT, open);
  }, []);

  return parts && <parts.ShortcutList isOpen={isOpen} onOpenChange={setIsOpen} />;
}

function focusSearch() {
  const search = [...document.querySelectorAll<HTMLInputElement>("main input[type=search]")];
  search.find((input) => input.checkVisibility())?.focus();
}
