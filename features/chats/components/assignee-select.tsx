"use client";

import { useQuery } from "@tanstack/react-query";
import { toast } from "@/components/toast";
import { NativeSelect } from "@/components/ui/native-select";
import { useCan } from "@/features/auth/hooks";
import { useUpdateChat } from "@/features/chats/hooks";
import type { Chat } from "@/features/chats/schema";
import { activeUsersQuery } from "@/features/members/hooks";

export function AssigneeSelect({ chat, isDisabled }: { chat: Chat; isDisabled: boolean }) {
  const maySee = useCan("team:read");
  const { data } = useQuery({
    ...activeUsersQuery(),
    enabled: maySee && !isDisabled,
  });
  const update = useUpdateChat(chat.id);
  const users = data?.data ?? [];
  const { assignee } = chat;
  const isListed = assignee === null || users.some(({ id }) => id === assignee.id);

  function assign(text: string) {
    update.mutateAsync({ assigneeId: text === "" ? null : Number(text) }).then(
      ({ assignee: now }) => toast.success(now ? `Assigned to ${now.name}` : "Assigned to nobody"),
      (error: Error) => toast.error(error.message),
    );
  }

  return (
    <NativeSelect
      aria-label="Assignee"
      className="max-w-40"
      disabled={isDisabled || update.isPending}
      value={assignee?.id ?? ""}
      onChange={(event) => assign(event.target.value)}
    >
      <option value="">Nobody</option>
      {!isListed && assignee && <option value={assignee.id}>{assignee.name}</option>}
      {users.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
