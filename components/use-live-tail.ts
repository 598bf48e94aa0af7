"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { parseJson } from "@/lib/parse-json";
import { SECOND_MS } from "@/lib/time";
import { announce } from "./live-regions";

const POLL_MS = 3 * SECOND_MS;
const SUMMARY_MS = 10 * SECOND_MS;

interface TailOptions<Row> {
  /** Where the server tells what is new; null while the list is not live. */
  url: string | null;
  /** Takes in rows; after a new beginning they are the newest there are. */
  onRows(rows: Row[], isFirst: boolean): void;
  /** Asks for the newest rows, where the server can't tell by itself. */
  poll(): Promise<unknown>;
}

/**
 * Rows as the server tells of them; says whether it does. Only what can be seen is watched: a tab in the background gives its connection back,
 * of which a browser has few.
 */
export function useLiveTail<Row>({ url, onRows, poll }: TailOptions<Row>): { isConnected: boolean } {
  const [isConnected, setConnected] = useState(false);
  const takeIn = useEffectEvent(onRows);
  const ask = useEffectEvent(() =>
    poll().then(
      () => setConnected(true),
      () => setConnected(false),
    ),
  );

  useEffect(() => {
    if (url === null) return;
    const address = url;
    let close = () => {};
    function watch() {
      close();
      close = document.hidden
        ? () => {}
        : openStream<Row>(address, { onRows: takeIn, onConnected: setConnected, ask });
    }
    watch();
    document.addEventListener("visibilitychange", watch);
    return () => {
      document.removeEventListener("visibilitychange", watch);
      close();
    };
  }, [url]);

  return { isConnected };
}

interface StreamHandlers<Row> {
  onRows(rows: Row[], isFirst: boolean): void;
  onConnected(isConnected: boolean): void;
  ask(): void;
}

function openStream<Row>(url: string, { onRows, onConnected, ask }: StreamHandlers<Row>): () => void {
  const source = new EventSource(url);
  let isFirst = true;
  let polling: ReturnType<typeof setInterval> | undefined;
  onConnected(false);
  source.onopen = () => {
    isFirst = true;
    onConnected(true);
  };
  source.onmessage = ({ data }) => {
    // They are made as the answer of the list would have them.
    onRows(parseJson(String(data)) as Row[], isFirst);
    isFirst = false;
  };
  source.onerror = () => {
    onConnected(false);
    // Else the browser tries again by itself.
    if (source.readyState !== EventSource.CLOSED || polling !== undefined) return;
    ask();
    polling = setInterval(ask, POLL_MS);
  };
  return () => {
    source.close();
    clearInterval(polling);
  };
}

/** Says how many came, in one sentence every ten seconds. */
export function useArrivalSummary(noun: string): (arrived: number) => void {
  const [arrived, setArrived] = useState(0);
  const tell = useEffectEvent(() => {
    if (arrived > 0) announce(`${arrived.toLocaleString("en-GB")} new ${noun}`);
    setArrived(0);
  });
  useEffect(() => {
    const timer = setInterval(tell, SUMMARY_MS);
    return () => clearInterval(timer);
  }, []);
  return (more) => setArrived((known) => known + more);
}
