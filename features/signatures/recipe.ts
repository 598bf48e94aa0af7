/** What a sender of a scheme puts where. `{id}`, `{timestamp}` and `{signature}` stand for the values of one request. */
export interface SigningRecipe {
  /** What stands before the body in the signed bytes. */
  prefix: string;
  encoding: "hex" | "base64";
  headers: Readonly<Record<string, string>>;
}

export type RecipeValue = "id" | "timestamp" | "signature";

export function fillRecipe(template: string, textOf: (name: RecipeValue) => string): string {
  return template.replace(/\{(id|timestamp|signature)\}/g, (_, name: RecipeValue) => textOf(name));
}

/** Whether a request of this scheme carries the value anywhere. */
export function usesValue({ prefix, headers }: SigningRecipe, name: RecipeValue): boolean {
  return [prefix, ...Object.values(headers)].some((text) => text.includes(`{${name}}`));
}
