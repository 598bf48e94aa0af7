import "server-only";
import type { Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";

interface SessionActor {
  userId: number;
  sessionId: string;
}

/** The person behind a session. Throws ForbiddenError for tokens and jobs, which have no profile. */
export function requirePerson({ actor }: Context): SessionActor {
  if (actor.type === "user") return { userId: actor.userId, sessionId: actor.sessionId };
  throw new ForbiddenError("Only a person who is signed in has a profile.");
}
