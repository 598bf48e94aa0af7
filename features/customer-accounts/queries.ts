import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { database } from "@/db/client";
import type { REGISTRATION_POLICIES } from "@/db/enums";
import { customerAccounts, organizations } from "@/db/schema";

export interface Account {
  id: string;
  organizationId: number;
  customerId: string;
  email: string;
  emailVerifiedAt: Date | null;
}

export const accountColumns = {
  id: customerAccounts.id,
  organizationId: customerAccounts.organizationId,
  customerId: customerAccounts.customerId,
  email: customerAccounts.email,
  emailVerifiedAt: customerAccounts.emailVerifiedAt,
};

export async function findAccount(organizationId: number, email: string): Promise<Account | null> {
  const [account] = await database()
    .select(accountColumns)
    .from(customerAccounts)
    .where(and(eq(customerAccounts.organizationId, organizationId), eq(customerAccounts.email, email)));
  return account ?? null;
}

/** By the id that a link or session of the account holds. */
export async function findAccountById(id: string): Promise<Account | null> {
  const [account] = await database()
    .select(accountColumns)
    .from(customerAccounts)
    .where(eq(customerAccounts.id, id));
  return account ?? null;
}

export type RegistrationPolicy = (typeof REGISTRATION_POLICIES)[number];

/** What its customers may know of an organization. */
export interface Desk {
  id: number;
  name: string;
  /** As `#rrggbb`; null for ours. */
  brandColor: string | null;
  registration: RegistrationPolicy;
}

export async function readDesk(id: number): Promise<Desk> {
  const [desk] = await selectDesks().where(eq(organizations.id, id));
  if (!desk) throw new Error(`there is no organization ${id}`);
  return desk;
}

/** Whose customers they are who come by themselves, without an app that says so. Null before set-up. */
export async function findFirstDesk(): Promise<Desk | null> {
  const [desk] = await selectDesks().orderBy(asc(organizations.id)).limit(1);
  return desk ?? null;
}

/** Where a page has nothing that names one; null while there are several. */
export async function findOnlyDesk(): Promise<Desk | null> {
  const [desk, another] = await selectDesks().limit(2);
  return desk && !another ? desk : null;
}

function selectDesks() {
  return database()
    .select({
      id: organizations.id,
      name: organizations.name,
      brandColor: organizations.brandColor,
      registration: organizations.customerRegistration,
    })
    .from(organizations);
}
