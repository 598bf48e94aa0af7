"use client";

import { Plus } from "lucide-react";
import { CreateHotkey } from "./create-hotkey";
import { IntentLink } from "./intent-link";
import { Button } from "./ui/button";

interface CreateLinkProps {
  href: string;
  /** "Create token". */
  label: string;
  isAllowed: boolean;
  /** In its place for those who may not: why, and who can change it. */
  refusal: string;
}

/** A list's primary action, also at the key `c`. */
export function CreateLink({ href, label, isAllowed, refusal }: CreateLinkProps) {
  if (!isAllowed) return <p className="max-w-80 text-sm text-muted-foreground">{refusal}</p>;
  return (
    <>
      <CreateHotkey href={href} label={label} />
      <Button asChild variant="primary">
        <IntentLink href={href}>
          <Plus aria-hidden />
          {label}
        </IntentLink>
      </Button>
    </>
  );
}
