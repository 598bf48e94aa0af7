import {
  changeAddressHref,
  customerInvitationHref,
  customerSignInLinkHref,
  resetPasswordHref,
  verifyAddressHref,
} from "@/features/customer-accounts/links";
import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { CUSTOMER_LINK_PURPOSES } from "@/db/enums";
import { customerLinks } from "@/db/schema";
import { env } from "@/lib/env";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/time";

type LinkPurpose = (typeof CUSTOMER_LINK_PURPOSES)[number];

/** Without a prefix of ours: the log would hide it, which is where links appear while there is no mail server on one's own machine. */
const FORMAT = /^[\w-]{43}$/;

const LINKS: Record<LinkPurpose, { path: string; lastsMs: () => number }> = {
  verify_email: { path: verifyAddressHref(), lastsMs: () => DAY_MS },
  reset_password: { path: resetPasswordHref(), lastsMs: () => HOUR_MS },
  invitation: { path: customerInvitationHref(), lastsMs: () => env.INVITATION_DAYS * DAY_MS },
  change_email: { path: changeAddressHref(), lastsMs: () => DAY_MS },
  sign_in: { path: customerSignInLinkHref(), lastsMs: () => 15 * MINUTE_MS },
};

export interface CustomerLink {
  id: string;
  organizationId: number;
  email: string;
  /** Null: an invitation. */
  accountId: string | null;
  expiresAt: Date;
}

const columns = {
  id: customerLinks.id,
  organizationId: customerLinks.organizationId,
  email: customerLinks.email,
  accountId: customerLinks.accountId,
  expiresAt: customerLinks.expiresAt,
};

interface NewLink {
  organizationId: number;
  purpose: LinkPurpose;
  email: string;
  accountId: string | null;
  createdBy?: number | null;
}

/** The address is the only place where the token ever appears. */
export async function createLink(link: NewLink): Promise<{ url: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const { path, lastsMs } = LINKS[link.purpose];
  const [row] = await database()
    .insert(customerLinks)
    .values({
      ...link,
      tokenHash: hashOf(token),
      expiresAt: sql`now() + make_interval(secs => ${lastsMs() / SECOND_MS})`,
    })
    .returning({ expiresAt: customerLinks.expiresAt });
  if (!row) throw new Error("insert returned no row");
  const url = new URL(path, env.APP_URL);
  url.searchParams.set("token", token);
  return { url: url.href, expiresAt: row.expiresAt };
}

/** Null for one that never was, was used, or is too old. */
export async function findLink(purpose: LinkPurpose, token: string): Promise<CustomerLink | null> {
  if (!FORMAT.test(token)) return null;
  const [link] = await database().select(columns).from(customerLinks).where(isOpen(purpose, token));
  return link ?? null;
}

/** Uses it up: one call gets it, however many come at once. */
export async function takeLink(purpose: LinkPurpose, token: string): Promise<CustomerLink | null> {
  if (!FORMAT.test(token)) return null;
  const [link] = await database()
    .update(customerLinks)
    .set({ usedAt: sql`now()` })
    .where(isOpen(purpose, token))
    .returning(columns);
  return link ?? null;
}

/** Those of an account that are still open end, e.g. because its password is another one now. */
export async function endLinks(accountId: string, purpose: LinkPurpose): Promise<void> {
  await database()
    .update(customerLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(customerLinks.accountId, accountId),
        eq(customerLinks.purpose, purpose),
        isNull(customerLinks.usedAt),
      ),
    );
}

function isOpen(purpose: LinkPurpose, token: string) {
  return and(
    eq(customerLinks.tokenHash, hashOf(token)),
    eq(customerLinks.purpose, purpose),
    isNull(customerLinks.usedAt),
    gt(customerLinks.expiresAt, sql`now()`),
    // One that was mailed while the account's address was changed went to the former one.
    sql`(${customerLinks.accountId} is null or ${customerLinks.purpose} = 'change_email' or exists (
      select from customer_accounts a where a.id = ${customerLinks.accountId} and a.email = ${customerLinks.email}))`,
  );
}

/** Invitations to an address have no account to be ended by. */
export async function endInvitations(organizationId: number, email: string): Promise<void> {
  await database()
    .update(customerLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(customerLinks.organizationId, organizationId),
        eq(customerLinks.email, email),
        eq(customerLinks.purpose, "invitation"),
        isNull(customerLinks.usedAt),
      ),
    );
}

/** 256 random bits, so SHA-256 is enough to keep them by. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
