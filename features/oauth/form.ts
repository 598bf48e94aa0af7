import { OAuthError } from "@/features/oauth-clients/oauth-error";

/** The fields of a form, each of which came once and has a value. */
export type Form = ReadonlyMap<string, string>;

/** Reads a form-encoded body. What has no value counts as absent; what comes twice is refused (RFC 6749 §3.2). */
export function parseForm(text: string): Form {
  const given = [...new URLSearchParams(text)];
  const form = new Map(given);
  if (form.size < given.length)
    throw new OAuthError("invalid_request", "A parameter was given more than once.");
  for (const [name, value] of form) if (value === "") form.delete(name);
  return form;
}

export function required(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined) throw new OAuthError("invalid_request", `${name} is missing.`);
  return value;
}
