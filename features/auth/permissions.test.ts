import { expect, test } from "vitest";
import { permissionsOf } from "@/features/auth/permissions";
import { ROLES } from "@/lib/roles";
import { SCOPES } from "@/lib/scopes";

test("an admin may do everything but write the audit log, which Replify alone does", () => {
  expect(SCOPES.filter((scope) => !permissionsOf("admin").has(scope))).toEqual(["audit_log:write"]);
});

test("a viewer may change nothing", () => {
  expect([...permissionsOf("viewer")].filter((scope) => scope.endsWith(":write"))).toEqual([]);
});

test("only admins manage people, and write always implies read", () => {
  expect(ROLES.filter((role) => permissionsOf(role).has("team:write"))).toEqual(["admin"]);
  for (const role of ROLES) {
    for (const scope of permissionsOf(role)) {
      expect(permissionsOf(role)).toContain(scope.replace(":write", ":read"));
    }
  }
});
