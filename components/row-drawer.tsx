"use client";

import { type ReactNode, useState } from "react";
import { Sheet, SheetContent } from "./ui/sheet";

interface RowDrawerProps {
  drawer: { id: string | null; close(): void };
  children(id: string): ReactNode;
}

/** The sheet over a list that shows one of its rows. */
export function RowDrawer({ drawer, children }: RowDrawerProps) {
  // The content stays while the drawer slides out.
  const [shownId, setShownId] = useState(drawer.id);
  if (drawer.id !== null && drawer.id !== shownId) setShownId(drawer.id);
  return (
    <Sheet open={drawer.id !== null} onOpenChange={(isOpen) => !isOpen && drawer.close()}>
      <SheetContent>{shownId !== null && children(shownId)}</SheetContent>
    </Sheet>
  );
}
