"use client";

import { Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { useCan } from "@/features/auth/hooks";
import { teamsQuery } from "@/features/members/hooks";
import type { Team } from "@/features/members/schema";
import { useCreateTeam } from "@/features/team/hooks";
import { teamListSearchParams, toTeamsQuery } from "@/features/team/search-params";
import { TeamActions } from "./team-actions";
import { TeamNameDialog } from "./team-name-dialog";

const COLUMNS: Column<Team>[] = [
  { id: "name", header: "Team", className: "wrap-anywhere font-medium", cell: ({ name }) => name },
  {
    id: "members",
    header: "Members",
    className: "wrap-anywhere",
    cell: ({ members }) =>
      members.map(({ name }) => name).join(", ") || <span className="text-muted-foreground">Nobody yet</span>,
  },
  {
    id: "id",
    header: "Id",
    priority: 2,
    className: "md:w-20",
    cell: ({ id }) => <span className="font-mono text-xs">{id}</span>,
  },
  { id: "actions", header: "Actions", align: "end", cell: (team) => <TeamActions team={team} /> },
];

export function TeamList() {
  const list = useListSearch(teamListSearchParams);
  const teams = useListQuery(teamsQuery(toTeamsQuery(list.search)), { idOf: (team) => String(team.id) });
  return (
    <>
      <p className="max-w-prose text-sm text-muted-foreground">
        Events and event subscriptions can be limited to teams. A team gives no rights; roles do.
      </p>
      <DataTable
        {...list.table(teams)}
        toolbar={{ actions: <CreateTeamButton /> }}
        caption="Teams, newest first"
        listId="teams"
        noun="teams"
        columns={COLUMNS}
        rowId={(team) => String(team.id)}
        skeletonRows={3}
        empty={
          <EmptyState
            icon={<UsersRound />}
            title="No teams yet"
            description="A team groups people, so that events can be limited to what concerns them."
          />
        }
      />
    </>
  );
}

function CreateTeamButton() {
  const [isOpen, setIsOpen] = useState(false);
  const create = useCreateTeam();
  if (!useCan("team:write")) {
    return <p className="text-sm text-muted-foreground">Your role can't create teams. An admin can.</p>;
  }
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <Plus aria-hidden />
        Create team
      </Button>
      <TeamNameDialog
        title="Create team"
        submitLabel="Create team"
        name=""
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        onSave={(name) => create.mutateAsync(name)}
      />
    </>
  );
}
