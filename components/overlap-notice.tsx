"use client";

import { type ReactNode, useState } from "react";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "./confirm-dialog";
import { ExtendOverlap } from "./extend-overlap";
import { Countdown, Time } from "./time";
import { Button } from "./ui/button";

interface OverlapNoticeProps {
  /** What has two of them: the name of a webhook or a token. */
  name: string;
  noun: "secret" | "token";
  endsAt: string;
  /** Whether the old one is still needed. */
  children: ReactNode;
  /** What ending it now means. */
  consequence: ReactNode;
  /** For those who may not change it: why, and who can. */
  refusal: string | null;
  onEnd(): Promise<unknown>;
  onExtend(overlapSeconds: number): Promise<unknown>;
}

/** While two secrets are valid: until when, and the ways to end or extend it. */
export function OverlapNotice({ name, noun, endsAt, children, refusal, ...props }: OverlapNoticeProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <section
      aria-label="Overlap"
      className="flex flex-col items-start gap-2 rounded-lg bg-info-soft px-4 py-3 text-sm"
    >
      <p>
        <strong className="font-medium">
          Two {noun}s valid until <Time value={endsAt} display="short" />
        </strong>{" "}
        (<Countdown to={endsAt} doneLabel="over" />
        ). {children}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={refusal !== null} onClick={() => setIsAsking(true)}>
          End overlap now
        </Button>
        <ExtendOverlap
          name={name}
          noun={noun}
          endsAt={endsAt}
          isDisabled={refusal !== null}
          onExtend={async (overlapSeconds) => {
            await props.onExtend(overlapSeconds);
            toast.success("Overlap extended");
          }}
        />
      </div>
      {refusal && <p className="text-muted-foreground">{refusal}</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`End the overlap of “${name}”?`}
        description={props.consequence}
        confirmLabel="End overlap"
        onConfirm={async () => {
          await props.onEnd();
          toast.success(`Overlap ended: only the new ${noun} works`);
        }}
      />
    </section>
  );
}
