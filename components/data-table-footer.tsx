import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Paging } from "./data-table-types";
import { Button } from "./ui/button";

export function DataTableFooter({ paging, noun }: { paging: Paging; noun: string }) {
  if (!paging.hasNewer && !paging.hasOlder && !paging.summary) return null;
  const newer = { isAvailable: paging.hasNewer, href: paging.newerHref, onSelect: paging.onNewer };
  const older = { isAvailable: paging.hasOlder, href: paging.olderHref, onSelect: paging.onOlder };
  const [back, onward] = paging.isOldestFirst ? [older, newer] : [newer, older];
  const [backLabel, onwardLabel] = paging.isOldestFirst ? ["Older", "Newer"] : ["Newer", "Older"];
  return (
    <nav
      aria-label={`Pages of ${noun}`}
      className="flex items-center justify-between gap-2 border-t border-border px-3 py-2"
    >
      <p className="text-sm text-muted-foreground tabular-nums">{paging.summary}</p>
      <div className="flex gap-2">
        <PageButton {...back}>
          <ChevronLeft aria-hidden />
          {backLabel}
        </PageButton>
        <PageButton {...onward}>
          {onwardLabel}
          <ChevronRight aria-hidden />
        </PageButton>
      </div>
    </nav>
  );
}

interface PageButtonProps {
  isAvailable: boolean;
  href: string | undefined;
  onSelect: (() => void) | undefined;
  children: ReactNode;
}

function PageButton({ isAvailable, href, onSelect, children }: PageButtonProps) {
  if (isAvailable && href !== undefined) {
    return (
      <Button asChild size="sm">
        <Link href={href}>{children}</Link>
      </Button>
    );
  }
  return (
    <Button size="sm" disabled={!isAvailable} onClick={onSelect}>
      {children}
    </Button>
  );
}
