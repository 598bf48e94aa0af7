import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { acceptInvitationHref } from "@/features/team/links";
import { env } from "@/lib/env";

const FORMAT = /^rpl_it_[\w-]{43}$/;

/** 256 random bits, so SHA-256 is enough to keep them by. */
export function mintInvitationToken(): { hash: string; url: string } {
  const token = `rpl_it_${randomBytes(32).toString("base64url")}`;
  return { hash: hashInvitationToken(token), url: `${env.APP_URL}${acceptInvitationHref(token)}` };
}

export function isInvitationToken(token: string): boolean {
  return FORMAT.test(token);
}

export function hashInvitationToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
