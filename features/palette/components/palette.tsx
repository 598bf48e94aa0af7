"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { useOnceOpened } from "@/components/use-once-opened";
import type { Choice } from "@/features/palette/find";

const PaletteDialog = dynamic(() => import("./palette-dialog").then(({ PaletteDialog }) => PaletteDialog));

const OPEN_EVENT = "replify:open-palette";

interface PaletteProps {
  /** What the navigation leads to. */
  pages: Choice[];
  signOutAction: () => Promise<void>;
}

/** Mounted once; what it shows is loaded with the first opening. */
export function Palette({ pages, signOutAction }: PaletteProps) {
  const [isOpen, setIsOpen] = useState(false);
  const isLoaded = useOnceOpened(isOpen);
  useHotkey("mod+k", () => setIsOpen(true), { label: "Go to anything", group: "Everywhere" });

  useEffect(() => {
    const open = () => setIsOpen(true);
    window.addEventListener(OPEN_EVENT, open);
    return () => window.removeEventListener(OPEN_EVENT, open);
  }, []);

  if (!isLoaded) return null;
  return (
    <PaletteDialog isOpen={isOpen} onOpenChange={setIsOpen} pages={pages} signOutAction={signOutAction} />
  );
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
