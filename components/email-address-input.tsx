import type { ComponentProps } from "react";
import { Input } from "./ui/input";

/** For anybody's address, also `Name <address>`. Not of type "email": browsers rewrite or refuse some that mail servers take. */
export function EmailAddressInput(props: ComponentProps<typeof Input>) {
  return <Input inputMode="email" autoCapitalize="none" autoComplete="off" spellCheck={false} {...props} />;
}
