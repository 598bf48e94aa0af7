import { OPERATIONS } from "@/app/api/_lib/endpoints";
import {
  createOrganization,
  createToken,
  createUser,
  type TestOrganization,
  type TestUser,
} from "@/db/factories";
import { permissionsOf } from "@/features/auth/permissions";
import { mintToken } from "@/features/tokens/secret";
import { type Access, customerScopeOf, isSessionOnly, type Operation } from "@/lib/endpoint";
import { env } from "@/lib/env";
import { ROLES } from "@/lib/roles";
import { expandScopes, isForPeople, isScope, SCOPES, type Scope } from "@/lib/scopes";
import { Api, bearer, type Reply } from "../api";
import {
  bodyOf,
  callerOf,
  createParams,
  createWorld,
  customerOf,
  hasParams,
  pathOf,
  signInAs,
  type World,
} from "../api-world";
import { expect, test } from "../fixtures";

const PARALLEL = 6;

interface Caller {
  name: string;
  api: Api;
  isToken: boolean;
  permissions: ReadonlySet<Scope>;
  /** What the person may do, whose session or token it is. */
  ownerMay: ReadonlySet<Scope>;
}

/** Operations on what only its author or owner, or an admin, may change. */
const BOUND_TO_SOME = [
  // Take the scopes to write each kind of thing.
  "addSampleData",
  "removeSampleData",
  // All events of that API take more than the operation's own scope.
  "createRestHook",
  "updateRestHook",
  "createEventType",
  "updateEventType",
  "deleteEventType",
  "updateMessage",
  "deleteMessage",
  "updateToken",
  "rotateToken",
  "extendTokenOverlap",
  "revealToken",
];

let own: World;
let foreign: World;
let callers: Caller[];

test.beforeAll(async () => {
  const [organization, other] = [await createOrganization(), await createOrganization({ name: "Other" })];
  own = await createWorld(organization);
  foreign = await createWorld(other);
  callers = await createCallers(organization);
});

test.describe.configure({ timeout: 120_000 });

for (const operation of OPERATIONS) {
  const { method, path, access } = operation.endpoint;

  test(`${method} ${path} is for ${access}, and for nobody else`, async () => {
    const target = pathOf(operation, await createParams(operation, own));

    const customer = await customerOf(own);
    await inParallel(callers, async (caller) => {
      const reply = await send(caller.api, operation, target, own);
      const what = `${caller.name}: ${reply.status} ${reply.text.slice(0, 300)}`;
      expect.soft(reply.status, what).toBeLessThan(500);
      if (customerScopeOf(access)) expectUnknown(reply, what);
      else if (isPermitted(access, caller)) expectAdmitted(operation, reply, what);
      else expectForbidden(operation.endpoint, caller, reply, what);
    });

    const nobody = await send(new Api(env.APP_URL, {}), operation, target, own);
    expect(nobody.status, nobody.text).toBe(access === "public" ? operation.endpoint.status : 401);
    if (customerScopeOf(access)) expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
    else if (access !== "public")
      // What a customer's app holds is nothing here.
      expectUnknown(await send(customer.api, operation, target, own), "a customer's app");
  });

  test(`${method} ${path} works on a row of one's own`, async () => {
    // Their own, as some of these end sessions or change the password.
    const world = await createWorld(own.organization);
    const params = await createParams(operation, world);
    const caller = await callerOf(operation, world);
    const reply = await send(caller, operation, pathOf(operation, params), world);
    // This product has no mail server, and says so; e2e/mails.spec.ts has one.
    const expected = operation.id === "resendMail" ? 409 : operation.endpoint.status;
    expect(reply.status, reply.text).toBe(expected);
  });

  // Ids of REST Hooks are counted in each organization.
  if (!hasParams(operation) || operation.endpoint.dialect === "rest_hooks") continue;

  test(`${method} ${path} does not find another organization's row`, async () => {
    const target = pathOf(operation, await createParams(operation, foreign));
    const token = callers.find(({ name }) => name === FULL_TOKEN);
    const others = customerScopeOf(access) ? [(await customerOf(own)).api] : [own.api, token?.api ?? own.api];
    for (const api of others) {
      const reply = await send(api, operation, target, own);
      const isForbidden = isSessionOnly(access) && api !== own.api;
      expect(reply.status, reply.text).toBe(isForbidden ? 403 : 404);
    }
  });
}

test("there is an operation for each kind of access", () => {
  const kinds = new Set(OPERATIONS.map(({ endpoint }) => endpoint.access));
  for (const access of [
    "public",
    "session",
    "signed-in",
    "tokens:read",
    "tokens:write",
    "customer:troubleshooter",
  ] as const)
    expect(kinds).toContain(access);
});

const FULL_TOKEN = "a token with every scope";

async function createCallers(organization: TestOrganization): Promise<Caller[]> {
  const made: Caller[] = [];
  for (const role of ROLES) {
    const user = await createUser(organization, { role });
    const { api } = await signInAs(user);
    made.push({
      name: `a session of the role ${role}`,
      api,
      isToken: false,
      permissions: permissionsOf(role),
      ownerMay: permissionsOf(role),
    });
    // What a token may do never exceeds its owner.
    made.push(await tokenOf(user, [...SCOPES], `a token with every scope, of the role ${role}`));
  }
  const admin = await createUser(organization);
  made.push(await tokenOf(admin, [...SCOPES], FULL_TOKEN));
  for (const scope of SCOPES) made.push(await tokenOf(admin, [scope], `a token with ${scope}`));
  return made;
}

async function tokenOf(user: TestUser, scopes: Scope[], name: string): Promise<Caller> {
  const token = mintToken();
  await createToken(user, { token, scopes });
  const own = permissionsOf(user.role);
  const permissions = new Set(
    [...expandScopes(scopes)].filter((scope) => own.has(scope) && !isForPeople(scope)),
  );
  return { name, api: new Api(env.APP_URL, bearer(token)), isToken: true, permissions, ownerMay: own };
}

/** A credential that is good elsewhere is none here (RFC 6750). */
function expectUnknown({ status, headers }: Reply, what: string): void {
  expect.soft(status, what).toBe(401);
  expect.soft(headers.get("www-authenticate"), what).toMatch(/^Bearer( error="invalid_token")?$/);
}

function isPermitted(access: Access, { isToken, permissions }: Caller): boolean {
  if (access === "public" || access === "signed-in") return true;
  if (access === "session") return !isToken;
  return isScope(access) && permissions.has(access);
}

function expectAdmitted({ id }: Operation, { status, body }: Reply, what: string): void {
  expect.soft(status, what).not.toBe(401);
  if (BOUND_TO_SOME.includes(id)) expect.soft(body ?? {}, what).not.toHaveProperty("missingScope");
  else expect.soft(status, what).not.toBe(403);
}

function expectForbidden(
  { access, dialect }: Operation["endpoint"],
  { isToken, ownerMay }: Caller,
  { status, body }: Reply,
  what: string,
): void {
  expect.soft(status, what).toBe(403);
  if (dialect === "rest_hooks") {
    expect.soft(body, what).toEqual([{ param: "", msg: expect.stringContaining(access) }]);
    return;
  }
  expect.soft(body, what).toMatchObject({ code: "forbidden" });
  if (isSessionOnly(access) && isToken) {
    // A scope would not help.
    expect.soft(body, what).not.toHaveProperty("missingScope");
    return;
  }
  expect.soft(body, what).toHaveProperty("missingScope", access);
  const isTokenLacking = isToken && [...ownerMay].some((scope) => scope === access);
  expect.soft(Object.hasOwn(Object(body), "createTokenUrl"), what).toBe(isTokenLacking);
  const lacking = isTokenLacking ? "This token lacks" : /^(Your role|The role of this token's owner) lacks/;
  expect.soft(Object(body).detail, what).toMatch(lacking);
}

async function send(api: Api, operation: Operation, path: string, world: World): Promise<Reply> {
  const json = await bodyOf(operation, world);
  return api.request(operation.endpoint.method, path, json === undefined ? {} : { json });
}

async function inParallel<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
