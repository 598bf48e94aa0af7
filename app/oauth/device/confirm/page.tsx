import type { Metadata } from "next";
import { headers } from "next/headers";
import { CenteredCard } from "@/components/centered-page";
import { AccountInUse } from "@/features/customer-accounts/components/account-in-use";
import { SignInCard } from "@/features/customer-accounts/components/sign-in-card";
import { UnconfirmedNotice } from "@/features/customer-accounts/components/unconfirmed-notice";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { readDesk } from "@/features/customer-accounts/queries";
import { currentCustomer, requestClient } from "@/features/customer-accounts/session-cookie";
import { ConsentForm } from "@/features/oauth/components/consent-form";
import { ConsentSummary } from "@/features/oauth/components/consent-summary";
import { DeviceCodeForm } from "@/features/oauth/components/device-code-form";
import { type DeviceRequest, findDeviceRequest } from "@/features/oauth/device-request";
import { formatUserCode, readUserCode } from "@/features/oauth/user-code";
import { findClient } from "@/features/oauth-clients/find-client";
import { pagePath } from "@/lib/client-address";
import { AppError } from "@/lib/errors";

export const metadata: Metadata = { title: "Connect your site" };

const NONE =
  "No site is waiting with this code. Check it letter by letter. If it is older than 10 minutes, or was used already, start again at your site.";

export default async function ConfirmDevicePage({ searchParams }: PageProps<"/oauth/device/confirm">) {
  const query = await searchParams;
  const typed = typeof query.user_code === "string" ? query.user_code.slice(0, 40) : "";
  const device = await find(typed);
  const client = "error" in device ? null : await findClient(device.clientId);
  if ("error" in device || !client) {
    return (
      <CenteredCard title="Connect your site">
        <DeviceCodeForm code={typed} error={"error" in device ? device.error : NONE} />
      </CenteredCard>
    );
  }
  const path = pagePath(await headers());
  const desk = await readDesk(device.organizationId);
  const session = await currentCustomer(desk.id);
  if (!session) {
    return (
      <SignInCard
        desk={desk}
        linkWay={linkWay()}
        clientId={client.clientId}
        path={path}
        isNew={query.new === "1"}
      >
        A site wants to connect to your account. You decide after you have signed in.
      </SignInCard>
    );
  }
  const { account } = session;
  const code = formatUserCode(readUserCode(typed) ?? "");
  return (
    <CenteredCard title="Connect this site?">
      <ConsentSummary app={client} host={device.host} scopes={device.scopes} deskName={desk.name}>
        <p className="rounded-md bg-warning-soft px-3 py-2 text-sm">
          The name is what the site says of itself. Allow it only if you have just started this there, and it
          shows the code <strong className="font-mono font-semibold whitespace-nowrap">{code}</strong>.
        </p>
      </ConsentSummary>
      <AccountInUse email={account.email} path={path} />
      <ConsentForm to="device" hidden={{ next: path, account: account.id, user_code: code }} />
      {!account.emailVerifiedAt && <UnconfirmedNotice clientId={client.clientId} linkWay={linkWay()} />}
    </CenteredCard>
  );
}

/** Guessing is limited, and says so. */
async function find(typed: string): Promise<DeviceRequest | { error: string }> {
  try {
    return (await findDeviceRequest(typed, await requestClient())) ?? { error: NONE };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}
