import { readText } from "@/app/api/_lib/body";
import { type Call, frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { OAUTH } from "@/app/api/_lib/surfaces";
import { limitUnauthorized } from "@/features/limits/calls";
import { authenticateClient } from "@/features/oauth/authenticate-client";
import { type Form, parseForm } from "@/features/oauth/form";
import { OAuthError } from "@/features/oauth/oauth-error";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { AppError } from "@/lib/errors";

const MAX_BYTES = 64 * 1024;
const FORM_TYPE = "application/x-www-form-urlencoded";

/** The exports of a route file of the protocol, where apps send forms. `serve` gives the JSON to answer, or null for nothing to say. */
export function oauthEndpoint(place: string, serve: (form: Form, call: Call) => Promise<object | null>) {
  const POST = frame(OAUTH, place, async (call) => {
    try {
      const answer = await serve(await readForm(call.request), call);
      if (answer === null) return new Response(null, { status: 200 });
      return jsonAnswer(JSON.stringify(answer), { status: 200 });
    } catch (error) {
      if (mayBeGuess(error)) await limitUnauthorized(call.client.ip);
      throw error;
    }
  });
  return methods({ POST }, { surface: OAUTH });
}

/** The app that sent the form. */
export function clientOfForm(form: Form, { request }: Call): Promise<RegisteredClient> {
  return authenticateClient({
    authorization: request.headers.get("authorization"),
    clientId: form.get("client_id"),
    clientSecret: form.get("client_secret"),
  });
}

async function readForm(request: Request): Promise<Form> {
  const text = await readText(request, MAX_BYTES);
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== FORM_TYPE && text !== "")
    throw new AppError("unsupported_media_type", `Send a form with the header Content-Type: ${FORM_TYPE}.`);
  return parseForm(text);
}

function mayBeGuess(error: unknown): boolean {
  return error instanceof OAuthError && (error.error === "invalid_client" || error.error === "invalid_grant");
}
