import { CodeBlock } from "@/components/code-block";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { HANDSHAKE_SAMPLES } from "@/features/handshake/samples";

const LANGUAGES = [
  { value: "node", label: "Node" },
  { value: "python", label: "Python" },
  { value: "go", label: "Go" },
] as const;

/** Receivers that answer the handshake, to copy. */
export function HandshakeSamples() {
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-sm font-medium">
        How a receiver answers the handshake
      </summary>
      <Tabs defaultValue="node" className="pt-2">
        <TabsList aria-label="Language">
          {LANGUAGES.map(({ value, label }) => (
            <TabsTrigger key={value} value={value}>
              {label}
            </TabsTrigger>
          ))}
        </TabsList>
        {LANGUAGES.map(({ value, label }) => (
          <TabsContent key={value} value={value}>
            <CodeBlock title={`Receiver in ${label}`} code={HANDSHAKE_SAMPLES[value]} />
          </TabsContent>
        ))}
      </Tabs>
    </details>
  );
}
