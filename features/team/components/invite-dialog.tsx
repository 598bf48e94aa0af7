"use client";

import { type FormEvent, useId, useState } from "react";
import { ErrorSummary } from "@/components/error-summary";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { permissionsOf } from "@/features/auth/permissions";
import { roleLabel } from "@/features/auth/role-label";
import { createInvitationsEndpoint } from "@/features/team/contract";
import { useInvite } from "@/features/team/hooks";
import { parseEmails } from "@/features/team/parse-emails";
import type { SentInvitations } from "@/features/team/schema";
import { describeScopes } from "@/features/tokens/access";
import { ApiError } from "@/lib/api-client";
import { loadCode } from "@/lib/load-code";
import { ROLES, type Role } from "@/lib/roles";

interface InviteDialogProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onSent(sent: SentInvitations): void;
}

export function InviteDialog({ isOpen, onOpenChange, onSent }: InviteDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Invite people</DialogTitle>
          <DialogDescription>Everybody gets a link of their own, which works once.</DialogDescription>
        </DialogHeader>
        <InviteForm onSent={onSent} onCancel={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function InviteForm({ onSent, onCancel }: { onSent(sent: SentInvitations): void; onCancel(): void }) {
  const emailsId = useId();
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const [problems, setProblems] = useState<string[]>([]);
  const [failures, setFailures] = useState(0);
  const [isPending, setIsPending] = useState(false);
  const { mutateAsync } = useInvite();
  useConfirmation(createInvitationsEndpoint);
  const emails = parseEmails(text);

  function fail(messages: string[]) {
    setProblems(messages);
    setFailures((count) => count + 1);
  }

  async function invite() {
    const body = { emails, role };
    const { createInvitationsSchema } = await loadCode(() => import("@/features/team/schema"));
    const parsed = createInvitationsSchema.safeParse(body);
    if (!parsed.success) return fail(parsed.error.issues.map((issue) => describe(issue, emails)));
    setProblems([]);
    onSent(await mutateAsync(body));
  }

  function send(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setIsPending(true);
    invite()
      .catch((error: Error) => {
        const issues = error instanceof ApiError ? error.issues : [];
        fail(issues.length > 0 ? issues.map(({ message }) => message) : [error.message]);
      })
      .finally(() => setIsPending(false));
  }

  return (
    <form noValidate onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <DialogBody className="flex flex-col gap-4">
        <ErrorSummary
          title="Nobody was invited yet"
          errors={problems.map((message) => ({ fieldId: emailsId, message }))}
          focusKey={failures}
        />
        <Field
          id={emailsId}
          label="Email addresses"
          hint="One per line, or separated by commas. Up to 50."
          error={problems[0]}
        >
          <Textarea
            value={text}
            rows={4}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Field label="Role" hint={`Can ${describeScopes(permissionsOf(role)) ?? "do nothing"}.`}>
          <NativeSelect
            value={role}
            onChange={(event) => setRole(ROLES.find((one) => one === event.target.value) ?? role)}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {roleLabel(one)}
              </option>
            ))}
          </NativeSelect>
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {emails.length > 1 ? `Invite ${emails.length} people` : "Invite"}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Says which of the addresses it is. */
function describe({ path, message }: { path: PropertyKey[]; message: string }, emails: string[]): string {
  const email = path[0] === "emails" && typeof path[1] === "number" ? emails[path[1]] : undefined;
  return email === undefined ? message : `“${email}” is no email address.`;
}
