import { describeScopes } from "@/features/tokens/access";
import { type Expiry, expiryPhrase } from "@/features/tokens/form-values";
import type { Scope } from "@/lib/scopes";

interface TokenSentenceProps {
  scopes: Scope[];
  expiry: Expiry;
  expiresOn: string;
}

/** What is about to be made, in words, as the form changes. */
export function TokenSentence({ scopes, expiry, expiresOn }: TokenSentenceProps) {
  const can = describeScopes(scopes);
  return (
    <output className="block rounded-lg border border-border bg-muted px-4 py-3 text-sm">
      {can
        ? `Can ${can}, ${expiryPhrase({ expiry, expiresOn })}.`
        : "Can't do anything yet: choose its access."}
    </output>
  );
}
