"use client";

import { KeyRound, Smartphone } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";
import {
  addAppAtSignIn,
  addPasskeyAtSignIn,
  startAppAtSignIn,
  startPasskeyAtSignIn,
} from "@/features/factors/actions";
import { createPasskey } from "@/features/factors/ask-browser";
import { resultOf } from "@/features/factors/result-of";
import type { AddedFactor } from "@/features/factors/schema";
import { AuthenticatorAppForm } from "./authenticator-app-form";
import { FinishSignIn } from "./finish-sign-in";
import { PasskeyForm } from "./passkey-form";
import { RecoveryCodesReveal } from "./recovery-codes-reveal";

interface EnrollStepProps {
  passkeyObstacle: string | null;
  next: string;
}

type Stage = "choose" | "passkey" | "app" | "done";

/** For whoever's role needs a second factor, and who has none: nothing else opens before. */
export function EnrollStep({ passkeyObstacle, next }: EnrollStepProps) {
  const [stage, setStage] = useState<Stage>("choose");
  const [codes, setCodes] = useState<string[] | null>(null);
  const form = { onAdded, onCancel: () => setStage("choose") };

  function onAdded({ recoveryCodes }: AddedFactor) {
    setCodes(recoveryCodes);
    setStage("done");
  }

  return (
    <>
      {stage === "choose" && <Choice passkeyObstacle={passkeyObstacle} onChoose={setStage} />}
      {stage === "passkey" && <PasskeyForm add={addPasskey} {...form} />}
      {stage === "app" && <AuthenticatorAppForm start={startApp} add={addApp} {...form} />}
      {stage === "done" && <FinishSignIn next={next} />}
      <RecoveryCodesReveal codes={codes} onClose={() => setCodes(null)} />
    </>
  );
}

function Choice({
  passkeyObstacle,
  onChoose,
}: {
  passkeyObstacle: string | null;
  onChoose(stage: Stage): void;
}) {
  const isHydrated = useHydrated();
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">
        Your role needs a second factor, and you have none yet. Add one now; it takes a minute. Nobody gets in
        with your password alone any more.
      </p>
      {passkeyObstacle === null && (
        <Button variant="primary" size="lg" disabled={!isHydrated} onClick={() => onChoose("passkey")}>
          <KeyRound aria-hidden />
          Add a passkey
        </Button>
      )}
      <Button
        variant={passkeyObstacle === null ? "secondary" : "primary"}
        size="lg"
        disabled={!isHydrated}
        onClick={() => onChoose("app")}
      >
        <Smartphone aria-hidden />
        Add an authenticator app
      </Button>
      {passkeyObstacle !== null && <p className="text-sm text-muted-foreground">{passkeyObstacle}</p>}
    </div>
  );
}

async function startApp() {
  return resultOf(await startAppAtSignIn());
}

async function addApp(input: { name: string; secret: string; code: string }) {
  return resultOf(await addAppAtSignIn(input));
}

async function addPasskey(name: string) {
  const credential = await createPasskey(resultOf(await startPasskeyAtSignIn()));
  return resultOf(await addPasskeyAtSignIn({ name, credential }));
}
