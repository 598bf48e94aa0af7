import Link from "next/link";
import { samplesOf } from "@/features/api-reference/samples";
import { Code } from "@/features/api-reference/text";
import { newTokenHref } from "@/features/tokens/links";
import { CodeSample } from "./code-sample";
import { SampleTabs } from "./sample-tabs";
import { Prose, Section } from "./section";

export function StartSection({ origin }: { origin: string }) {
  return (
    <Section id="start" title="Start here" level={2}>
      <Prose>
        Every call goes to <Code>{`${origin}/api/v1`}</Code>, speaks JSON with camelCase names, and gives
        times in ISO 8601 UTC. Any answer may gain fields, so ignore those you don't know.
      </Prose>
      <Prose>
        <Link href={newTokenHref()} className="text-link underline underline-offset-3">
          Create a token
        </Link>{" "}
        with the scopes you need; each operation names its own. Send it as{" "}
        <Code>Authorization: Bearer rpl_at_…</Code>, or as <Code>X-API-Key: rpl_at_…</Code> where a tool can't
        set the first. A token may do what its scopes say, as far as its maker may do it now. The samples read
        it from the environment:
      </Prose>
      <CodeSample title="Token in the environment" code="export REPLIFY_TOKEN=rpl_at_…" />
      <Prose>Then ask who you are:</Prose>
      <SampleTabs
        subject="Who am I, to start with"
        samples={samplesOf({ method: "GET", url: `${origin}/api/v1/me`, isPublic: false, answer: "json" })}
      />
    </Section>
  );
}
