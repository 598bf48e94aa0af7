import { setTimeout as sleep } from "node:timers/promises";
import { readBytes } from "@/app/api/_lib/body";
import { frame } from "@/app/api/_lib/frame";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { type EchoDoor, findEchoReceiver, receiveEcho } from "@/features/echo/receive";
import { NotFoundError } from "@/lib/errors";
import { withoutPrototype } from "@/lib/own-path";
import { noteRequest } from "@/lib/request-log";

const MAX_BODY_BYTES = 256 * 1024;
/** Whoever makes a receiver slow must not have our connections wait without end. */
const MAX_WAITING = 32;

let waiting = 0;

/** Shows its receiver's people what came. No credential counts here; whoever knows the key may send. */
const receive = frame(OPEN, "/api/echo/{key}", async ({ request, params, client }) => {
  const receiver = await find(String(params.key));
  noteRequest({ organizationId: receiver.organizationId });
  const body = await readBytes(request, MAX_BODY_BYTES);
  const headers = withoutPrototype(Object.fromEntries(request.headers));
  const answer = await receiveEcho(receiver, { headers, body, ip: client.ip, isDelivery: false });
  if (!answer) throw new NotFoundError("echo receiver");
  await wait(answer.delayMs);
  return new Response(answer.body, {
    status: answer.status,
    headers: { "content-type": "application/json", ...answer.headers },
  });
});

async function find(key: string): Promise<EchoDoor> {
  // Postgres refuses to be asked for it.
  const receiver = key.includes("\0") ? undefined : await findEchoReceiver(key);
  if (!receiver) throw new NotFoundError("echo receiver");
  return receiver;
}

async function wait(delayMs: number): Promise<void> {
  if (delayMs === 0 || waiting >= MAX_WAITING) return;
  waiting += 1;
  try {
    await sleep(delayMs);
  } finally {
    waiting -= 1;
  }
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: receive });
