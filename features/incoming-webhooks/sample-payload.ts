import type { IncomingAction, SignatureScheme } from "@/db/enums";
import type { Mapping } from "@/features/incoming-webhooks/mapping-type";
import { pathsIn } from "@/features/incoming-webhooks/placeholders";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import type { Scheme } from "@/features/signatures/schemes/scheme";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import type { GenericSignature } from "@/lib/generic-signature";
import { isUnsafeName, ownValue } from "@/lib/own-path";

export interface SampleOf {
  scheme: SignatureScheme;
  action: IncomingAction;
  mapping: Mapping;
  /** How a sender without a name signs. */
  signature?: GenericSignature | null | undefined;
  /** The ticket that a comment or a status is for. */
  ticketNumber?: number;
}

export interface SampleInput extends SampleOf {
  url: string;
  /** Null reads it from $WEBHOOK_SECRET. */
  secret: string | null;
}

export function schemeOfSample({ scheme, signature }: Pick<SampleOf, "scheme" | "signature">): Scheme {
  return schemeOf({ signatureScheme: scheme, signature });
}

type Payload = Record<string, unknown>;

const SAMPLE_FIELDS: Record<IncomingAction, Readonly<Payload>> = {
  create_ticket: {
    subject: "Printer on fire",
    body: "It smokes when I print.",
    priority: "high",
    customer: { email: "dana@example.com", name: "Dana Moreno" },
  },
  add_comment: { ticketId: 1, body: "It still smokes.", authorName: "Dana Moreno" },
  update_status: { ticketId: 1, status: "resolved" },
  post_message: {
    body: "Is my order on its way?",
    customer: { email: "dana@example.com", name: "Dana Moreno" },
  },
};

/** Fields that take text of any form. */
const SAMPLE_TEXTS: Readonly<Record<string, string>> = {
  subject: "Printer on fire",
  body: "It smokes when I print.",
  authorName: "Dana Moreno",
  "customer.name": "Dana Moreno",
  "customer.phone": "+34 600 000 000",
  "customer.externalId": "dana-1",
};

/** Fields that take certain values only. Ids of people and teams can't be guessed, and may be left out. */
const SAMPLE_VALUES: Readonly<Payload> = {
  status: "open",
  priority: "high",
  visibility: "public",
  "customer.email": "dana@example.com",
  tags: ["printer"],
  diagnostics: { php: "8.4" },
};

/** A payload that the action can use: its own fields, or what the mapping reads, as its sender might send it. */
export function samplePayload({ scheme, action, mapping, ticketNumber = 1 }: SampleOf): object {
  const ticketId = action === "add_comment" || action === "update_status" ? { ticketId: ticketNumber } : {};
  if (Object.keys(mapping).length === 0) return { ...SAMPLE_FIELDS[action], ...ticketId };
  const payload = emptyOrExample(scheme, mapping);
  const values: Payload = { ...SAMPLE_VALUES, ...ticketId };
  const sources = Object.entries(mapping).map(([field, source]) => ({ field, paths: pathsOf(source) }));
  // What takes certain values comes last, so that it has its way where two fields read one path.
  for (const { field, paths } of sources) {
    const text = ownValue(SAMPLE_TEXTS, field);
    if (typeof text !== "string") continue;
    for (const path of paths)
      put(payload, path, { value: paths.length === 1 ? text : lastWord(path), isKept: true });
  }
  for (const { field, paths } of sources) {
    if (!Object.hasOwn(values, field)) continue;
    for (const path of paths) put(payload, path, { value: values[field], isKept: false });
  }
  return payload;
}

/** What the sender sends. Of a list nothing is taken where the mapping reads fields. */
function emptyOrExample(scheme: SampleOf["scheme"], mapping: Mapping): object {
  const example = PRESETS[scheme].example?.payload ?? {};
  const readsItems = Object.values(mapping).every((source) =>
    pathsOf(source).every(([first = ""]) => /^\d+$/.test(first)),
  );
  return Array.isArray(example) && !readsItems ? {} : structuredClone(example);
}

/** Every path that a mapping's source reads. */
function pathsOf(source: string): string[][] {
  return pathsIn(source).map((path) => path.split("."));
}

function lastWord(path: string[]): string {
  return path.at(-1)?.replaceAll("_", " ") || "example";
}

interface Putting {
  value: unknown;
  /** Whether a text or number that is there already stays. */
  isKept: boolean;
}

function put(target: object, [key, ...rest]: string[], putting: Putting): void {
  if (key === undefined || isUnsafeName(key)) return;
  const there = ownValue(target, key);
  if (rest[0] === undefined) {
    const stays = putting.isKept && there !== undefined && typeof there !== "object";
    if (!stays) Reflect.set(target, key, putting.value);
    return;
  }
  const inner = typeof there === "object" && there !== null ? there : emptyFor(rest[0]);
  Reflect.set(target, key, inner);
  put(inner, rest, putting);
}

function emptyFor(key: string): object {
  return /^\d$/.test(key) ? [] : {};
}
