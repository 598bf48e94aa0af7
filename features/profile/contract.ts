import * as z from "zod";
import { meSchema } from "@/features/auth/schema";
import { passkeyOptionsSchema } from "@/features/factors/schema";
import {
  changePasswordSchema,
  ownSessionSchema,
  reauthenticationSchema,
  updateProfileSchema,
} from "@/features/profile/schema";
import { endpoint } from "@/lib/endpoint";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";

export const updateProfileEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/me",
  access: "session",
  summary: "Change your name",
  body: updateProfileSchema,
  response: meSchema,
  status: 200,
});

export const changePasswordEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/password",
  access: "session",
  summary: "Change your password",
  description:
    "Ends all your other sessions, and sets a new cookie for this one; tokens keep working. Wrong current passwords are limited as sign-ins are. People who sign in through a provider have no password here (409).",
  body: changePasswordSchema,
  response: z.void(),
  errors: { conflict: "You have no password here." },
  status: 204,
});

export const reauthenticateSessionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/reauthentication",
  access: "session",
  summary: "Confirm that it is you",
  description:
    "Sensitive calls of a session that signed in too long ago answer 403 `reauthentication_required`; they pass again after this one. Send your password, or, once you have a second factor, a code or passkey (POST /api/v1/me/reauthentication/options) instead. The session gets a new id: go on with the cookie of the answer, since the one before ends within seconds. Limited as sign-ins are.",
  body: reauthenticationSchema,
  response: z.void(),
  errors: { conflict: "You have no password here, or a second factor that has to confirm instead of it." },
  status: 204,
});

export const startReauthenticationEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/reauthentication/options",
  access: "session",
  summary: "Ask the browser for your passkey",
  description: "For `navigator.credentials.get`. The challenge is good for one answer, within 5 minutes.",
  response: passkeyOptionsSchema,
  errors: { conflict: "This server can't offer passkeys." },
  status: 201,
});

export const listSessionsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/me/sessions",
  access: "session",
  summary: "List your sessions",
  description: "Where you are signed in now.",
  query: pageQuerySchema,
  response: pageSchema(ownSessionSchema),
  status: 200,
});

export const endOtherSessionsEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/me/sessions",
  access: "session",
  summary: "Sign out everywhere else",
  description: "Ends all your sessions but the one that calls.",
  response: z.void(),
  status: 204,
});

export const endSessionEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/me/sessions/{id}",
  access: "session",
  summary: "End one of your sessions",
  description: "Takes effect on its next call. Ending one that has ended is fine.",
  params: z.object({ id: z.uuid() }),
  response: z.void(),
  status: 204,
});
