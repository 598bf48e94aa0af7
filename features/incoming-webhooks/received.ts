import { conditionsOf } from "@/features/event-filter/conditions";
import { holds } from "@/features/event-filter/evaluate";
import type { FilterCondition, PayloadFilter } from "@/features/event-filter/schema";
import { filesIn } from "@/features/incoming-webhooks/json-files";
import { withDirectionMarks } from "@/lib/direction-marks";
import type { ReceivedFile } from "@/lib/multipart";
import { isRecord, ownValue } from "@/lib/own-path";

/** What came, as conditions, keys and mappings see it. */
export interface Received {
  payload: unknown;
  files: readonly ReceivedFile[];
}

const NAME_START = 90;
const NAME_END = 30;
const TYPE_MAX = 80;

/** What was read of a body. */
type Read = Pick<Received, "payload"> & Partial<Received>;

export function toReceived(read: Read): Received {
  return { payload: read.payload, files: allFiles(read).map(toShown) };
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
export function besideOf({ payload, files }: Received): Record<string, unknown> {
  return { payload, ...(files.length > 0 && { files }) };
}

export function hasOwnField({ payload }: Received, name: string): boolean {
  return ownValue(payload, name) !== undefined;
}

/** What a path goes into: the payload, or what is beside it. */
export function startOf(received: Received, path: string): unknown {
  const [first = ""] = path.split(".", 1);
  const beside = besideOf(received);
  return Object.hasOwn(beside, first) && !hasOwnField(received, first) ? beside : received.payload;
}

/** As `fits` of the filter has it, over all that came. */
export function fitsReceived(received: Received, filter: PayloadFilter): boolean {
  const conditions = conditionsOf(filter);
  return filter.any
    ? conditions.some((condition) => holdsFor(received, condition))
    : conditions.every((condition) => holdsFor(received, condition));
}

export function holdsFor(received: Received, condition: FilterCondition): boolean {
  const [first = ""] = condition.path.split(".", 1);
  const { payload: _, ...beside } = besideOf(received);
  const elements = Array.isArray(received.payload) ? received.payload : [received.payload];
  const isOwn = elements.some((element) => isRecord(element) && Object.hasOwn(element, first));
  return holds(Object.hasOwn(beside, first) && !isOwn ? beside : received.payload, condition);
}
