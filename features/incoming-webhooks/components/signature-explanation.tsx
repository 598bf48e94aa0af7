"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { CodeLines } from "@/components/code-lines";
import type { IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { type SignatureValues, toSignature } from "@/features/incoming-webhooks/signature-values";
import { fillRecipe, type RecipeValue } from "@/features/signatures/recipe";
import { genericScheme } from "@/features/signatures/schemes/generic";
import { genericSignatureSchema } from "@/lib/generic-signature";

/** What a request has to look like, as it is typed. */
export function SignatureExplanation() {
  const { control } = useFormContext<IncomingFormValues>();
  const values = useWatch({ control, name: "signature" });
  const text = requestText(values);
  return (
    <div role="status" className="flex min-w-0 flex-col gap-2 text-sm">
      {text === null ? (
        <p className="text-muted-foreground">Fill in the fields above to see what a request looks like.</p>
      ) : (
        <>
          <p className="text-muted-foreground">A request then looks like this:</p>
          <div className="overflow-hidden rounded-lg border border-border bg-card">
            <CodeLines text={text} label="A request" hasLineNumbers={false} />
          </div>
        </>
      )}
    </div>
  );
}

function requestText(values: SignatureValues): string | null {
  const parsed = genericSignatureSchema.safeParse(toSignature(values));
  if (!parsed.success) return null;
  const { recipe, proof } = genericScheme(parsed.data);
  const hash = (recipe.algorithm ?? "sha256").toUpperCase().replace("SHA", "SHA-");
  const signed = `${words(recipe.prefix)}<the body as it is sent>${words(recipe.suffix ?? "")}`;
  const lines = Object.entries(recipe.headers).map(([name, value]) => `${name}: ${words(value)}`);
  if (proof === "credential") return lines.join("\n");
  return [...lines, "", `<digest> is HMAC-${hash} in ${recipe.encoding}, by the secret, over:`, signed].join(
    "\n",
  );
}

const WORDS: Record<RecipeValue, string> = {
  id: "<id>",
  timestamp: "<time>",
  signature: "<digest>",
  url: "<the URL>",
  method: "POST",
  secret: "<secret>",
  basic: "<user:secret in base64>",
};

function words(template: string): string {
  return fillRecipe(template, (name) => WORDS[name]);
}
