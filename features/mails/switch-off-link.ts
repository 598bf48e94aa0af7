import "server-only";
import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { mailChoiceHref } from "@/features/account/links";
import { env } from "@/lib/env";
import { signingKeys } from "@/lib/keyring";

const PURPOSE = "mails-off";
const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

/** For people: a page with a button, since programs that look at mails follow links. */
export function switchOffUrl(customerId: string): string {
  return new URL(mailChoiceHref(tokenFor(customerId)), env.APP_URL).href;
}

/** For mail programs, which send a POST without asking further. */
export function oneClickUrl(customerId: string): string {
  return new URL(`/api/mails/${tokenFor(customerId)}`, env.APP_URL).href;
}

/** Whose mails the link of this token is about; null for one that we never made. It has no end, as mails are kept for years. */
export function customerOfToken(token: string): string | null {
  const [, customerId, signature] = TOKEN.exec(token) ?? [];
  if (!customerId || !signature) return null;
  const given = Buffer.from(signature, "base64url");
  const isOurs = signingKeys(PURPOSE).some((key) => timingSafeEqual(given, digest(key, customerId)));
  return isOurs ? customerId : null;
}

function tokenFor(customerId: string): string {
  const [key] = signingKeys(PURPOSE);
  return `${customerId}.${digest(key, customerId).toString("base64url")}`;
}

function digest(key: KeyObject, customerId: string): Buffer {
  return createHmac("sha256", key).update(customerId).digest();
}
