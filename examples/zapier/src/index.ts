import { readFileSync } from "node:fs";
import { defineApp, version as platformVersion } from "zapier-platform-core";
import { authentication, sayWhyRefused, sendToken } from "./authentication.js";
import { eventTrigger } from "./event-trigger.js";
import { eventTypesTrigger } from "./event-types-trigger.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

export default defineApp({
  version,
  platformVersion,
  authentication,
  beforeRequest: [sendToken],
  afterResponse: [sayWhyRefused],
  triggers: { [eventTrigger.key]: eventTrigger, [eventTypesTrigger.key]: eventTypesTrigger },
});
