import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";

export const metadata: Metadata = { title: "Connect your site" };

/** The end of the browser's part: the site learns the answer by itself. */
export default async function DeviceDonePage({ searchParams }: PageProps<"/oauth/device/done">) {
  const { denied } = await searchParams;
  return denied === undefined ? (
    <CenteredCard title="Your site is connected">
      <p className="text-sm">
        Go back to it: it goes on by itself within a few seconds. You can close this page.
      </p>
    </CenteredCard>
  ) : (
    <CenteredCard title="Your site is not connected">
      <p className="text-sm">It gets nothing. You can close this page.</p>
    </CenteredCard>
  );
}
