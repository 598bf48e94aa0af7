"use client";

import { Menu } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import type { NavGroup } from "./nav-types";
import { Button } from "./ui/button";
import { onDemand } from "./ui/on-demand";

const menus = onDemand(() => import("./mobile-menu"));

export function MobileNav({ groups, footer }: { groups: NavGroup[]; footer: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const parts = menus.useParts(isOpen);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={opener}
        variant="ghost"
        size="icon"
        aria-label="Open menu"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      {parts && (
        <parts.MobileMenu
          groups={groups}
          footer={footer}
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          opener={opener}
        />
      )}
    </>
  );
}
