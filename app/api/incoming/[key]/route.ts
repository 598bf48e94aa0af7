import { type Call, frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { keepUnread } from "@/features/incoming-requests/keep";
import { findWebhook, receiveRequest } from "@/features/incoming-requests/receive";
import { Refusal } from "@/features/incoming-requests/refusal";
import { MAX_BODY_BYTES_IN_FLIGHT } from "@/features/incoming-webhooks/limits";
import { createByteBudget } from "@/lib/byte-budget";
import { AppError } from "@/lib/errors";
import { callWithoutBody, readCall } from "./read-call";

const PLACE = "/api/incoming/{key}";
const ALLOW = "POST, HEAD, OPTIONS";

const bodiesInFlight = createByteBudget(MAX_BODY_BYTES_IN_FLIGHT);

/** Where outside tools send: their credential is the signature, checked over the bytes as they came. */
const receive = frame(OPEN, PLACE, async (call) => {
  const hold = bodiesInFlight.hold();
  try {
    const unread = callWithoutBody(call);
    const webhook = await findWebhook(unread.key);
    const read = await readCall(unread, call.request, { webhook, hold }).catch((error: unknown) =>
      keepUnread(webhook, unread, error),
    );
    const { status, body } = await receiveRequest({ ...read, takeRoom: hold.take }, webhook);
    if (status === 204) return new Response(null, { status });
    return jsonAnswer(JSON.stringify(body), { status });
  } finally {
    hold.release();
  }
});

/** By which some senders try an address before they use it. */
const head = frame(OPEN, PLACE, async ({ params }) => {
  await findWebhook(String(params.key));
  return new Response(null, { status: 200 });
});

/** Whoever wonders why nothing comes finds the call in the log. */
const refuse = frame(OPEN, PLACE, async (call) => {
  const refusal = notOffered(call);
  const unread = callWithoutBody(call);
  const webhook = await findWebhook(unread.key).catch((error: unknown) => {
    if (error instanceof AppError) throw refusal;
    throw error;
  });
  return keepUnread(webhook, unread, refusal);
});

function notOffered({ request }: Call): Refusal {
  return new Refusal("method_not_allowed", {
    reason: "not_post",
    isSigned: false,
    detail: `${request.method} is not offered here. Use ${ALLOW}.`,
    headers: { allow: ALLOW },
  });
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { POST: receive },
  { own: { HEAD: head, GET: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse } },
);
