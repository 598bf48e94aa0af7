import "server-only";
import { dictionary } from "@zxcvbn-ts/language-common";
import { hashPassword } from "@/features/auth/password";
import { MIN_PASSWORD_LENGTH } from "@/features/auth/password-length";
import { newPasswordSchema } from "@/features/auth/schema";
import { InvalidFieldError } from "@/lib/errors";

/** Whose password it is to be, with what a stranger knows of them. */
export interface PasswordOwner {
  email: string;
  name: string;
  organizationName: string;
}

const PRODUCT = "replify";
/** Shorter pieces of a name are part of too many honest words. */
const MIN_WORD_LENGTH = 3;
/** Of characters that are not the owner's own names. */
const MIN_OTHER_CHARACTERS = 8;

/** The only way to a hash of a password that somebody chose. Throws InvalidError at `path` for one that is easily guessed. */
export async function hashNewPassword(
  password: string,
  owner: PasswordOwner,
  path = "password",
): Promise<string> {
  const message = weaknessOf(password, owner);
  if (message === null) return hashPassword(password);
  throw new InvalidFieldError(path, message);
}

/** Why a password is refused, or null. */
export function weaknessOf(password: string, owner: PasswordOwner): string | null {
  const parsed = newPasswordSchema.safeParse(password);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "Choose another password.";
  const folded = fold(password);
  if (isRepeated(folded)) return "It repeats one character or word. Use several different words.";
  if (commonPasswords().has(folded)) return "Many people use this password. Choose another.";
  if (isMadeOfNames(folded, owner))
    return "It is made of your name, email address or workspace name. Use words that nobody can guess from them.";
  return null;
}

/** One character or group of characters over and over, or one word however it is separated. */
function isRepeated(text: string): boolean {
  const words = text.split(/[\s\p{P}\p{S}]+/u).filter(Boolean);
  if (words.length > 1 && new Set(words).size === 1) return true;
  // The whole is as good as what it repeats, and that might be long enough.
  const period = periodOf(text);
  return period < MIN_PASSWORD_LENGTH && 2 * period <= text.length;
}

/** After how many characters a text starts over; its length if it never does. */
function periodOf(text: string): number {
  let period = 1;
  while (!text.startsWith(text.slice(period))) period++;
  return period;
}

/** Whether too little is left of it without the names. */
function isMadeOfNames(text: string, owner: PasswordOwner): boolean {
  const rest = namesOf(owner).reduce((left, name) => left.replaceAll(name, ""), text);
  return rest.length < text.length && rest.length < MIN_OTHER_CHARACTERS;
}

/** The longest first, so that none leaves half of another. */
function namesOf({ email, name, organizationName }: PasswordOwner): string[] {
  const whole = [email, email.split("@")[0] ?? "", name, organizationName, PRODUCT].map(fold);
  const parts = whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...new Set([...whole, ...parts])]
    .filter((text) => text.length >= MIN_WORD_LENGTH)
    .toSorted((a, b) => b.length - a.length);
}

let common: ReadonlySet<string> | undefined;

/** About 49,000; only whoever chooses a password needs them. */
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(dictionary["passwords-common"].map(fold));
  return common;
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
