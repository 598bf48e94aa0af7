"use client";

import { useForm } from "react-hook-form";
import { FormAlert } from "@/components/form-alert";
import { PasswordInput } from "@/components/password-input";
import { schemaResolver } from "@/components/schema-resolver";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { useHydrated } from "@/components/use-hydrated";
import { useMe } from "@/features/auth/hooks";
import { useChangePassword } from "@/features/profile/hooks";
import type { ChangePassword } from "@/features/profile/schema";
import { ApiError } from "@/lib/api-client";
import { ProfileSection } from "./profile-section";

const resolver = schemaResolver(async () => {
  const { changePasswordSchema } = await import("@/features/profile/schema");
  return changePasswordSchema;
});

const EMPTY: ChangePassword = { currentPassword: "", newPassword: "" };

export function PasswordForm() {
  const hasPassword = useMe()?.user.hasPassword ?? true;
  return (
    <ProfileSection
      title="Password"
      description="A new one signs you out everywhere else. Tokens keep working."
    >
      {hasPassword ? (
        <ChangeForm />
      ) : (
        <p className="text-sm">You sign in through your single sign-on provider and have no password here.</p>
      )}
    </ProfileSection>
  );
}

function ChangeForm() {
  const isHydrated = useHydrated();
  const change = useChangePassword();
  const email = useMe()?.user.email ?? "";
  const { register, handleSubmit, setError, reset, formState } = useForm({
    resolver,
    defaultValues: EMPTY,
  });
  const { errors } = formState;

  async function save(values: ChangePassword) {
    try {
      await change.mutateAsync(values);
      reset(EMPTY);
      toast.success("Your password is changed, and you are signed out everywhere else");
    } catch (error) {
      const issues = error instanceof ApiError ? error.issues : [];
      for (const { path, message } of issues)
        setError(path === "newPassword" ? path : "currentPassword", { message }, { shouldFocus: true });
      if (issues.length === 0)
        setError("root", { message: error instanceof Error ? error.message : "It did not work. Try again." });
    }
  }

  return (
    <form noValidate onSubmit={handleSubmit(save)}>
      <fieldset disabled={!isHydrated} className="contents">
        <div className="flex flex-col gap-4 md:w-80">
          {/* Lets password managers know whose password it is. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <Field label="Current password" error={errors.currentPassword?.message}>
            <PasswordInput {...register("currentPassword")} autoComplete="current-password" />
          </Field>
          <Field
            label="New password"
            hint="At least 12 characters; a short sentence works well."
            error={errors.newPassword?.message}
          >
            <PasswordInput {...register("newPassword")} autoComplete="new-password" />
          </Field>
          {errors.root && <FormAlert attempt={errors.root}>{errors.root.message}</FormAlert>}
        </div>
        <Button type="submit" className="mt-3" isPending={change.isPending}>
          Change password
        </Button>
      </fieldset>
    </form>
  );
}
