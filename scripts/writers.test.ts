import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { type Declared, declarationsOf, leadingTo, readSources, type Source } from "./call-graph";

const ROOT = join(import.meta.dirname, "..");
const RULES = ["features/**/*.ts", "lib/**/*.ts", "db/client.ts"];
/** Where calls come in: requests, actions, jobs, processes and the commands of an operator. */
const DOORS = ["app/**/*.{ts,tsx}", "features/**/actions.ts", "inngest/**/*.ts", "server.ts", "scripts/*.ts"];

/** What writes without asking for a permission, or without a line in the audit log: each with the reason. */
const EXEMPT: Record<string, string[]> = {
  "lets somebody in or out who has no permission yet, which goes on record": [
    "acceptInvitation",
    "acceptInvite",
    "authOptions",
    "checkPassword",
    "completeSetup",
    "completeSignIn",
    "createCustomerSession",
    "enter",
    "finishEnrollment",
    "finishSignIn",
    "openSession",
    "proveOwner",
    "registerAccount",
    "registerCustomer",
    "revokeSession",
    "sendCode",
    "sendSignInPasskey",
    "sendStepPasskey",
    "setUp",
    "signIn",
    "signInCustomer",
    "signInByLink",
    "signInWithLink",
    "signInWithPasskey",
    "signInWithPassword",
    "signOut",
    "signOutCustomer",
    "signOutOfAccount",
    "switchAccount",
    "takeSignInLink",
    "verifyAccount",
  ],
  "does what a customer's own consent lets their app do, which goes on record": [
    "readGrant",
    "revokeOAuthToken",
  ],
  "keeps the question of an app until its customer answers": ["createDeviceRequest"],
  "asks for a passkey or the code of a new app, which goes on record when it comes": [
    "askForPasskey",
    "askForSignInPasskey",
    "askForStepPasskey",
    "askPendingForPasskey",
    "requireEnrolling",
    "startAppAtSignIn",
    "startAuthenticatorApp",
    "startPasskey",
    "startPasskeyAtSignIn",
    "startReauthentication",
  ],
  "mails a customer a link, which goes on record when it is used": [
    "askForReset",
    "askForSignInLink",
    "askForVerification",
    "changeAddressOfAccount",
    "requestAddressChange",
    "requestReset",
    "requestSignInLink",
    "sendVerificationAgain",
  ],
  "is a customer's yes or no, which goes on record with what it opens": [
    "answerConsent",
    "answerDevice",
    "createCode",
    "decideDeviceRequest",
  ],
  "notes when a session, a token or a secret was used last": [
    "authenticateClient",
    "authenticateFirstParty",
    "callingAccount",
    "consenting",
    "currentCustomer",
    "findContext",
    "findSession",
    "proofFrom",
    "requireAccount",
    "requireContext",
    "signedInCustomer",
    "verifyAccessToken",
    "verifyToken",
  ],
  "notes who looks, or has looked": [
    "markChatRead",
    "markOwnTicketRead",
    "markTicketOfAccountRead",
    "markTicketRead",
    "viewTicket",
  ],
  "counts calls for a limit": [
    "consumeRateLimit",
    "countQuestion",
    "debugSignature",
    "exportAccount",
    "findDeviceRequest",
    "limitAddress",
    "limitCaller",
    "limitCreating",
    "limitUnauthorized",
    "keepUnread",
  ],
  "sends what an agent wrote, and fills a log of its own": ["sendDueMail"],
  "keeps what an echo receiver is sent, as a log does": ["receiveEcho"],
  "puts on record what was refused": ["countRefusedCall", "recordRefusedCalls"],
  "keeps an answer for whoever sends the call again": ["withIdempotencyKey"],
  "notes which ticket a sender's key leads to, beside the ticket that goes on record": ["keepTicketOf"],
  "fills a log of its own": ["publishAuditLog", "publishEvent", "publishEvents", "reconcileDeliveries"],
  "removes what is too old": [
    "pruneCustomerSessions",
    "pruneEchoRequests",
    "pruneIncomingCounts",
    "pruneIncomingRequests",
    "pruneLimits",
    "pruneLog",
    "pruneMails",
    "pruneOAuthCodes",
    "pruneOAuthSessions",
    "pruneSessions",
    "pruneTicketViewers",
  ],
  "is about the installation itself": [
    "reencryptBatch",
    "forgetInngestSilence",
    "getInstallationId",
    "noteInngestCall",
    "noteInngestSilence",
  ],
};

/** What tells a change by itself instead of having it found between two rows: each with the reason. */
const BY_HAND: Record<string, string[]> = {
  "the statement that changes it asks for what it was": [
    "acceptInvitation",
    "acceptInvitation",
    "discardRequest",
    "dismissDuplicate",
    "redirectEarlierMerges",
    "revokeOnRecord",
  ],
  "the row was locked, and is gone or another one afterwards": [
    "deleteOAuthClient",
    "deleteSubscription",
    "handOver",
    "recordChoice",
    "removeFactor",
    "removeUser",
    "tell",
  ],
  "counts or names other rows": [
    "changePassword",
    "endOtherSessions",
    "remakeRecoveryCodes",
    "replayRequest",
    "resetFactors",
    "resetFactorsByOperator",
  ],
};

const exempt = Object.values(EXEMPT).flat();
const sources = readSources(ROOT, [...RULES, ...DOORS]);

test("whatever writes asks for a permission and goes on record, or says why not", () => {
  expect(unruly(sources).filter((one) => !exempt.includes(one))).toEqual([]);
});

test("nothing is exempt that is in order or gone", () => {
  const found = unruly(sources);
  expect(exempt.filter((one) => !found.includes(one))).toEqual([]);
});

test("changes are found between the rows before and after, or it is said why not", () => {
  const found = [...declarationsOf(sources).values()]
    .filter(({ key, node }) => isFeatures(key) && tellsChangeByHand(node))
    .map(({ name }) => name);
  expect(found.toSorted()).toEqual(Object.values(BY_HAND).flat().toSorted());
});

test("a planted writer is found, also behind others", () => {
  const door = (name: string) => ({
    path: `app/api/v1/${name}/route.ts`,
    text: `import { ${name} } from "@/features/planted/service"; export const POST = route(() => ${name}());`,
  });
  const service = {
    path: "features/planted/service.ts",
    text: `
      import { database, queryPrepared, textOf } from "@/db/client";
      import { recordAudit } from "@/features/audit/record";
      import { authorize } from "@/lib/context";
      export function silent(ctx) { authorize(ctx, "x"); return write(); }
      export function open(ctx) { recordAudit(ctx, {}); return write(); }
      export function orderly(ctx) { authorize(ctx, "x"); recordAudit(ctx, {}); return write(); }
      export function raw() { return database().execute(sql\`with a as (select 1) update tickets set x = 1\`); }
      const ADD = textOf(sql\`insert into tickets select 1\`);
      export function prepared() { return queryPrepared(ADD, []); }
      export function reads() { return database().select().from(tickets); }
      function write() { const remove = () => database().delete(tickets); return remove(); }`,
  };
  const names = ["silent", "open", "orderly", "raw", "prepared", "reads"];
  const real = readSources(ROOT, ["db/client.ts", "features/audit/record.ts", "lib/context.ts"]);
  expect(unruly([...real, service, ...names.map(door)])).toEqual(["open", "prepared", "raw", "silent"]);
});

/** The functions that doors import, that write, and that lead to no check of a permission or to no record. */
function unruly(sources: Source[]): string[] {
  const all = declarationsOf(sources);
  const doors = [...all.values()].filter(
    ({ key }) => !key.startsWith("features/") || / *actions\.ts /.test(key),
  );
  const entries = new Set(doors.flatMap(({ mentions }) => [...mentions]).filter(isFeatures));
  const writing = leadingTo(all, writes);
  const checked = leadingTo(all, ({ key }) => PERMISSION.some((one) => key.endsWith(one)));
  const recorded = leadingTo(all, ({ key }) => isRecording(key));
  return [...entries]
    .filter((key) => writing.has(key) && !(checked.has(key) && recorded.has(key)))
    .map((key) => key.split(" ")[1] ?? key)
    .toSorted();
}

function isRecording(key: string): boolean {
  return /^features\/audit\/record\.ts recordAudit(Row)?$/.test(key);
}

function isFeatures(key: string): boolean {
  return key.startsWith("features/");
}

/** What says that the caller may: a scope, their own session, or that it is a customer, who is shown nothing but their own. */
const PERMISSION = [
  "features/auth/customer-context.ts requireCustomer",
  "lib/context.ts authorize",
  "features/auth/require-person.ts requirePerson",
];

function writes({ key, node }: Declared): boolean {
  // The log itself.
  if (isRecording(key) || key === "features/audit/record.ts insertOf") return false;
  let found = false;
  const visit = (child: ts.Node): void => {
    found ||= ts.isCallExpression(child) && isWrite(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function isWrite({ expression, arguments: args }: ts.CallExpression): boolean {
  const isStatement = () =>
    args.some((arg) => /\b(insert into|update \S+ (\w+ )?set|delete from)\b/i.test(arg.getText()));
  // A prepared one, wherever it is run.
  if (ts.isIdentifier(expression)) return /^(textOf|queryOf)$/.test(expression.text) && isStatement();
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const { name, expression: on } = expression;
  const isDatabase =
    ts.isCallExpression(on) && /^(database|currentTransaction)$/.test(on.expression.getText());
  if (!isDatabase) return false;
  if (name.text !== "execute") return ["insert", "update", "delete"].includes(name.text);
  return isStatement();
}

/** An audit row with a value that something changed from: one that is neither nothing nor hidden. */
function tellsChangeByHand(node: ts.Node): boolean {
  let found = false;
  const visit = (child: ts.Node, inRecord: boolean): void => {
    const isRecord = inRecord || (ts.isCallExpression(child) && child.expression.getText() === "recordAudit");
    if (isRecord && ts.isObjectLiteralElement(child) && child.name?.getText() === "from")
      found ||= !/^from: (null|"changed")$/.test(child.getText());
    ts.forEachChild(child, (inner) => visit(inner, isRecord));
  };
  visit(node, false);
  return found;
}
