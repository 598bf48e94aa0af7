import type * as z from "zod";
import { readJson, readText } from "@/app/api/_lib/body";
import { type Call, frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { parseInput } from "@/app/api/_lib/parse";
import { OAUTH } from "@/app/api/_lib/surfaces";
import { authenticateFirstParty } from "@/features/customer-accounts/first-party";
import { limitUnauthorized } from "@/features/limits/calls";
import { type Form, parseForm } from "@/features/oauth/form";
import { authenticateClient } from "@/features/oauth-clients/authenticate-client";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import type { Client } from "@/lib/context";
import { AppError } from "@/lib/errors";

const MAX_BYTES = 64 * 1024;
/** Of strangers' passwords no more is read than one may have. */
const MAX_JSON_BYTES = 8 * 1024;
const FORM_TYPE = "application/x-www-form-urlencoded";

/** The exports of a route file of the protocol, where apps send forms. `serve` gives the JSON to answer, or null for nothing to say. */
export function oauthEndpoint(place: string, serve: (form: Form, call: Call) => Promise<object | null>) {
  const POST = frame(OAUTH, place, (call) =>
    countGuesses(call, async () => {
      const answer = await serve(await readForm(call.request), call);
      if (answer === null) return new Response(null, { status: 200 });
      return jsonAnswer(JSON.stringify(answer), { status: 200 });
    }),
  );
  return methods({ POST }, { surface: OAUTH });
}

/** What stands in each body beside what the endpoint asks for. */
interface SentByApp {
  client_id: string;
  client_secret?: string | undefined;
}

interface FirstPartyEndpoint<Body extends z.ZodType<SentByApp>> {
  body: Body;
  status: 200 | 201;
  serve(client: RegisteredClient, body: z.output<Body>, caller: Client): Promise<object>;
}

/** The same where an app of the desk itself sends JSON, with a customer's password in it. */
export function firstPartyEndpoint<Body extends z.ZodType<SentByApp>>(
  place: string,
  endpoint: FirstPartyEndpoint<Body>,
) {
  const { status, serve } = endpoint;
  const POST = frame(OAUTH, place, (call) =>
    countGuesses(call, async () => {
      const body = parseInput(endpoint.body, (await readJson(call.request, MAX_JSON_BYTES)).value);
      const client = await authenticateFirstParty({
        authorization: call.request.headers.get("authorization"),
        clientId: body.client_id,
        clientSecret: body.client_secret,
      });
      return jsonAnswer(JSON.stringify(await serve(client, body, call.client)), { status });
    }),
  );
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

/** Whoever shows a wrong secret counts for their address. */
async function countGuesses(call: Call, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (mayBeGuess(error)) await limitUnauthorized(call.client.ip);
    throw error;
  }
}

function mayBeGuess(error: unknown): boolean {
  return error instanceof OAuthError && (error.error === "invalid_client" || error.error === "invalid_grant");
}
