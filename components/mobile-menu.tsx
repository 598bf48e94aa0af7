"use client";

import { X } from "lucide-react";
import * as DialogPrimitive from "radix-ui/dialog";
import type { ReactNode, RefObject } from "react";
import { Nav } from "./nav";
import type { NavGroup } from "./nav-types";
import { Button } from "./ui/button";
import { BACKDROP_CLASSES } from "./ui/overlay";

interface MobileMenuProps {
  groups: NavGroup[];
  footer: ReactNode;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** Gets the focus back. */
  opener: RefObject<HTMLElement | null>;
}

export function MobileMenu({ groups, footer, isOpen, onOpenChange, opener }: MobileMenuProps) {
  return (
    <DialogPrimitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className={BACKDROP_CLASSES} />
        <DialogPrimitive.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col border-r border-border bg-sidebar shadow-xl data-[state=closed]:animate-fade-out data-[state=open]:animate-slide-in-left"
        >
          <div className="flex h-14 shrink-0 items-center justify-between pr-3 pl-4.5">
            <DialogPrimitive.Title className="text-sm font-semibold">Menu</DialogPrimitive.Title>
            <DialogPrimitive.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close menu">
                <X aria-hidden />
              </Button>
            </DialogPrimitive.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <Nav groups={groups} onNavigate={() => onOpenChange(false)} />
          </div>
          {footer}
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}
