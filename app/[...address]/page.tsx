import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "Page not found" };

/** Every address that leads nowhere. In app/not-found.tsx the frame would be made, and loaded, with every page. */
export default function MissingPage() {
  notFound();
}
