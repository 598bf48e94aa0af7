"use client";

import * as TabsPrimitive from "radix-ui/tabs";
import type { ComponentProps, ReactNode } from "react";
import { IntentLink } from "@/components/intent-link";
import { cn } from "@/lib/cn";

const LIST_CLASSES = "flex gap-4 overflow-x-auto border-b border-border px-0.5 pt-0.5";
const TAB_CLASSES =
  "-mb-px inline-flex h-9 min-w-6 shrink-0 items-center justify-center gap-1.5 rounded-t-sm border-b-2 border-transparent px-0.5 text-sm font-medium whitespace-nowrap text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2 max-md:h-11";

export function Tabs({ className, ...props }: ComponentProps<typeof TabsPrimitive.Root>) {
  return <TabsPrimitive.Root className={cn("flex min-w-0 flex-col", className)} {...props} />;
}

export function TabsList({ className, ...props }: ComponentProps<typeof TabsPrimitive.List>) {
  return <TabsPrimitive.List className={cn(LIST_CLASSES, className)} {...props} />;
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof TabsPrimitive.Trigger>) {
  return (
    <TabsPrimitive.Trigger
      className={cn(
        TAB_CLASSES,
        "data-[state=active]:border-primary data-[state=active]:text-foreground",
        className,
      )}
      {...props}
    />
  );
}

export function TabsContent({ className, ...props }: ComponentProps<typeof TabsPrimitive.Content>) {
  return <TabsPrimitive.Content className={cn("pt-4", className)} {...props} />;
}

interface LinkTab {
  value: string;
  href: string;
  label: ReactNode;
  /** A number, or the words for one that was not counted to its end: "1,000+". */
  count?: number | string | undefined;
}

/** Tabs that are URLs: a navigation of links, so Back, reload and opening in a new tab work. */
export function LinkTabs({ label, tabs, current }: { label: string; tabs: LinkTab[]; current: string }) {
  return (
    <nav aria-label={label} className={LIST_CLASSES}>
      {tabs.map((tab) => (
        <IntentLink
          key={tab.value}
          href={tab.href}
          scroll={false}
          aria-current={tab.value === current ? "page" : undefined}
          className={cn(TAB_CLASSES, tab.value === current && "border-primary text-foreground")}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="rounded-sm bg-neutral-soft px-1 text-xs text-neutral tabular-nums">
              {tab.count}
            </span>
          )}
        </IntentLink>
      ))}
    </nav>
  );
}
