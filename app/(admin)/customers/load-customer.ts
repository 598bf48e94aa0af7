import { notFound } from "next/navigation";
import { cache } from "react";
import * as z from "zod";
import { requireContext } from "@/features/auth/context";
import { getCustomer } from "@/features/customers/queries";
import { NotFoundError } from "@/lib/errors";

/** Once per request, for the title and for the page. */
export const loadCustomer = cache(async (id: string) => {
  if (!z.uuid().safeParse(id).success) notFound();
  return getCustomer(await requireContext(), id).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
});
