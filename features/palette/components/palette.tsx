"use client";

import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useLoaded } from "@/components/use-loaded";
import { collectKeys } from "@/features/palette/early-keys";
import type { Choice } from "@/features/palette/find";

const loadDialog = () => import("./palette-dialog").then(({ PaletteDialog }) => PaletteDialog);

const OPEN_EVENT = "replify:open-palette";

interface PaletteProps {
  /** What the navigation leads to. */
  pages: Choice[];
  signOutAction: () => Promise<void>;
}

/** Mounted once; what it shows is loaded with the first opening. */
export function Palette({ pages, signOutAction }: PaletteProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [openings, setOpenings] = useState(0);
  const early = useEarlyText();
  const PaletteDialog = useLoaded(isOpen, loadDialog, () => {
    close();
    toast.error("The search could not be loaded. Check your connection and try again.");
  });

  function close() {
    setIsOpen(false);
    early.take();
  }

  function open() {
    setIsOpen(true);
    setOpenings((count) => count + 1);
    if (!PaletteDialog) early.collect(close);
  }

  useHotkey("mod+k", open, { label: "Go to anything", group: "Everywhere" });
  const onOpenEvent = useEffectEvent(open);
  useEffect(() => {
    const onEvent = () => onOpenEvent();
    window.addEventListener(OPEN_EVENT, onEvent);
    return () => window.removeEventListener(OPEN_EVENT, onEvent);
  }, []);

  if (!PaletteDialog) return null;
  return (
    // One that is still closing would not take the focus again.
    <PaletteDialog
      key={openings}
      isOpen={isOpen}
      onOpenChange={(isNowOpen) => (isNowOpen ? open() : close())}
      takeEarlyText={early.take}
      pages={pages}
      signOutAction={signOutAction}
    />
  );
}

/** What is typed from the first opening until the field is there and takes it. */
function useEarlyText() {
  const stop = useRef<(() => string) | null>(null);
  useEffect(() => () => void stop.current?.(), []);
  return {
    collect(onEscape: () => void) {
      stop.current ??= collectKeys(onEscape);
    },
    take(): string {
      const text = stop.current?.() ?? "";
      stop.current = null;
      return text;
    },
  };
}

/** Opens the palette; there may be several such buttons. */
export function PaletteButton() {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label="Go to anything"
      title="Go to anything (⌘K or Ctrl+K)"
      aria-haspopup="dialog"
      onClick={() => window.dispatchEvent(new Event(OPEN_EVENT))}
    >
      <Search aria-hidden />
    </Button>
  );
}
