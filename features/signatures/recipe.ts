import type { HmacAlgorithm } from "@/lib/signed-parts";

/** What a sender of a scheme puts where. `{id}`, `{timestamp}`, `{signature}` and so on stand for the values of one request. */
export interface SigningRecipe {
  /** What stands before the body in the signed bytes. */
  prefix: string;
  /** What stands after it. */
  suffix?: string;
  /** SHA-256 unless it says another. */
  algorithm?: HmacAlgorithm;
  encoding: "hex" | "base64";
  /** Seconds unless it says another. */
  timestampForm?: TimestampForm;
  headers: Readonly<Record<string, string>>;
}

/** Unix seconds, Unix milliseconds, or ISO 8601 in UTC. */
export type TimestampForm = "seconds" | "milliseconds" | "iso";

export type RecipeValue = "id" | "timestamp" | "signature" | "url" | "method" | "secret" | "basic";

export function fillRecipe(template: string, textOf: (name: RecipeValue) => string): string {
  return template.replace(/\{(id|timestamp|signature|url|method|secret|basic)\}/g, (_, name: RecipeValue) =>
    textOf(name),
  );
}

/** Whether a request of this scheme carries the value anywhere. */
export function usesValue({ prefix, suffix = "", headers }: SigningRecipe, name: RecipeValue): boolean {
  return [prefix, suffix, ...Object.values(headers)].some((text) => text.includes(`{${name}}`));
}

export function writeTime(nowMs: number, form: TimestampForm = "seconds"): string {
  if (form === "milliseconds") return String(nowMs);
  if (form === "iso") return new Date(nowMs).toISOString().replace(/\.\d+Z$/, "Z");
  return String(Math.floor(nowMs / 1000));
}
