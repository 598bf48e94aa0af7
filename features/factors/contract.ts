import * as z from "zod";
import {
  addAuthenticatorAppSchema,
  addedFactorSchema,
  addPasskeySchema,
  authenticatorSecretSchema,
  factorPolicySchema,
  factorSchema,
  ownFactorsSchema,
  passkeyOptionsSchema,
  recoveryCodesSchema,
  renameFactorSchema,
  updateFactorPolicySchema,
} from "@/features/factors/schema";
import { endpoint } from "@/lib/endpoint";

const idParams = z.object({ id: z.uuid() });
const TOO_MANY = "You have 10 second factors already.";
const NO_PASSKEYS = "This server can't offer passkeys.";

export const getOwnFactorsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/me/factors",
  access: "session",
  summary: "List your second factors",
  response: ownFactorsSchema,
  status: 200,
});

export const startAuthenticatorAppEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/authenticator-apps/secrets",
  access: "session",
  sensitivity: "access",
  summary: "Make a secret for an authenticator app",
  description: "Nothing is added until a code of the app comes back with it, within half an hour.",
  response: authenticatorSecretSchema,
  status: 201,
});

export const addAuthenticatorAppEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/authenticator-apps",
  access: "session",
  sensitivity: "access",
  summary: "Add an authenticator app",
  description:
    "From then on signing in takes a second factor. The first one comes with recovery codes and ends all your other sessions.",
  body: addAuthenticatorAppSchema,
  response: addedFactorSchema,
  errors: { conflict: `The secret is used up or too old. ${TOO_MANY}` },
  status: 201,
});

export const startPasskeyEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/passkeys/options",
  access: "session",
  sensitivity: "access",
  summary: "Ask the browser for a new passkey",
  description: "For `navigator.credentials.create`. The challenge is good for one answer, within 5 minutes.",
  response: passkeyOptionsSchema,
  errors: { conflict: NO_PASSKEYS },
  status: 201,
});

export const addPasskeyEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/passkeys",
  access: "session",
  sensitivity: "access",
  summary: "Add a passkey",
  description:
    "From then on signing in takes a second factor. The first one comes with recovery codes and ends all your other sessions.",
  body: addPasskeySchema,
  response: addedFactorSchema,
  errors: { conflict: `The passkey is in use already. ${TOO_MANY} ${NO_PASSKEYS}` },
  status: 201,
});

export const renameFactorEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/me/factors/{id}",
  access: "session",
  summary: "Rename one of your second factors",
  params: idParams,
  body: renameFactorSchema,
  response: factorSchema,
  status: 200,
});

export const removeFactorEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/me/factors/{id}",
  access: "session",
  sensitivity: "access",
  summary: "Remove one of your second factors",
  description: "Ends all your other sessions. With the last one the recovery codes go, too.",
  params: idParams,
  response: z.void(),
  errors: { conflict: "It is your last one, and your role needs one." },
  status: 204,
});

export const remakeRecoveryCodesEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/me/recovery-codes",
  access: "session",
  sensitivity: "access",
  summary: "Make new recovery codes",
  description: "Those from before stop working.",
  response: recoveryCodesSchema,
  errors: { conflict: "You have no second factor." },
  status: 201,
});

export const getFactorPolicyEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/organization/second-factor",
  access: "team:write",
  summary: "Get which roles need a second factor",
  response: factorPolicySchema,
  status: 200,
});

export const updateFactorPolicyEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/organization/second-factor",
  access: "team:write",
  sensitivity: "access",
  summary: "Change which roles need a second factor",
  description:
    "Holds from the next call of everybody: whoever has none adds one at the next sign-in, before anything else opens. API tokens keep working. You need a second factor yourself to ask it of others.",
  body: updateFactorPolicySchema,
  response: factorPolicySchema,
  errors: { conflict: "You have no second factor yourself, or signed in without it." },
  status: 200,
});
