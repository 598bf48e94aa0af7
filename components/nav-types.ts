import type { ReactNode } from "react";

export interface NavItem {
  href: string;
  label: string;
  /** A lucide icon element. */
  icon: ReactNode;
  /** Shown only above zero. */
  count?: number;
  /** What is counted, for screen readers: "open tickets". */
  countLabel?: string;
  /** A sequence such as "g t" that opens it. */
  hotkey?: string;
}

export interface NavGroup {
  /** The first group usually needs none. */
  label?: string;
  items: NavItem[];
}
