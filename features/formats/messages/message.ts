import type { DeliveryContent } from "@/features/formats/format";
import { pageOf } from "@/features/formats/subject-links";
import { isRecord, ownValue } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import { AUDIT_ENTRIES, CHATS, CUSTOMERS, MESSAGES, SUBSCRIPTIONS, TEAM_MEMBERS, TICKETS } from "./desk";
import { FAVORITES, LISTINGS, SEARCHES } from "./listings";
import { ACCOUNTS, CALLS, CONTACTS, MEETINGS, SEQUENCES } from "./outreach";
import {
  type Fact,
  join,
  readActor,
  readFacts,
  readName,
  readQuote,
  type SubjectMatter,
} from "./subject-matter";

/** What a person reads in a chat room, as plain text. */
export interface Message {
  /** What the sentence begins with, and links. */
  object: string;
  /** The rest of it. */
  rest: string;
  facts: Fact[];
  url: string;
}

const ALL = [
  ...[TICKETS, CHATS, MESSAGES, CUSTOMERS, TEAM_MEMBERS, SUBSCRIPTIONS, AUDIT_ENTRIES],
  ...[CONTACTS, ACCOUNTS, CALLS, MEETINGS, SEQUENCES],
  ...[SEARCHES, LISTINGS, FAVORITES],
];

const BY_TYPE: Readonly<Record<string, SubjectMatter>> = Object.fromEntries(
  ALL.flatMap((matter) => Object.keys(matter.verbs).map((type) => [type, matter])),
);

/** Of any other type: fields that say in one line what something is. */
const TITLES = ["title", "subject", "name", "summary", "label", "message", "description"];

export function messageOf(delivery: DeliveryContent, appUrl: string): Message {
  const parsed = parseJson(delivery.data);
  const data = isRecord(parsed) ? parsed : {};
  const url = pageOf(delivery, appUrl);
  const matter = ownValue(BY_TYPE, delivery.eventType);
  if (!matter) return { object: readName(delivery.eventName), ...unknownEvent(data), url };
  const verb = matter.verbs[delivery.eventType];
  const happened = typeof verb === "function" ? verb(data) : (verb ?? "");
  const actor = readActor(data, matter, delivery.actorName);
  const quote = readQuote(data, matter.quote);
  return {
    object: readName(matter.name(data)),
    rest: ` ${join(" by ", readName(happened), actor)}${quote && `: ${quote}`}`,
    facts: readFacts(data, matter.facts),
    url,
  };
}

function unknownEvent(data: Record<string, unknown>): Pick<Message, "rest" | "facts"> {
  const title = readQuote(data, TITLES);
  return { rest: title && `: ${title}`, facts: [] };
}
