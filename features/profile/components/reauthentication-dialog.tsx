"use client";

import { useEffect, useRef, useState } from "react";
import { onDemand } from "@/components/ui/on-demand";
import { onReauthenticationRequired } from "@/lib/api-client";

const forms = onDemand(() => import("./reauthentication-form"));

/** Asks the person to show who they are when a call needs it, whatever that call is; several that wait are answered together. */
export function ReauthenticationDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const parts = forms.useParts(isOpen);
  const waiting = useRef<((isConfirmed: boolean) => void)[]>([]);

  useEffect(
    () =>
      onReauthenticationRequired(() => {
        setIsOpen(true);
        return new Promise((resolve) => waiting.current.push(resolve));
      }),
    [],
  );

  function answer(isConfirmed: boolean) {
    setIsOpen(false);
    for (const resolve of waiting.current.splice(0)) resolve(isConfirmed);
  }

  return parts && <parts.ReauthenticationForm isOpen={isOpen} onAnswer={answer} />;
}
