"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format-number";

/** The first of a list that may be endless, until its reader asks for the rest. */
export function useFirst<Item>(items: Item[], count: number) {
  const [isWhole, setIsWhole] = useState(false);
  const first = isWhole ? items : items.slice(0, count);
  return { first, more: items.length - first.length, showAll: () => setIsWhole(true) };
}

export function ShowAll({ more, noun, onShow }: { more: number; noun: string; onShow(): void }) {
  if (more === 0) return null;
  return (
    <Button size="sm" className="self-start" onClick={onShow}>
      Show {formatCount(more)} more {noun}
    </Button>
  );
}
