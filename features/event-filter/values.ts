import { ExactNumber } from "@/lib/exact-number";

export type FilterScalar = string | number | boolean | null | ExactNumber;

/** A text that counts as a number: as JSON writes one, but for the exponent, which an order number such as 12e4 would have by chance. */
export const NUMERIC_TEXT = "^-?(0|[1-9][0-9]*)([.][0-9]+)?$";

const DATE = "[12][0-9]{3}-[0-1][0-9]-[0-3][0-9]";
const TIME = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?";

/** Texts that are a moment; without an offset it is one in UTC, and a date is its beginning. Whether there is such a day is not said. */
export const ZONED_TIME = `^${DATE}${TIME}(Z|[-+](0[0-9]|1[0-4]):[0-5][0-9])$`;
export const PLAIN_TIME = `^${DATE}(${TIME})?$`;

const IS_NUMERIC = new RegExp(NUMERIC_TEXT);
const IS_TIME = new RegExp(`${ZONED_TIME}|${PLAIN_TIME}`);

/** More digits of a second than PostgreSQL reads, as Go and .NET write them; `event_json` cuts them in an event's data, too. */
const LONG_FRACTION = /^(.{19}[.]\d{6})\d{1,6}(?=Z|[-+]|$)/;
const PARTS = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:[.](\d+))?)?(?:Z|([-+])(\d\d):(\d\d))?$/;

export function isFilterScalar(value: unknown): value is FilterScalar {
  if (value === null || typeof value === "boolean" || value instanceof ExactNumber) return true;
  return typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
}

/** The digits of a number or a numeric text, all of them; null for anything else. */
export function toDigits(value: unknown): string | null {
  if (typeof value === "number" || value instanceof ExactNumber) return String(value);
  return typeof value === "string" && IS_NUMERIC.test(value) ? value : null;
}

/** The instant of an ISO time in UTC, to the microsecond, without a zone: `2026-03-02T09:30:00.412000`. Null for anything else. */
export function toInstant(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.replace(LONG_FRACTION, "$1");
  if (!IS_TIME.test(text)) return null;
  const [, year, month, day, hour, minute, second, fraction = "", sign, ahead, aheadMinutes] =
    PARTS.exec(text) ?? [];
  const days = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (days.getUTCMonth() !== Number(month) - 1 || days.getUTCDate() !== Number(day)) return null;
  const offset = (Number(ahead ?? 0) * 60 + Number(aheadMinutes ?? 0)) * (sign === "-" ? -1 : 1);
  days.setUTCHours(Number(hour ?? 0), Number(minute ?? 0) - offset, Number(second ?? 0));
  return `${days.toISOString().slice(0, 19)}.${fraction.padEnd(6, "0")}`;
}
