"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { CreateHotkey } from "@/components/create-hotkey";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";

const HREF = "/settings/api/tokens/new";

export function CreateTokenLink() {
  if (!useCan("tokens:write")) {
    return (
      <p className="text-sm text-muted-foreground">Your role can't create tokens. An admin can change it.</p>
    );
  }
  return (
    <>
      <CreateHotkey href={HREF} label="Create token" />
      <Button asChild variant="primary">
        <Link href={HREF}>
          <Plus aria-hidden />
          Create token
        </Link>
      </Button>
    </>
  );
}
