/** What senders get wrong, and what the debugger says to do about it. */
export const SIGNATURE_MISTAKES = {
  no_signature: "There is no signature among the headers. Have the sender sign the body and send the result.",
  header_name: "The signature is right, but it is in a header of another name.",
  other_scheme: "It is signed like requests of another sender. Set this webhook's sender to that one.",
  other_hash:
    "The signature has not the length that the expected hash gives. Use that one: HMAC-SHA256, unless the Setup tab says another.",
  wrong_encoding: "The digest is written in base64 where hex is expected, or the other way round.",
  upper_case_hex: "The digest is written in upper-case hex. Write it in lower case.",
  signature_form: "The digest is right, but what stands around it in the header is not as expected.",
  reserialized_body:
    "The JSON was written anew between signing and sending. Sign exactly the bytes that are sent: serialise once, and use that text for both.",
  newline_added: "A newline was added at the end of the body after it was signed.",
  newline_removed: "The body was signed with a newline at its end, which was not sent.",
  line_ends: "The line ends changed after signing (CRLF against LF).",
  whitespace_around: "White space around the body changed after signing.",
  empty_body: "An empty body was signed. Read the body before it is consumed by something else.",
  timestamp_left_out: "The timestamp is sent, but it was left out of what was signed.",
  timestamp_put_in: "A timestamp was put before the body in what was signed, where none belongs.",
  other_prefix: "What stands before the body in the signed bytes is not as expected.",
  timestamp_in_ms: "The timestamp is in milliseconds. Send Unix seconds.",
  timestamp_missing: "The timestamp is missing, or is no time in Unix seconds.",
  timestamp_off:
    "The timestamp is too far from the time of arrival. Send at once after signing, and set the sender's clock.",
  secret_as_text:
    "The secret was used as text. It has to be decoded first: take the part after whsec_ and decode it from base64.",
  secret_decoded: "The secret was decoded before use. This scheme takes its text as it is, whsec_ and all.",
  secret_without_prefix: "The secret was used without whsec_ before it.",
  secret_whitespace:
    "There is white space around the secret at the sender: often the newline at the end of a file.",
  secret_quoted: "There are quotes around the secret at the sender: often those of an .env file.",
  secret_empty: "The sender signs with an empty secret: the variable or setting it reads is not set.",
} as const;

export type SignatureMistake = keyof typeof SIGNATURE_MISTAKES;
