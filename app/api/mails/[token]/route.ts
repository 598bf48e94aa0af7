import { type Call, frame } from "@/app/api/_lib/frame";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { mailChoiceHref } from "@/features/account/links";
import { chooseMailsByLink } from "@/features/account/mail-choice";
import { env } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";

const PLACE = "/api/mails/{token}";

/** RFC 8058: what a mail program sends when somebody presses its button to unsubscribe. The token is all that it has to know. */
const switchOff = frame(OPEN, PLACE, async ({ params, client, requestId }) => {
  const isKnown = await chooseMailsByLink(tokenOf(params), false, { ...client, requestId });
  if (!isKnown) throw new NotFoundError("link");
  return new Response(null, { status: 204 });
});

/** A link that is only looked at changes nothing. */
const show = frame(OPEN, PLACE, async ({ params }) => {
  const location = new URL(mailChoiceHref(tokenOf(params)), env.APP_URL).href;
  return new Response(null, { status: 303, headers: { location } });
});

function tokenOf({ token }: Call["params"]): string {
  return encodeURIComponent(String(token));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: show, POST: switchOff });
