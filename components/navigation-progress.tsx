"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { NAVIGATION_START } from "@/lib/navigation-event";

/** A thin bar from the moment a page is asked for until it is there, or its skeleton. */
export function NavigationProgress() {
  const here = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<string | null>(null);
  if (leaving !== null && leaving !== here) setLeaving(null);

  const start = useEffectEvent((url: string) => {
    const { pathname, searchParams } = new URL(url, location.href);
    setLeaving(`${pathname}?${searchParams}` === here ? null : here);
  });
  useEffect(() => {
    const onStart = (event: Event) => event instanceof CustomEvent && start(String(event.detail));
    window.addEventListener(NAVIGATION_START, onStart);
    return () => window.removeEventListener(NAVIGATION_START, onStart);
  }, []);

  if (leaving === null) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading the page"
      className="fixed inset-x-0 top-0 z-50 h-0.5 animate-reveal-soon overflow-hidden"
    >
      <div className="h-full w-1/3 animate-progress bg-primary" />
    </div>
  );
}
