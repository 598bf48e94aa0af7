import { hmacScheme } from "./hmac";

/** What HubSpot writes as it is in the address that it signs, however it was sent. */
const DECODED: Readonly<Record<string, string>> = {
  "%3A": ":",
  "%2F": "/",
  "%3F": "?",
  "%40": "@",
  "%21": "!",
  "%24": "$",
  "%27": "'",
  "%28": "(",
  "%29": ")",
  "%2A": "*",
  "%2C": ",",
  "%3B": ";",
};

// https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
export const hubspot = hmacScheme({
  label: "HubSpot",
  header: "X-HubSpot-Signature-v3",
  encoding: "base64",
  signs: "{method}{url}{body}{timestamp}",
  timestampHeader: "X-HubSpot-Request-Timestamp",
  timestampForm: "milliseconds",
  urlOf: (url) => url.replace(/%[0-9A-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code),
});
