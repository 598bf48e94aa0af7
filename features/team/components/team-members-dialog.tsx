"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { SearchInput } from "@/components/search-input";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { FieldSet } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { CHOICE_LIMIT, usersQuery } from "@/features/members/hooks";
import type { Team } from "@/features/members/schema";
import { useSetTeamMembers } from "@/features/team/hooks";

interface TeamMembersDialogProps {
  team: Team;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function TeamMembersDialog({ team, isOpen, onOpenChange }: TeamMembersDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Members of “{team.name}”</DialogTitle>
        </DialogHeader>
        <MembersForm team={team} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function MembersForm({ team, onClose }: { team: Team; onClose(): void }) {
  const [chosen, setChosen] = useState(() => new Set(team.members.map(({ id }) => id)));
  const [q, setQ] = useState("");
  const [error, setError] = useState<string | null>(null);
  const save = useSetTeamMembers();

  function send(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    save.mutateAsync({ id: team.id, userIds: [...chosen] }).then(
      () => {
        toast.success(`“${team.name}” has ${chosen.size === 1 ? "1 member" : `${chosen.size} members`}`);
        onClose();
      },
      (cause: Error) => setError(cause.message),
    );
  }

  function toggle(id: number, isMember: boolean) {
    const next = new Set(chosen);
    if (isMember) next.add(id);
    else next.delete(id);
    setChosen(next);
  }

  return (
    <form noValidate onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <DialogBody className="flex flex-col gap-3">
        <SearchInput label="Search members" value={q} onChange={setQ} />
        <FieldSet legend="People" isLegendHidden error={error}>
          <People q={q} chosen={chosen} onToggle={toggle} />
        </FieldSet>
      </DialogBody>
      <DialogFooter>
        <p className="mr-auto text-sm text-muted-foreground">{chosen.size} chosen</p>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={save.isPending}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}

interface PeopleProps {
  q: string;
  chosen: ReadonlySet<number>;
  onToggle(id: number, isMember: boolean): void;
}

function People({ q, chosen, onToggle }: PeopleProps) {
  const { data, error } = useQuery(usersQuery({ limit: CHOICE_LIMIT, q: q.trim() || undefined }));
  if (error) return <p className="text-sm text-danger">{error.message}</p>;
  if (!data) return <Spinner label="Loading members" />;
  if (data.data.length === 0) return <p className="text-sm text-muted-foreground">Nobody matches.</p>;
  return (
    <>
      {data.data.map((user) => (
        <CheckboxField
          key={user.id}
          label={user.name}
          hint={user.status === "disabled" ? `${user.email} · disabled` : user.email}
          checked={chosen.has(user.id)}
          onChange={(event) => onToggle(user.id, event.target.checked)}
        />
      ))}
      {data.nextCursor && (
        <p className="text-sm text-muted-foreground">There are more. Search by name or email.</p>
      )}
    </>
  );
}
