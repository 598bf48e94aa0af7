"use client";

import { Menu } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useRef, useState } from "react";
import type { NavGroup } from "./nav-types";
import { Button } from "./ui/button";
import { useOnceOpened } from "./use-once-opened";

const MobileMenu = dynamic(() => import("./mobile-menu").then(({ MobileMenu }) => MobileMenu));

export function MobileNav({ groups, footer }: { groups: NavGroup[]; footer: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const isLoaded = useOnceOpened(isOpen);
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
      {isLoaded && (
        <MobileMenu
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
