import { PasswordInput } from "@/components/password-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface EmailFieldProps {
  label?: string;
  value: string;
  error: string | undefined;
}

export function EmailField({ label = "Email", value, error }: EmailFieldProps) {
  return (
    <Field id="email" label={label} error={error}>
      <Input name="email" type="email" autoComplete="username" defaultValue={value} />
    </Field>
  );
}

/** Tells a password manager whose password it is. */
export function FixedEmail({ email }: { email: string }) {
  return (
    <Field id="email" label="Email">
      <Input name="email" type="email" autoComplete="username" value={email} readOnly />
    </Field>
  );
}

interface PasswordFieldProps {
  name?: string;
  label?: string;
  error: string | undefined;
}

export function PasswordField({ name = "password", label = "Password", error }: PasswordFieldProps) {
  return (
    <Field id={name} label={label} error={error}>
      <PasswordInput name={name} autoComplete="current-password" />
    </Field>
  );
}

interface NewPasswordFieldProps {
  label?: string;
  error: string | undefined;
}

export function NewPasswordField({ label = "Password", error }: NewPasswordFieldProps) {
  return (
    <Field
      id="password"
      label={label}
      hint="At least 12 characters; a short sentence works well."
      error={error}
    >
      <PasswordInput name="password" autoComplete="new-password" />
    </Field>
  );
}

interface NameFieldProps {
  value: string;
  error: string | undefined;
  isOptional?: boolean;
}

export function NameField({ value, error, isOptional = true }: NameFieldProps) {
  return (
    <Field id="name" label="Your name" isOptional={isOptional} error={error}>
      <Input name="name" autoComplete="name" defaultValue={value} />
    </Field>
  );
}
