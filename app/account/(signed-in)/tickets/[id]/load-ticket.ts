import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import * as z from "zod";
import { requireAccount } from "@/features/account/caller";
import { getOwnTicket } from "@/features/troubleshooter/queries";
import { NotFoundError } from "@/lib/errors";

/** Once per request, for the title and for the page. Another customer's ticket is none. */
export const loadTicket = cache(async (id: string) => {
  const { ctx } = await requireAccount();
  if (!z.uuid().safeParse(id).success) notFound();
  return getOwnTicket(ctx, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
});
