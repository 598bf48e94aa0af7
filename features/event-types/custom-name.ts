import { EVENT_TYPES, isEventType } from "@/features/event-catalog/names";
import { toType } from "@/features/event-catalog/reply-v3-names";

/** Linear whatever the text: each part begins with a separator, which is nothing else. */
const NAME = /^[a-z][a-z0-9_]*(?:[.:-][a-z0-9_]+)*$/;

/** What stands before the first dot of a built-in type. */
const OWN_PREFIXES = new Set(EVENT_TYPES.filter((type) => type.includes(".")).map(prefixOf));

/** Why an organization may not call a type of its own so, be it for an older name of one of ours; null when it may. Types to come with later versions stand under our own prefixes. */
export function customNameProblem(name: string): string | null {
  if (!NAME.test(name)) return "Use lower-case words, with dots between them: order.shipped";
  if (OWN_PREFIXES.has(prefixOf(name)))
    return `What begins with ${prefixOf(name)}. comes with Replify. Choose another first word.`;
  if (isOwnName(name)) return "Replify has an event type of this name. Choose another.";
  return null;
}

function prefixOf(name: string): string {
  return name.split(".")[0] ?? name;
}

function isOwnName(name: string): boolean {
  return isEventType(name) || toType(name) !== name;
}
