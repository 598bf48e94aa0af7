import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { requireContext } from "@/features/auth/context";
import { FactorList } from "@/features/factors/components/factor-list";
import { ownFactorsQuery } from "@/features/factors/hooks";
import { getOwnFactors } from "@/features/factors/queries";
import { PasswordForm } from "@/features/profile/components/password-form";
import { ProfileForm } from "@/features/profile/components/profile-form";
import { ProfileSection } from "@/features/profile/components/profile-section";
import { SessionList } from "@/features/profile/components/session-list";
import { ShortcutSetting } from "@/features/profile/components/shortcut-setting";
import { MAX_SESSIONS, sessionsQuery } from "@/features/profile/hooks";
import { listSessions } from "@/features/profile/queries";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Your profile · Settings" };

export default async function ProfilePage() {
  const ctx = await requireContext();
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({
    ...sessionsQuery(),
    queryFn: () => listSessions(ctx, { limit: MAX_SESSIONS }),
  });
  await queryClient.prefetchQuery({ ...ownFactorsQuery(), queryFn: () => getOwnFactors(ctx) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Your profile" />
      <div className="flex max-w-4xl flex-col gap-10">
        <ProfileForm />
        <PasswordForm />
        <ProfileSection
          title="Second factor"
          description="What signing in asks for after your password, and what confirms sensitive actions."
        >
          <FactorList />
        </ProfileSection>
        <SessionList />
        <ShortcutSetting />
      </div>
    </HydrationBoundary>
  );
}
