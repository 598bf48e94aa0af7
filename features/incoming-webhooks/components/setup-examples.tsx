import { CodeBlock } from "@/components/code-block";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { curlSample } from "@/features/incoming-webhooks/sample-curl";
import { nodeSample } from "@/features/incoming-webhooks/sample-node";
import { pythonSample } from "@/features/incoming-webhooks/sample-python";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";

const LANGUAGES = [
  { value: "curl", label: "curl", sample: curlSample },
  { value: "node", label: "Node", sample: nodeSample },
  { value: "python", label: "Python", sample: pythonSample },
] as const;

/** The webhook's own kind of request, signed; runs as pasted once $WEBHOOK_SECRET is set. */
export function SetupExamples({ webhook }: { webhook: IncomingWebhook }) {
  const { url, signatureScheme: scheme, signature, action, mapping } = webhook;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="max-w-prose text-sm text-muted-foreground">
        Set <code className="font-mono text-xs">WEBHOOK_SECRET</code> to the secret first. It was shown when
        it was made and can't be seen again; if it is lost, rotate it.
        {action !== "create_ticket" && " The sample is for ticket #1: put in the number of one that exists."}
      </p>
      <Tabs defaultValue="curl">
        <TabsList aria-label="Language">
          {LANGUAGES.map(({ value, label }) => (
            <TabsTrigger key={value} value={value}>
              {label}
            </TabsTrigger>
          ))}
        </TabsList>
        {LANGUAGES.map(({ value, label, sample }) => (
          <TabsContent key={value} value={value}>
            <CodeBlock
              title={`${label} example`}
              code={sample({ url, scheme, signature, action, mapping, secret: null })}
            />
          </TabsContent>
        ))}
      </Tabs>
    </div>
  );
}
