import type { ReactNode } from "react";

export interface NavItem {
  href: string;
  label: string;
  /** A lucide icon element. */
  icon: ReactNode;
  /** A count that keeps itself up to date, in place of `count`. */
  badge?: ReactNode;
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
