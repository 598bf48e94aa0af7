import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { SetupForm } from "@/features/sign-in/components/setup-form";
import { SetupLocked } from "@/features/sign-in/components/setup-locked";
import { isSetupDone, maySetUp } from "@/features/sign-in/setup";
import { isFromThisMachine } from "@/lib/client-address";
import { knownTimeZones } from "@/lib/time";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  if (await isSetupDone()) notFound();
  const { token } = await searchParams;
  const setupToken = typeof token === "string" ? token : undefined;
  const isLoopback = isFromThisMachine(await headers());
  return (
    <div className="flex flex-col gap-5 rounded-xl border border-border bg-card p-6 shadow-xs">
      <h1 className="text-xl font-semibold tracking-tight">Set up Replify</h1>
      {maySetUp(setupToken, { isLoopback }) ? (
        <SetupForm token={setupToken} timeZones={knownTimeZones()} />
      ) : (
        <SetupLocked />
      )}
    </div>
  );
}
