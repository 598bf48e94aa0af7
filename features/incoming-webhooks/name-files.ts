import "server-only";
import { formatBytes } from "@/components/format-bytes";
import type { IncomingAction } from "@/db/enums";
import { MESSAGE_MAX } from "@/features/chats/schema";
import { isFieldOf } from "@/features/incoming-webhooks/fields";
import { pathsRead } from "@/features/incoming-webhooks/mapping";
import type { Mapping } from "@/features/incoming-webhooks/mapping-type";
import { hasOwnField, type Received } from "@/features/incoming-webhooks/received";
import { BODY_MAX } from "@/features/tickets/schema";
import type { ReceivedFile } from "@/lib/multipart";

const MAX_NAMED = 20;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields with the files that came along named at the end of the body: nobody who reads the ticket should think that there were none. Those
 * that the mapping puts into the body itself are not named twice.
 */
export function nameFiles(
  action: IncomingAction,
  fields: Fields,
  { received, mapping }: { received: Received; mapping: Mapping },
): Fields {
  if (received.files.length === 0 || !isFieldOf(action, "body")) return fields;
  const body = typeof fields.body === "string" ? fields.body : "";
  const isPlaced = placedBy(mapping.body, received, body);
  const files = received.files.filter((file) => !isPlaced(file));
  if (files.length === 0) return fields;
  const list = listOf(files);
  const room = (action === "post_message" ? MESSAGE_MAX : BODY_MAX) - list.length - 3;
  const text = body.length > room ? `${body.slice(0, room).replace(/[\ud800-\udbff]$/, "")}…` : body;
  return { ...fields, body: text.trim() === "" ? list : `${text.trimEnd()}\n\n${list}` };
}

/** Whether the body's source names a file: it reads `files`, or where the file stands in the payload and gives its name. */
function placedBy(source: string | undefined, received: Received, body: string) {
  const paths = source === undefined ? [] : pathsRead(source);
  const isWholeList = paths.some(([first]) => first === "files") && !hasOwnField(received, "files");
  return ({ field, name }: ReceivedFile): boolean => {
    const place = field.split(".");
    const isRead = paths.some((path) => path.every((part, index) => part === (place[index] ?? part)));
    return isWholeList || (isRead && name !== "" && body.includes(name));
  };
}

function listOf(files: readonly ReceivedFile[]): string {
  const lines = files
    .slice(0, MAX_NAMED)
    .map(
      ({ field, name, type, size }) => `- ${name || field} (${type || "unknown type"}, ${formatBytes(size)})`,
    );
  const more = files.length - lines.length;
  if (more > 0) lines.push(`- and ${more} more, which the request lists`);
  return `${files.length === 1 ? "File" : "Files"} that came with it:\n${lines.join("\n")}`;
}
