import { holds, isMet } from "@/features/event-filter/evaluate";
import type { FilterCondition, PayloadFilter } from "@/features/event-filter/schema";
import { filesIn } from "@/features/incoming-webhooks/json-files";
import { withDirectionMarks } from "@/lib/direction-marks";
import type { ReceivedFile } from "@/lib/multipart";
import { isRecord, ownValue, readPath } from "@/lib/own-path";

/** What came, as conditions, keys and mappings see it. */
export interface Received {
  payload: unknown;
  files: readonly ReceivedFile[];
  /** Without those that hold a secret; names in lower case. */
  headers: Readonly<Record<string, string>>;
}

const NAME_START = 90;
const NAME_END = 30;
const TYPE_MAX = 80;

/** What was read of a body. */
type Read = Pick<Received, "payload"> & Partial<Received>;

export function toReceived(read: Read): Received {
  const { payload, headers = {} } = read;
  return { payload, files: allFiles(read).map(toShown), headers };
}

/** Those that came beside the payload in a form, and those within it. */
export function allFiles({ payload, files = [] }: Read): ReceivedFile[] {
  return [...files, ...filesIn(payload)];
}

/** A file as it can be shown anywhere: a sender may call it what it likes. */
function toShown({ field, name, type, size }: ReceivedFile): ReceivedFile {
  const line = (text: string) => withDirectionMarks(text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim());
  return {
    field: shortened(line(field)),
    name: shortened(line(name)),
    type: line(type).slice(0, TYPE_MAX),
    size,
  };
}

/** With its end, which says what it is. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= NAME_START + NAME_END) return name;
  return `${characters.slice(0, NAME_START).join("")}…${characters.slice(-NAME_END).join("")}`;
}

/** What can be read beside the payload's own fields. A field of the payload's that has the same name counts before it. */
export function besideOf({ payload, files, headers }: Received): Record<string, unknown> {
  return {
    payload,
    ...(files.length > 0 && { files }),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
}

export function hasOwnField({ payload }: Received, name: string): boolean {
  return ownValue(payload, name) !== undefined;
}

interface Place {
  /** The payload, or what is beside it. */
  holder: unknown;
  /** From there on. */
  names: string[];
}

/** Where a path leads. One to a header names it, in whatever case: `headers` by itself is nothing that a path could mean. */
export function placeOf(received: Received, path: string): Place {
  const names = path.split(".");
  const [first = ""] = names;
  const isBeside = !hasOwnField(received, first) && isOfBeside(received, names);
  return isBeside
    ? { holder: besideOf(received), names: besideNames(names) }
    : { holder: received.payload, names };
}

export function readReceived(received: Received, path: string): unknown {
  const { holder, names } = placeOf(received, path);
  return readPath(holder, names.join("."));
}

function isOfBeside(received: Received, [first = "", ...rest]: string[]): boolean {
  return Object.hasOwn(besideOf(received), first) && (first !== "headers" || rest.length > 0);
}

function besideNames(names: string[]): string[] {
  return names[0] === "headers" ? names.map((name) => name.toLowerCase()) : names;
}

/** As `fits` of the filter has it, over all that came. */
export function fitsReceived(received: Received, filter: PayloadFilter): boolean {
  return isMet(filter, (condition) => holdsFor(received, condition));
}

export function holdsFor(received: Received, condition: FilterCondition): boolean {
  const { payload } = received;
  const names = condition.path.split(".");
  const [first = ""] = names;
  const elements = Array.isArray(payload) ? payload : [payload];
  const isOwn = elements.some((element) => isRecord(element) && Object.hasOwn(element, first));
  // A condition has no other way into the payload than its names.
  if (first === "payload" || isOwn || !isOfBeside(received, names)) return holds(payload, condition);
  return holds(besideOf(received), { ...condition, path: besideNames(names).join(".") });
}
