import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { installation } from "@/db/schema";

interface InngestContact {
  /** Infinity when it never did. */
  calledMsAgo: number;
  isSilent: boolean;
}

/** When an Inngest server last called any worker of this installation. */
export async function getInngestContact(): Promise<InngestContact> {
  const [row] = await database()
    .select({
      calledMsAgo: sql<
        number | null
      >`extract(epoch from now() - ${installation.inngestCalledAt})::float8 * 1000`,
      isSilent: sql<boolean>`${installation.inngestSilentSince} is not null`,
    })
    .from(installation);
  return { calledMsAgo: row?.calledMsAgo ?? Infinity, isSilent: row?.isSilent ?? false };
}
