import { createServer, type IncomingMessage, type Server } from "node:http";
import * as z from "zod";
import { isSameSecret } from "@/lib/same-secret";
import { parseQueueItemId } from "./call";
import { type EngineEvent, parseEvents, toJsonText } from "./events";
import { unsupportedSentence } from "./registry";
import type { Lease, SavedStep } from "./runs";
import { isAuthorized } from "./signature";

interface ServerOptions {
  eventKey: string;
  signingKey: string;
  /** Resolves once the events are safely stored. */
  onEvents(events: EngineEvent[]): Promise<void>;
  /** False when the lease is no longer valid. */
  onCheckpoint(lease: Lease, steps: SavedStep[]): Promise<boolean>;
  onError(error: unknown, path: string): void;
}

interface Answer {
  status: number;
  body?: unknown;
}

const MAX_BODY_BYTES = 3 * 1024 * 1024;
const MAX_EVENTS = 5000;

const checkpointSchema = z.object({
  qi_id: z.string(),
  steps: z.array(z.object({ id: z.string(), op: z.string(), data: z.unknown().optional() })),
});

/** The HTTP side of the engine: events in, checkpoints from the SDK, health. */
export function createEngineServer(options: ServerOptions): Server {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    let answer: Answer;
    try {
      answer = await route(request, path, options);
    } catch (error) {
      options.onError(error, path);
      answer = refuse(503, "The engine cannot reach its database; try again.");
    }
    const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      "x-inngest-server-kind": "cloud",
      // What was not read (an oversized body) must not be taken for the next request.
      ...(request.complete ? {} : { connection: "close" }),
    });
    response.end(text);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  return server;
}

async function route(request: IncomingMessage, path: string, options: ServerOptions): Promise<Answer> {
  if (path === "/health" && request.method === "GET") return { status: 200, body: { status: 200 } };
  const [, kind = "", key = ""] = path.match(/^\/(e)\/([^/]+)$/) ?? [];
  if (kind) {
    if (request.method !== "POST") return refuse(405, "Send events by POST.");
    if (!isSameSecret(decode(key), options.eventKey)) return refuse(401, "Event key not found");
    return receiveEvents(request, options);
  }
  if (!isAuthorized(request.headers.authorization, options.signingKey)) {
    return refuse(401, "The signing key is missing or wrong.");
  }
  if (request.method === "POST" && /^\/v1\/checkpoint\/[^/]+\/async$/.test(path)) {
    return receiveCheckpoint(request, options);
  }
  return refuse(501, unsupportedSentence(`${request.method} ${path}`));
}

async function receiveEvents(request: IncomingMessage, { onEvents }: ServerOptions): Promise<Answer> {
  const text = await readBody(request);
  if (text === undefined) return refuse(413, `A request may carry ${MAX_BODY_BYTES} bytes.`);
  let events: EngineEvent[];
  try {
    const seed = request.headers["x-inngest-event-id-seed"];
    events = parseEvents(JSON.parse(text), typeof seed === "string" ? seed : undefined);
  } catch (error) {
    return refuse(400, error instanceof z.ZodError ? z.prettifyError(error) : "The body is not valid JSON.");
  }
  if (events.length > MAX_EVENTS) return refuse(413, `A request may carry ${MAX_EVENTS} events.`);
  await onEvents(events);
  return { status: 200, body: { ids: events.map(({ id }) => id), status: 200 } };
}

async function receiveCheckpoint(request: IncomingMessage, { onCheckpoint }: ServerOptions): Promise<Answer> {
  const text = await readBody(request);
  if (text === undefined) return refuse(413, `A checkpoint may carry ${MAX_BODY_BYTES} bytes.`);
  const parsed = checkpointSchema.safeParse(parseJson(text));
  const lease = parsed.success ? parseQueueItemId(parsed.data.qi_id) : undefined;
  if (!parsed.success || !lease) return refuse(400, "This is not a checkpoint.");
  const { steps } = parsed.data;
  const other = steps.find(({ op }) => op !== "StepRun" && op !== "Step");
  if (other) return refuse(400, unsupportedSentence(`the step operation "${other.op}" in a checkpoint`));
  const saved = steps.map(({ id, data }): SavedStep => [id, toJsonText({ data: data ?? null })]);
  const isHeld = await onCheckpoint(lease, saved);
  return isHeld ? { status: 200 } : refuse(409, "This call's lease has passed to another worker.");
}

function refuse(status: number, error: string): Answer {
  return { status, body: { error, status } };
}

/** The body as text; undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
