import type { UseFormRegister } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { TokenFormValues } from "@/features/tokens/form-values";

interface AllowListFieldProps {
  register: UseFormRegister<TokenFormValues>;
  error: string | undefined;
}

export function AllowListField({ register, error }: AllowListFieldProps) {
  return (
    <Field
      id="allowList"
      label="Allowed networks"
      hint="One address or network per line, IPv4 or IPv6. Calls from elsewhere are refused; empty allows every address."
      error={error}
      isOptional
    >
      <Textarea
        {...register("allowList")}
        rows={3}
        placeholder={"203.0.113.7\n10.0.0.0/8"}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
      />
    </Field>
  );
}
