import { Code } from "@/features/api-reference/text";
import { formatCount } from "@/lib/format-number";
import { CodeSample } from "./code-sample";
import { Prose, Section } from "./section";

const EVENT = '{"type": "ticket.created", "data": {"subject": "Checkout shows a blank page"}}';

export function IdempotencySection({ origin }: { origin: string }) {
  const sample = `curl ${origin}/api/v1/events \\
  -H "Authorization: Bearer $REPLIFY_TOKEN" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: order-1042-created" \\
  -d '${EVENT}'`;
  return (
    <Section id="idempotency" title="Idempotency" level={2}>
      <Prose>
        When an answer is lost you can't know whether the call was done. Send any <Code>POST</Code> with an{" "}
        <Code>Idempotency-Key</Code> of your own, 1 to 255 visible ASCII characters, and repeat it as it was:
        for 24 hours the same key and body get the first answer again, marked{" "}
        <Code>Idempotency-Replayed: true</Code>, and nothing is done twice. A refused call stores nothing and
        may be corrected under the same key.
      </Prose>
      <CodeSample title="curl sample: a call that is safe to repeat" code={sample} />
      <Prose>
        The key with another body is <Code>422</Code> <Code>idempotency_key_reused</Code>; while the first
        call still runs it is <Code>409</Code> <Code>in_progress</Code> with <Code>Retry-After</Code>. Keys
        belong to the token that sent them. <Code>PUT</Code>, <Code>PATCH</Code> and <Code>DELETE</Code> are
        safe to repeat as they are.
      </Prose>
    </Section>
  );
}

export function PagingSection({ origin }: { origin: string }) {
  const sample = `curl '${origin}/api/v1/events?limit=100' \\
  -H "Authorization: Bearer $REPLIFY_TOKEN"`;
  return (
    <Section id="paging" title="Paging" level={2}>
      <Prose>
        Lists are newest first and answer with <Code>{"{data, nextCursor}"}</Code>. Ask for 1 to 100 at a time
        with <Code>limit</Code> (25 unless told), and pass <Code>nextCursor</Code> on as <Code>cursor</Code>{" "}
        until it is null. What is added meanwhile neither repeats nor hides anything. A cursor belongs to the
        filters it came with.
      </Prose>
      <CodeSample title="curl sample: a page of 100" code={sample} />
    </Section>
  );
}

export function RateLimitsSection({ perMinute }: { perMinute: number }) {
  return (
    <Section id="rate-limits" title="Rate limits" level={2}>
      <Prose>
        A credential may make {formatCount(perMinute)} calls a minute here. Each answer tells where you are:{" "}
        <Code>RateLimit-Limit</Code>, <Code>RateLimit-Remaining</Code> and <Code>RateLimit-Reset</Code>, the
        seconds until the count starts anew. Beyond that, calls are refused with <Code>429</Code> and{" "}
        <Code>Retry-After</Code>: wait that long. Calls without a valid credential, and all calls from one
        address, are limited, too.
      </Prose>
      <Prose>
        Publish in batches of up to 1000 events rather than one by one, and let a subscription tell you of
        news instead of asking again and again.
      </Prose>
    </Section>
  );
}
