"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { KeyValues } from "@/components/key-values";
import { schemaResolver } from "@/components/schema-resolver";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/use-hydrated";
import { useMe } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import { useUpdateProfile } from "@/features/profile/hooks";
import { ProfileSection } from "./profile-section";

const resolver = schemaResolver(async () => {
  const { updateProfileSchema } = await import("@/features/profile/schema");
  return updateProfileSchema.required();
});

export function ProfileForm() {
  const me = useMe();
  const router = useRouter();
  const isHydrated = useHydrated();
  const update = useUpdateProfile();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver,
    defaultValues: { name: me?.user.name ?? "" },
  });

  async function save({ name }: { name: string }) {
    try {
      await update.mutateAsync({ name });
      toast.success("Your name is saved");
      // The sidebar shows it, which the server renders.
      router.refresh();
    } catch (error) {
      setError("name", { message: error instanceof Error ? error.message : "It did not work. Try again." });
    }
  }

  return (
    <ProfileSection title="About you">
      <KeyValues
        items={[
          { label: "Email", value: me?.user.email },
          { label: "Role", value: me && roleLabel(me.user.role) },
          { label: "Workspace", value: me?.organization.name },
        ]}
      />
      <form noValidate onSubmit={handleSubmit(save)}>
        <fieldset disabled={!isHydrated} className="contents">
          <div className="flex items-start gap-2 max-md:flex-col max-md:items-stretch">
            <Field
              label="Name"
              hint="Shown to every member of the workspace, and in the audit log."
              error={formState.errors.name?.message}
              className="md:w-80"
            >
              <Input {...register("name")} autoComplete="name" />
            </Field>
          </div>
          <Button type="submit" className="mt-3" isPending={update.isPending}>
            Save name
          </Button>
        </fieldset>
      </form>
    </ProfileSection>
  );
}
