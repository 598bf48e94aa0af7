import { ownValue } from "@/lib/own-path";

/** Names by which older documentation of Reply's API v3 lists event types, and what the catalog calls them. */
const ALIASES: Readonly<Record<string, string>> = {
  auto_reply_received: "email_auto_reply",
  email_unsubscribed: "contact_opted_out",
  link_clicked: "email_link_clicked",
};

/** The types behind the names that a client sent, and by which older name it knows some of them. */
export function toTypes(names: string[]): {
  eventTypes: string[];
  eventNames: Record<string, string> | null;
} {
  const given = names.map((name): [string, string] => [toType(name), name]);
  const older = given.filter(([type, name]) => type !== name);
  return {
    eventTypes: [...new Set(given.map(([type]) => type))],
    eventNames: older.length > 0 ? Object.fromEntries(older) : null,
  };
}

export function toType(name: string): string {
  return ownValue(ALIASES, name) ?? name;
}

/** As the client sent them. */
export function toNames(eventTypes: string[], eventNames: Record<string, string> | null): string[] {
  return eventTypes.map((type) => ownValue(eventNames ?? {}, type) ?? type);
}
