"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { hasToasts, subscribeToFirstToast } from "@/components/toast";
import type { Theme } from "@/lib/theme";

const Toasts = dynamic(() => import("./toasts").then(({ Toasts }) => Toasts), { ssr: false });

/** Mounted once in the root layout; call `toast`. */
export function Toaster({ theme }: { theme: Theme }) {
  const isNeeded = useSyncExternalStore(subscribeToFirstToast, hasToasts, () => false);
  return isNeeded && <Toasts theme={theme} />;
}
