import { expect, test } from "vitest";
import { permissionsOf } from "@/features/auth/permissions";
import { ROLES } from "@/lib/roles";
import { TOKEN_SCOPES } from "@/lib/scopes";
import { OPERATIONS } from "./endpoints";

const OFFERED = new Set([...TOKEN_SCOPES, ...ROLES.flatMap((role) => [...permissionsOf(role)])]);

test.each([...OFFERED])("%s is offered because an operation needs it", (scope) => {
  const needing = OPERATIONS.filter(({ endpoint }) => endpoint.access === scope);
  expect(needing, "nothing needs it: take it out of lib/scopes.ts and the roles").not.toEqual([]);
});
