"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { ErrorState } from "@/components/error-state";
import { FormSection } from "@/components/form-section";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { FieldSet } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmIdentity } from "@/features/auth/confirmation-hooks";
import { roleLabel } from "@/features/auth/role-label";
import { updateFactorPolicyEndpoint } from "@/features/factors/contract";
import { factorPolicyQuery, ownFactorsQuery, useUpdateFactorPolicy } from "@/features/factors/hooks";
import type { FactorPolicy as Policy } from "@/features/factors/schema";
import { profileHref } from "@/features/profile/links";
import { ROLES, type Role } from "@/lib/roles";

/** Which roles sign in with a second factor. */
export function FactorPolicy() {
  const { data, error, refetch } = useQuery(factorPolicyQuery());
  return (
    <FormSection
      title="Second factor"
      description="Whoever has a role that needs one adds it at the next sign-in, before anything else opens. API tokens keep working."
    >
      {data && <PolicyForm policy={data} />}
      {!data && !error && <Skeleton className="h-40" />}
      {!data && error && (
        <ErrorState title="The setting could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
    </FormSection>
  );
}

function PolicyForm({ policy }: { policy: Policy }) {
  const isHydrated = useHydrated();
  const own = useQuery(ownFactorsQuery());
  const update = useUpdateFactorPolicy();
  const confirmIdentity = useConfirmIdentity();
  const [chosen, setChosen] = useState<Role[]>(policy.roles);
  const lacksOwn = own.data?.factors.length === 0;
  const added = chosen.filter((role) => !policy.roles.includes(role));
  const isDirty = added.length > 0 || chosen.length !== policy.roles.length;

  async function save(event: FormEvent) {
    event.preventDefault();
    if (update.isPending || !(await confirmIdentity(updateFactorPolicyEndpoint))) return;
    update.mutate({ roles: chosen }, { onSuccess: () => toast.success("Changes saved") });
  }

  return (
    <form onSubmit={save} className="flex flex-col items-start gap-3">
      <FieldSet legend="Roles that need a second factor" error={update.error?.message}>
        {ROLES.map((role) => (
          <CheckboxField
            key={role}
            label={roleLabel(role)}
            hint={membersOf(policy, role)}
            checked={chosen.includes(role)}
            disabled={!isHydrated || (lacksOwn && !chosen.includes(role))}
            onChange={({ target }) =>
              setChosen(target.checked ? [...chosen, role] : chosen.filter((one) => one !== role))
            }
          />
        ))}
      </FieldSet>
      {lacksOwn && (
        <p className="text-sm">
          <Link
            href={profileHref()}
            className="rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2"
          >
            Add a second factor to your own account
          </Link>{" "}
          first, so that you don't shut yourself out.
        </p>
      )}
      {added.length > 0 && <Warning policy={policy} added={added} />}
      {isDirty && (
        <Button type="submit" variant="primary" isPending={update.isPending}>
          Save
        </Button>
      )}
    </form>
  );
}

function Warning({ policy, added }: { policy: Policy; added: Role[] }) {
  const without = policy.members.filter(({ role }) => added.includes(role));
  const count = without.reduce((sum, { withoutFactor }) => sum + withoutFactor, 0);
  const people = count === 1 ? "1 member is" : `${count} members are`;
  return (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-sm">
      {count === 0
        ? "Every member with these roles has a second factor already."
        : `${people} signed out at once, and must add a second factor to sign in again.`}
    </p>
  );
}

function membersOf({ members }: Policy, role: Role): string {
  const { active, withoutFactor } = members.find((one) => one.role === role) ?? {
    active: 0,
    withoutFactor: 0,
  };
  if (active === 0) return "No members";
  const people = active === 1 ? "1 member" : `${active} members`;
  return withoutFactor === 0
    ? `${people}, with a second factor`
    : `${people}, ${withoutFactor} without a second factor`;
}
