import type { IncomingRequest } from "@/features/incoming-requests/schema";
import { lowerFirst } from "@/lib/lower-first";
import { formatAge } from "@/lib/time";

interface Verdict
  extends Pick<
    IncomingRequest,
    | "result"
    | "reason"
    | "detail"
    | "secretUsed"
    | "isPossibleReplay"
    | "unprovenHops"
    | "isBodyKept"
    | "droppedAt"
    | "ticket"
    | "commentId"
    | "chatId"
  > {
  isWebhookDeleted: boolean;
}

/** What became of a request and why, in a sentence or two. */
export function requestVerdict(request: Verdict, ageSeconds: number | null, limitSeconds: number): string {
  return [
    sentence(request, ageSeconds, limitSeconds),
    ...(request.unprovenHops === null
      ? []
      : [
          `Its X-Replify-Hops says ${request.unprovenHops}, but nothing proves that Replify set it, so it is ignored.`,
        ]),
    ...(request.isBodyKept ? [] : [bodyLost(request)]),
  ].join(" ");
}

function bodyLost({ droppedAt }: Verdict): string {
  const why = droppedAt === null ? "was not kept" : "was dropped later to make room for newer requests";
  return `Its body ${why}, so it can't be accepted later.`;
}

function sentence(request: Verdict, ageSeconds: number | null, limitSeconds: number): string {
  const { result, reason, detail } = request;
  if (result === "accepted") return accepted(request);
  if (result === "ignored")
    return `Ignored: ${lowerFirst(detail ?? "the webhook's rules want nothing done.")}`;
  if (result === "duplicate")
    return "Repeated: the same request was accepted before, so its first answer was given again and nothing was done.";
  if (result === "held" || result === "queued") return waiting(request);
  if (reason === "discarded") return `${detail ?? "Discarded."} It waited to be processed, and never was.`;
  if (result === "error") return `Failed: ${detail ?? "something went wrong on our side."}`;
  if (reason === "stale_timestamp" && ageSeconds !== null) {
    const where = ageSeconds > 0 ? "old" : "in the future";
    return `Rejected: the timestamp is ${formatAge(Math.abs(ageSeconds))} ${where}, the limit is ${formatAge(limitSeconds)}.`;
  }
  return `Rejected: ${lowerFirst(detail ?? "no reason was kept.")}`;
}

const WAITING = {
  held: {
    why: "Held: the webhook was paused when it came.",
    until: "It waits until the webhook resumes, or until somebody processes or discards it.",
  },
  queued: {
    why: "Queued: it came over the webhook's limit, or behind others that waited.",
    until:
      "It is processed in its turn, as the limit has room, unless somebody processes or discards it before.",
  },
};

function waiting({ result, isWebhookDeleted }: Verdict): string {
  const { why, until } = WAITING[result === "held" ? "held" : "queued"];
  return isWebhookDeleted ? `${why} It was never processed: the webhook was deleted.` : `${why} ${until}`;
}

function accepted({ ticket, commentId, chatId, secretUsed, isPossibleReplay, detail }: Verdict): string {
  const done = commentId ? "added a comment to" : "led to";
  const elsewhere = chatId ? "Accepted: it posted a message." : "Accepted.";
  const first = ticket ? `Accepted: it ${done} ticket #${ticket.number}.` : elsewhere;
  return [
    first,
    ...(detail ? [detail] : []),
    ...(secretUsed === "previous" ? ["It was signed with the secret from before the last rotation."] : []),
    ...(isPossibleReplay
      ? [
          "The same body was accepted before: without a signed timestamp a new request can't be told from a replay.",
        ]
      : []),
  ].join(" ");
}
