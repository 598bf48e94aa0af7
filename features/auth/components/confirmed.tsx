"use client";

import { useEffect } from "react";
import { announceConfirmed } from "@/features/auth/confirmation-channel";

/** The end of a window that was opened to confirm: the one that waits goes on. */
export function Confirmed() {
  useEffect(() => {
    announceConfirmed();
    window.close();
  }, []);
  return (
    <p role="status">You have confirmed that it is you. Close this window and go on in the other one.</p>
  );
}
