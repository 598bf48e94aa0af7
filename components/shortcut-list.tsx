"use client";

import { useHotkeyList } from "./hotkeys";
import { ShortcutSwitch } from "./shortcut-switch";
import { Kbd } from "./ui/kbd";
import { Sheet, SheetBody, SheetContent, SheetHeader, SheetTitle } from "./ui/sheet";

interface ShortcutListProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** The list of what the keys do on this page, and the switch that turns single keys off. */
export function ShortcutList({ isOpen, onOpenChange }: ShortcutListProps) {
  return (
    <Sheet open={isOpen} onOpenChange={onOpenChange}>
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
              {hotkey.keys.split(/[ +]/).map((key) => (
                <Kbd key={key}>{nameOf(key)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

function nameOf(key: string): string {
  if (key === "mod") return /Mac|iP(?:hone|ad)/.test(navigator.platform) ? "⌘" : "Ctrl";
  return key.length === 1 ? key.toUpperCase() : key;
}
