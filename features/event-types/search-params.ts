import { createParser } from "nuqs/server";

const NAME = /^[a-z][a-z0-9_.:-]{0,119}$/;

/** An event type in the URL; whether there is such a one is not known there. */
export const parseAsEventType = createParser({
  parse: (text) => (NAME.test(text) ? text : null),
  serialize: String,
});
