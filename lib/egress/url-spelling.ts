/** What can be told of a target from its spelling, whatever this installation allows; forms in the browser ask it too. */
export type UrlSpelling = { ok: true; url: URL } | { ok: false; code: SpellingCode; message: string };

export type SpellingCode =
  | "invalid_url"
  | "too_long"
  | "forbidden_characters"
  | "scheme_not_supported"
  | "credentials_in_url"
  | "fragment_in_url";

const TARGET_URL_MAX_LENGTH = 2048;

// WHATWG parsing drops tabs and newlines and turns backslashes into slashes, so these must be refused before it runs.
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cf}\s\\]/u;

export function readTargetUrl(input: string): UrlSpelling {
  if (input.length > TARGET_URL_MAX_LENGTH) {
    return refuse("too_long", `The URL is longer than ${TARGET_URL_MAX_LENGTH} characters. Shorten it.`);
  }
  if (FORBIDDEN_CHARACTERS.test(input)) {
    return refuse(
      "forbidden_characters",
      "The URL contains a space, a backslash or an invisible character. Remove it, or write it percent-encoded.",
    );
  }
  const url = URL.parse(input);
  if (!url) {
    return refuse(
      "invalid_url",
      "This is not a complete URL. Write it with scheme and host, such as https://example.com/hook.",
    );
  }
  return checkParts(url, input);
}

function checkParts(url: URL, input: string): UrlSpelling {
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse(
      "scheme_not_supported",
      "Only https:// targets can be called. Use the https URL of your receiver.",
    );
  }
  // The parser forgives a missing slash, and an empty user name leaves no trace in the parsed URL.
  if (!/^https?:\/\//i.test(input)) {
    return refuse(
      "invalid_url",
      "The scheme must be followed by two slashes, such as https://example.com/hook.",
    );
  }
  if (url.username || url.password || /^[^/?#]*\/\/[^/?#]*@/.test(input)) {
    return refuse(
      "credentials_in_url",
      "The URL contains a user name or password. Remove it and send the credential in a custom header instead.",
    );
  }
  if (input.includes("#")) {
    return refuse("fragment_in_url", "The part after # is never sent to a server. Remove it.");
  }
  return { ok: true, url };
}

function refuse(code: SpellingCode, message: string): UrlSpelling {
  return { ok: false, code, message };
}
