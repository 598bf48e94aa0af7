import type { ReactNode } from "react";
import { LetterMark } from "@/components/brand";
import { brandStyle } from "@/components/brand-style";
import { CenteredPage } from "@/components/centered-page";
import { findOnlyDesk } from "@/features/customer-accounts/queries";

/** The frame of what customers see before they are signed in: the desk's own, where it can only be that one. */
export async function CustomerPage({ children }: { children: ReactNode }) {
  const desk = await findOnlyDesk();
  if (!desk) return <CenteredPage>{children}</CenteredPage>;
  const { name, brandColor } = desk;
  const brand = { name, mark: <LetterMark name={name} />, style: brandStyle(brandColor) };
  return <CenteredPage brand={brand}>{children}</CenteredPage>;
}
