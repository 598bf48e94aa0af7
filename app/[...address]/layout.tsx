import type { ReactNode } from "react";
import AdminLayout from "@/app/(admin)/layout";
import { findContext } from "@/features/auth/context";

/** A member stays in the frame of the desk. */
export default async function MissingLayout({ children }: { children: ReactNode }) {
  return (await findContext()) ? <AdminLayout>{children}</AdminLayout> : children;
}
