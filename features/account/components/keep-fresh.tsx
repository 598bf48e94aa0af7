"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { SECOND_MS } from "@/lib/time";

const REFRESH_MS = 20 * SECOND_MS;

/** Answers come at any time: asks for the page again while it is in view. What is typed in it stays. */
export function KeepFresh() {
  const router = useRouter();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") router.refresh();
    };
    const timer = setInterval(look, REFRESH_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [router]);
  return null;
}
