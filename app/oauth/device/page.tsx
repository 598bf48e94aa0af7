import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { DeviceCodeForm } from "@/features/oauth/components/device-code-form";

export const metadata: Metadata = { title: "Connect your site" };

/** A code in the address is filled in, and still for the person to compare (RFC 8628 §3.3.1). */
export default async function DevicePage({ searchParams }: PageProps<"/oauth/device">) {
  const { user_code: code } = await searchParams;
  return (
    <CenteredCard title="Connect your site">
      <p className="text-sm text-muted-foreground">
        Enter the code that your site shows. If you did not start this at a site of yours, close this page:
        whoever sent you here may want your account.
      </p>
      <DeviceCodeForm code={typeof code === "string" ? code.slice(0, 40) : ""} error={null} />
    </CenteredCard>
  );
}
