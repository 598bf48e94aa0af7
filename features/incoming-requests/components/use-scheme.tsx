import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import type { DebuggedSignature } from "@/features/incoming-requests/schema";
import { useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";

interface UseSchemeProps {
  webhookId: string;
  suggestion: NonNullable<DebuggedSignature["suggestion"]>;
  onUsed(): void;
}

/** Sets the webhook to what the request was signed by. */
export function UseScheme({ webhookId, suggestion, onUsed }: UseSchemeProps) {
  const { mutateAsync, isPending } = useUpdateIncomingWebhook(webhookId);
  const { description, ...choice } = suggestion;

  async function use() {
    try {
      await mutateAsync(choice);
      toast.success(`The webhook now expects: ${description}`);
      onUsed();
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return (
    <div className="mt-3 flex flex-wrap items-center gap-3 rounded-lg border border-border px-3 py-2.5 text-sm">
      <p className="min-w-0 flex-1 basis-64 text-pretty">
        The secret is right, and what was signed, too: it is only signed in another way,{" "}
        <strong className="font-medium">{description}</strong>.
      </p>
      <Button variant="primary" isPending={isPending} onClick={() => void use()}>
        Use this scheme
      </Button>
    </div>
  );
}
