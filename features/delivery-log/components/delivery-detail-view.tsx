"use client";

import type { ReactNode } from "react";
import { Countdown } from "@/components/time";
import { DeliveryBody } from "@/features/deliveries/delivery-body";
import type { DeliveryDetail } from "@/features/deliveries/schema";
import { TraceView } from "@/features/trace/trace-view";
import { AttemptRequest, AttemptResult } from "./attempt-detail";
import { AttemptList } from "./attempt-list";
import { DeliveryFacts } from "./delivery-facts";
import { deliveryVerdict, nextAttempt } from "./outcome";

interface DeliveryDetailViewProps {
  delivery: DeliveryDetail;
  /** From the URL; null shows the newest. */
  attemptNumber: number | null;
  onSelectAttempt(number: number): void;
  layout?: "drawer" | "page";
}

/** All there is to know about a delivery: the verdict, why the attempt failed and what came back, the attempts, the trace, and the facts last. */
export function DeliveryDetailView({
  delivery,
  attemptNumber,
  onSelectAttempt,
  layout = "drawer",
}: DeliveryDetailViewProps) {
  const selected = selectAttempt(delivery, attemptNumber);
  const next = nextAttempt(delivery);
  const result = selected && (
    <AttemptResult key={`result ${selected.number}`} attempt={selected} withheld={delivery.withheld} />
  );
  const request = selected ? (
    <AttemptRequest key={`request ${selected.number}`} attempt={selected} withheld={delivery.withheld} />
  ) : (
    <Section title="Body to be sent">
      <DeliveryBody
        label="Body"
        body={delivery.payload}
        withheld={delivery.withheld}
        contentType={delivery.contentType}
      />
    </Section>
  );
  const story = (
    <>
      <Section title="Attempts">
        <AttemptList delivery={delivery} selected={selected?.number ?? null} onSelect={onSelectAttempt} />
      </Section>
      <Section title="Trace">
        <TraceView of={{ eventId: delivery.eventId }} currentId={delivery.id} />
      </Section>
    </>
  );
  const facts = (
    <Section title="Facts">
      <DeliveryFacts delivery={delivery} />
    </Section>
  );
  return (
    <div className="flex flex-col gap-6">
      <p className="text-base text-pretty">
        {deliveryVerdict(delivery)}
        {next && (
          <>
            {" "}
            {next.waitsForTarget
              ? "The target keeps failing and is left alone; it is tried again in "
              : "The next attempt is due in "}
            <Countdown to={next.at} doneLabel="a moment" />.
          </>
        )}
      </p>
      {layout === "page" ? (
        <div className="flex flex-col gap-6 xl:grid xl:grid-cols-[minmax(0,1fr)_minmax(0,29rem)] xl:items-start xl:gap-8">
          <div className="flex min-w-0 flex-col gap-6">
            {result}
            {request}
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            {story}
            {facts}
          </div>
        </div>
      ) : (
        <>
          {result}
          {story}
          {request}
          {facts}
        </>
      )}
    </div>
  );
}

/** The attempt of that number, else the newest. */
export function selectAttempt({ attempts }: DeliveryDetail, number: number | null) {
  return attempts.find((attempt) => attempt.number === number) ?? attempts[0];
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}
