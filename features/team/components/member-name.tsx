"use client";

import { Ban } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import { Badge } from "@/components/ui/badge";
import { useMe } from "@/features/auth/hooks";
import type { User } from "@/features/members/schema";

export function MemberName({ user }: { user: User }) {
  const me = useMe();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
      {user.name}
      {user.id === me?.user.id && <Badge tone="outline">You</Badge>}
      {user.status === "disabled" && <StatusPill tone="neutral" icon={<Ban />} label="Disabled" />}
    </span>
  );
}
