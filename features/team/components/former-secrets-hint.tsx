"use client";

import { useQuery } from "@tanstack/react-query";
import { useCan } from "@/features/auth/hooks";
import { seenSecretsQuery } from "@/features/team/hooks";
import { SeenSecretList } from "./seen-secret-list";

/** Secrets that people know who were removed or disabled; silent without any. */
export function FormerSecretsHint() {
  const mayWrite = useCan("team:write");
  const { data } = useQuery({ ...seenSecretsQuery(), enabled: mayWrite });
  const secrets = data?.data ?? [];
  if (secrets.length === 0) return null;
  return (
    <section
      aria-label="Secrets to rotate"
      className="flex flex-col gap-1 rounded-lg bg-warning-soft px-4 py-3"
    >
      <p className="text-sm font-medium">
        Former members know {secrets.length === 1 ? "a secret that is" : "secrets that are"} still in use
        {data?.nextCursor && ", these and more"}.
      </p>
      <SeenSecretList secrets={secrets} showsWho />
    </section>
  );
}
