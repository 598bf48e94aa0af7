"use client";

import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from "react";
import { preferenceCookie, TIME_ZONE_COOKIE } from "@/lib/theme";

const TimeZoneContext = createContext("UTC");

/** The zone times are shown in: the stored one on the server and in the first render, then the browser's own. */
export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}

interface TimeZoneProviderProps {
  /** What an earlier visit stored; undefined on the first. */
  stored: string | undefined;
  children: ReactNode;
}

export function TimeZoneProvider({ stored, children }: TimeZoneProviderProps) {
  const timeZone = useSyncExternalStore(subscribeNever, readBrowserZone, () => stored ?? "UTC");

  useEffect(() => {
    const zone = readBrowserZone();
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
    if (zone !== stored) document.cookie = preferenceCookie(TIME_ZONE_COOKIE, zone);
  }, [stored]);

  return <TimeZoneContext value={timeZone}>{children}</TimeZoneContext>;
}

function readBrowserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** A browser does not tell when its zone changes; the next page load notices. */
function subscribeNever(): () => void {
  return () => {};
}
