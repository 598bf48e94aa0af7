import type { DeliveryFormat } from "@/db/enums";
import { cloudevents } from "./cloudevents";
import { discord } from "./discord";
import type { Format } from "./format";
import { replicer } from "./replicer";
import { replify } from "./replify";
import { replyV3 } from "./reply-v3";
import { restHooks } from "./rest-hooks";
import { slack } from "./slack";
import { thin } from "./thin";

/** All that the code knows of formats: nothing else asks which one it is. */
export const FORMATS: Record<DeliveryFormat, Format> = {
  replify,
  replicer,
  reply_v3: replyV3,
  rest_hooks: restHooks,
  slack,
  discord,
  cloudevents,
  thin,
};
