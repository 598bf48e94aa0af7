import * as z from "zod";

/** What a mail server takes as a recipient, in bytes. */
const MAX_BYTES = 254;
/** The longest line of a mail, for an address with a name before it. */
const MAX_WRITTEN = 998;

/** Controls, half characters, and what can't be seen. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const WITH_NAME = /^((?:"(?:[^"\\]|\\.)*"|[^"<>])*)<([^<>]+)>$/;
/** `"Doe, John" <…>` names one person; `a@x.example, John <…>` is a list. */
const LIST = /@.*[,;]/;
const PLAIN_MAILBOX = /^(?:[a-z0-9!#$%&'*+/=?^_`{|}~.-]|[^\0-\x7f\p{Z}])+$/u;
const QUOTED_MAILBOX = /^"((?:[^"\\]|\\.)+)"$/;
const WRITTEN_DOMAIN = /^(?:[a-z0-9.-]|[^\0-\x7f\p{Z}])+$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/**
 * The address in what somebody wrote, `Dana <Dana@Example.com>`, in the one spelling that it is stored and compared in: NFKC, lower case,
 * and the domain as mail servers look it up. Null where it is none. Takes what mail servers take, which is more than sign-in does.
 */
export function readEmailAddress(written: string): string | null {
  if (written.length > MAX_WRITTEN) return null;
  const text = written.trim().normalize("NFKC");
  if (UNSEEN.test(text)) return null;
  const [, name = "", inner] = WITH_NAME.exec(text) ?? [];
  if (LIST.test(name.replace(/"(?:[^"\\]|\\.)*"/g, ""))) return null;
  const bare = (inner ?? text).trim().toLowerCase().normalize("NFKC");
  const at = bare.lastIndexOf("@");
  const mailbox = at < 0 ? null : readMailbox(bare.slice(0, at));
  const domain = readDomain(bare.slice(at + 1));
  if (mailbox === null || domain === null) return null;
  const address = `${mailbox}@${domain}`;
  return new TextEncoder().encode(address).length > MAX_BYTES ? null : address;
}

/** Any address of a customer, wherever it comes in. People who sign in have the stricter rule of their own. */
export const emailAddressSchema = z
  .string()
  .max(MAX_WRITTEN)
  .transform((written, ctx) => {
    const address = readEmailAddress(written);
    if (address !== null) return address;
    ctx.addIssue({ code: "custom", message: "Enter an email address, like ada@example.com." });
    return z.NEVER;
  })
  .meta({ description: "An address, also as `Name <address>`; given back in lower case." });

/** Quotes that are not needed make no other mailbox. */
function readMailbox(mailbox: string): string | null {
  if (PLAIN_MAILBOX.test(mailbox)) return mailbox;
  const content = QUOTED_MAILBOX.exec(mailbox)?.[1]?.replace(/\\(.)/g, "$1");
  if (content === undefined) return null;
  return PLAIN_MAILBOX.test(content) ? content : `"${content.replace(/["\\]/g, "\\$&")}"`;
}

/** The parser of URLs knows how a domain of other scripts is spelt in ASCII, in browsers, too. */
function readDomain(domain: string): string | null {
  if (!WRITTEN_DOMAIN.test(domain) || !URL.canParse(`http://${domain}`)) return null;
  const { hostname } = new URL(`http://${domain}`);
  return DOMAIN.test(hostname) ? hostname : null;
}
