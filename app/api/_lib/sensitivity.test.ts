import { expect, test } from "vitest";
import * as z from "zod";
import { OPERATIONS } from "./endpoints";

/**
 * Calls that change something and never ask who it is, each with the reason. A new one belongs here, or is declared with a `sensitivity`:
 * "access" if it gives somebody a way in or widens it, "data" if it sends data elsewhere, reveals or destroys it.
 */
const HARMLESS: Record<string, string[]> = {
  "the daily work of an agent": [
    "createTicket",
    "updateTicket",
    "bulkUpdateTickets",
    "createComment",
    "mergeTicket",
    "extractDiagnostics",
    "markTicketRead",
    "viewTicket",
    "createChat",
    "updateChat",
    "endChat",
    "createMessage",
    "updateMessage",
    "deleteMessage",
    "readChat",
    "turnChatIntoTicket",
    "createCustomer",
    "updateCustomer",
    "splitCustomer",
    "dismissDuplicate",
    "reportBounce",
  ],
  "what a customer says": ["fileTicket", "answerTicket"],
  "only looks or computes": ["previewMapping", "debugSignature", "previewSubscription", "checkSubscription"],
  "asks the browser for a passkey, which confirms only once it answers": ["startReauthentication"],
  "goes where somebody who confirmed it said, or comes from there": [
    "publishEvents",
    "resumeSubscription",
    "verifySubscription",
    "testSubscription",
    "resendDelivery",
    "resendDeliveries",
    "resendMail",
    "testIncomingWebhook",
    "reprocessRequest",
    "reprocessRequests",
    "replayIncomingRequest",
  ],
  "holds something back, which can be undone": ["pauseSubscription", "cancelDelivery"],
  "takes access away, at once when it was stolen": [
    "revokeToken",
    "endTokenOverlap",
    "endIncomingOverlap",
    "endSubscriptionOverlap",
    "endClientOverlap",
    "revokeOAuthSession",
    "revokeClientSessions",
    "revokeCustomerSessions",
    "endSession",
    "endOtherSessions",
  ],
  "says who works where, which gives no right": ["createTeam", "updateTeam", "setTeamMembers"],
  "says what events look like, which sends none and gives no right": [
    "createEventType",
    "updateEventType",
    "deleteEventType",
  ],
  "a name or a color": ["updateProfile", "updateOrganization", "renameFactor"],
  "is there to try things out, and sends nothing": [
    "createEchoReceiver",
    "updateEchoReceiver",
    "deleteEchoReceiver",
  ],
  "asks for the password itself": ["changePassword", "reauthenticateSession"],
};

const harmless = Object.values(HARMLESS).flat();

test("whatever changes or exports something is declared sensitive, or known to be harmless", () => {
  const undecided = OPERATIONS.filter(
    ({ id, endpoint: { method, path, sensitivity } }) =>
      (method !== "GET" || path.endsWith("/export")) && !sensitivity && !harmless.includes(id),
  );
  expect(undecided.map(({ id }) => id)).toEqual([]);
});

test("nothing is called harmless that is sensitive, gone, or listed twice", () => {
  const notSensitive = new Set(
    OPERATIONS.filter(({ endpoint }) => !endpoint.sensitivity).map(({ id }) => id),
  );
  expect(harmless.filter((id) => !notSensitive.has(id))).toEqual([]);
  expect(new Set(harmless).size).toBe(harmless.length);
});

test("a download for people is an export", () => {
  const others = OPERATIONS.filter(
    ({ endpoint: { produces, access, path } }) =>
      produces && access !== "public" && !path.endsWith("/export"),
  );
  expect(others.map(({ id }) => id)).toEqual([]);
});

test("an answer with a secret in it is sensitive", () => {
  const telling = OPERATIONS.filter(({ endpoint }) => tellsSecret(endpoint.response));
  expect(telling.length).toBeGreaterThan(0);
  expect(telling.filter(({ endpoint }) => !endpoint.sensitivity).map(({ id }) => id)).toEqual([]);
});

test("a secret in an answer says that it is shown there only", () => {
  for (const { id, endpoint } of OPERATIONS)
    for (const [name, schema] of propertiesOf(endpoint.response))
      if (
        (name === "secret" || name === "token" || name === "clientSecret") &&
        Reflect.get(schema, "type") === "string"
      )
        expect(isShownOnce(schema), `${name} of ${id}`).toBe(true);
});

function tellsSecret(response: z.ZodType): boolean {
  return propertiesOf(response).some(([, schema]) => isShownOnce(schema));
}

function isShownOnce(schema: object): boolean {
  return /in this answer only/i.test(String(Reflect.get(schema, "description")));
}

/** Every named property anywhere in an answer. */
function propertiesOf(response: z.ZodType): [string, object][] {
  const found: [string, object][] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const properties: unknown = Reflect.get(node, "properties");
    for (const [name, schema] of Object.entries(Object(properties)))
      if (typeof schema === "object" && schema !== null) found.push([name, schema]);
    for (const child of Object.values(node)) visit(child);
  };
  visit(z.toJSONSchema(response, { io: "output", unrepresentable: "any", reused: "inline" }));
  return found;
}
