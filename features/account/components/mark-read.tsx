"use client";

import { useEffect } from "react";
import { markTicketOfAccountRead } from "@/features/account/actions";

/** Counts what is shown as read, and only while the page is in view. */
export function MarkRead({ ticketId, commentId }: { ticketId: string; commentId: string }) {
  useEffect(() => {
    const mark = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", mark);
      markTicketOfAccountRead(ticketId, commentId).catch(() => {});
    };
    document.addEventListener("visibilitychange", mark);
    mark();
    return () => document.removeEventListener("visibilitychange", mark);
  }, [ticketId, commentId]);
  return null;
}
