import { isPlaceholderPhone } from "@/features/customers/placeholder";

/** Fewer digits are an extension, shared by everybody. */
const MIN_PHONE_DIGITS = 5;

/** What a phone number is compared by; null for one that says nothing about who has it. */
export function phoneIdentity(phone: string | null | undefined): string | null {
  const digits = phone?.normalize("NFKC").replace(/[^\d+]/g, "") ?? "";
  return digits.length < MIN_PHONE_DIGITS || isPlaceholderPhone(digits) ? null : digits;
}
