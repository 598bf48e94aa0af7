import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { BOUND_TO } from "@/db/encrypted-columns";
import { auditLog, subscriptions } from "@/db/schema";
import { echoHookSecret } from "@/e2e/receiver";
import { ctx, receiver, subscribe } from "@/features/deliveries/test-set-up";
import { updateSubscription } from "@/features/subscriptions/service";
import { verifySubscription } from "@/features/subscriptions/verify";
import { decryptSecret } from "@/lib/keyring";

/** A target that wants to be one, at the path. */
export function echoAt(path: string): string {
  receiver.behave(path, { reply: echoHookSecret });
  return `${receiver.url}${path}`;
}

export const subscribeUnverified = (input: Parameters<typeof subscribe>[0] = {}) =>
  subscribe({ verification: "x_hook_secret", ...input });

export async function subscribeVerified() {
  const { id } = await subscribeUnverified({ targetUrl: echoAt("/old") });
  await verifySubscription(ctx, id);
  return id;
}

export const changeUrl = (id: string, targetUrl: string) => updateSubscription(ctx, id, { targetUrl });

export async function rowOf(id: string) {
  const [row] = await database().select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row) throw new Error("no such subscription");
  return row;
}

export async function keptSecret(id: string): Promise<string | null> {
  const { hookSecretCiphertext } = await rowOf(id);
  return hookSecretCiphertext && decryptSecret(hookSecretCiphertext, BOUND_TO.subscriptionHookSecret(id));
}

export function sentSecrets(path: string): unknown[] {
  const asked = receiver.requests.filter((request) => request.path === path && request.text === "");
  return asked.map(({ headers }) => headers["x-hook-secret"]);
}

export function deliveredTo(path: string): number {
  return receiver.requests.filter((request) => request.path === path && request.text !== "").length;
}

export async function audited(id: string): Promise<string[]> {
  const rows = await database().select().from(auditLog).where(eq(auditLog.targetId, id)).orderBy(auditLog.id);
  return rows.map(({ action, outcome }) => (outcome === "success" ? action : `${action} (${outcome})`));
}

/** Which of these many seconds it is until the next try by ourselves; null for none. */
export async function delayUntilNextTry(id: string): Promise<number | null | undefined> {
  const { verificationDueAt } = await rowOf(id);
  if (!verificationDueAt) return null;
  const seconds = (verificationDueAt.getTime() - Date.now()) / 1000;
  return [0, 10, 60, 300, 1800].find((delay) => seconds <= delay);
}
