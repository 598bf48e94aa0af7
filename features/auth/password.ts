import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { createGate, SIGN_IN_LIMITS } from "@/lib/gate";

/** OWASP's minimum for argon2id, which is the library's default algorithm. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes run on libuv's pool, which DNS and files share; more than a few at once would starve them. */
const limited = createGate("password hashes", { atOnce: 2, waiting: 50, refusal: SIGN_IN_LIMITS.refusal });

export function hashPassword(password: string): Promise<string> {
  return limited(() => hash(password, OPTIONS));
}

/** Takes the same time for an unknown user (`hash` null) as for a wrong password. */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await limited(async () => verify(passwordHash ?? (await dummyHash()), password));
  return matches && passwordHash !== null;
}

let dummy: Promise<string> | undefined;

function dummyHash(): Promise<string> {
  dummy ??= hash("no user has this password", OPTIONS);
  return dummy;
}
