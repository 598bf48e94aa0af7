import { isRecord, ownValue } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import type { DeliveryContent } from "./format";
import { pageOf } from "./links";

/** What a person reads in a chat room, as plain text. */
export interface Message {
  /** A sentence in three parts, of which the middle one is linked. */
  before: string;
  object: string;
  after: string;
  facts: Fact[];
  url: string;
}

interface Fact {
  label: string;
  value: string;
}

/** Fields that say in one line what something is. */
const TITLES = ["title", "subject", "name", "summary", "displayName", "label", "message", "description"];

export function messageOf(delivery: DeliveryContent, appUrl: string): Message {
  const parsed = parseJson(delivery.data);
  const data = isRecord(parsed) ? parsed : {};
  return { ...unknownEvent(delivery, data), url: pageOf(delivery, appUrl) };
}

function unknownEvent({ eventName }: DeliveryContent, data: Record<string, unknown>): Omit<Message, "url"> {
  const title = TITLES.map((name) => ownValue(data, name)).find(
    (value) => typeof value === "string" && value,
  );
  return { before: "", object: eventName, after: title ? `: ${title}` : "", facts: [] };
}
