"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { useOnceOpened } from "@/components/use-once-opened";
import { onReauthenticationRequired } from "@/lib/api-client";

const ReauthenticationForm = dynamic(() =>
  import("./reauthentication-form").then(({ ReauthenticationForm }) => ReauthenticationForm),
);

/** Asks the person to show who they are when a call needs it, whatever that call is; several that wait are answered together. */
export function ReauthenticationDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const isLoaded = useOnceOpened(isOpen);
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

  return isLoaded && <ReauthenticationForm isOpen={isOpen} onAnswer={answer} />;
}
