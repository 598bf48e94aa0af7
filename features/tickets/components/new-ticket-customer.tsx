"use client";

import { flushSync } from "react-dom";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { EmailAddressInput } from "@/components/email-address-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CustomerPicker } from "@/features/customers/customer-picker";
import type { TicketFormValues } from "@/features/tickets/form-values";

/** Somebody known, or else what is known of somebody new. */
export function NewTicketCustomer() {
  const { control, setValue, setFocus } = useFormContext<TicketFormValues>();
  const customer = useController({ control, name: "customer" });
  const isNew = useWatch({ control, name: "isNewCustomer" });
  if (isNew) return <NewCustomerFields />;
  return (
    <CustomerPicker
      id="customer"
      label="Customer"
      hint="Type the name or email of someone new to add them."
      error={customer.fieldState.error?.message}
      isOptional
      className="max-w-xl"
      value={customer.field.value}
      onChange={customer.field.onChange}
      onNew={(text) => {
        const field = text.includes("@") ? "email" : "name";
        // The field has to be there before it can have the focus.
        flushSync(() => {
          setValue("customer", null);
          setValue("isNewCustomer", true, { shouldDirty: true });
          setValue(field, text, { shouldDirty: true });
        });
        setFocus(field);
      }}
    />
  );
}

function NewCustomerFields() {
  const { register, formState, setValue } = useFormContext<TicketFormValues>();
  const { errors } = formState;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-6 md:grid-cols-2">
        <Field
          id="email"
          label="Customer’s email"
          hint="A known customer is found by it."
          error={errors.email?.message}
          isOptional
        >
          <EmailAddressInput {...register("email")} />
        </Field>
        <Field
          id="name"
          label="Customer’s name"
          hint="Kept as it is if already known."
          error={errors.name?.message}
          isOptional
        >
          <Input {...register("name")} autoComplete="off" />
        </Field>
      </div>
      <Button
        variant="link"
        size="inline"
        className="self-start"
        onClick={() => {
          flushSync(() => {
            setValue("email", "");
            setValue("name", "");
            setValue("isNewCustomer", false);
          });
          document.getElementById("customer")?.focus();
        }}
      >
        Choose a known customer instead
      </Button>
    </div>
  );
}
