"use client";

import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useHotkey, useHotkeyList, useShortcutsEnabled } from "./hotkeys";
import { Button } from "./ui/button";
import { Kbd } from "./ui/kbd";
import { Sheet, SheetBody, SheetContent, SheetHeader, SheetTitle } from "./ui/sheet";
import { Switch } from "./ui/switch";

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

/** The list of what the keys do on this page, and the switch that turns single keys off. */
export function ShortcutSheet() {
  const [isOpen, setIsOpen] = useState(false);
  const router = useRouter();
  useHotkey("?", () => setIsOpen(true), { label: "Show keyboard shortcuts", group: "Everywhere" });
  useHotkey("/", focusSearch, { label: "Search", group: "Everywhere" });
  useHotkey("r", () => router.refresh(), { label: "Refresh", group: "Everywhere" });

  useEffect(() => {
    const open = () => setIsOpen(true);
    window.addEventListener(OPEN_EVENT, open);
    return () => window.removeEventListener(OPEN_EVENT, open);
  }, []);

  return (
    <Sheet open={isOpen} onOpenChange={setIsOpen}>
      <SheetContent className="md:w-100">
        <SheetHeader>
          <SheetTitle>Keyboard shortcuts</SheetTitle>
        </SheetHeader>
        <SheetBody className="flex flex-col gap-5">
          <ShortcutSwitch />
          <ShortcutGroups />
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}

export function ShortcutSwitch() {
  const [isEnabled, setEnabled] = useShortcutsEnabled();
  return (
    <Switch
      label="Single-key shortcuts"
      hint="Turn them off if you use speech input or another tool that sends keys. Saved in this browser."
      checked={isEnabled}
      onChange={(event) => setEnabled(event.target.checked)}
    />
  );
}

function ShortcutGroups() {
  const groups = Map.groupBy(useHotkeyList(), (hotkey) => hotkey.group);
  return [...groups].map(([group, hotkeys]) => (
    <section key={group} aria-label={group}>
      <h3 className="mb-1 text-xs font-medium text-muted-foreground">{group}</h3>
      <dl className="divide-y divide-border">
        {[...new Map(hotkeys.map((hotkey) => [hotkey.keys, hotkey])).values()].map((hotkey) => (
          <div key={hotkey.keys} className="flex min-h-9 items-center justify-between gap-3">
            <dt className="text-sm">{hotkey.label}</dt>
            <dd className="flex gap-1">
              {hotkey.keys.split(" ").map((key) => (
                <Kbd key={key}>{key.length === 1 ? key.toUpperCase() : key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

function focusSearch() {
  const search = [...document.querySelectorAll<HTMLInputElement>("main input[type=search]")];
  search.find((input) => input.checkVisibility())?.focus();
}
