"use client";

import { CircleCheck, CircleX, Info } from "lucide-react";
import { useEffect } from "react";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { showToasts } from "@/components/toast";
import type { Theme } from "@/lib/theme";

export function Toasts({ theme }: { theme: Theme }) {
  // Sonner shows only what is said once it is there.
  useEffect(() => showToasts(({ kind, text, options }) => void sonner[kind](text, options)), []);
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      closeButton
      visibleToasts={4}
      containerAriaLabel="Notifications"
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleX aria-hidden className="size-4 text-danger" />,
        info: <Info aria-hidden className="size-4 text-info" />,
      }}
      toastOptions={{ duration: 6_000, closeButtonAriaLabel: "Dismiss notification" }}
    />
  );
}
