"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import * as z from "zod";
import { useApiForm } from "@/components/api-form";
import { EmailAddressInput } from "@/components/email-address-input";
import { ErrorSummary } from "@/components/error-summary";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useCreateChat } from "@/features/chats/hooks";
import { createMessageSchema } from "@/features/chats/schema";
import { customerInputSchema } from "@/features/customers/schema";

const formSchema = z.object({
  email: customerInputSchema.shape.email.unwrap(),
  name: z.string().trim().max(200),
  message: createMessageSchema.shape.body,
});

const FIELDS = ["email", "name", "message"] as const;

interface NewChatFormProps {
  onClose(): void;
  onStarted(id: string): void;
}

export function NewChatForm({ onClose, onStarted }: NewChatFormProps) {
  const create = useCreateChat();
  const { submit, summary, register, formState } = useApiForm({
    defaultValues: { email: "", name: "", message: "" },
    resolver: zodResolver(formSchema),
    fieldOf,
    fieldId: (path) => `chat-${path}`,
    focus: "summary",
  });
  const { errors } = formState;

  async function save({ email, name, message }: z.output<typeof formSchema>) {
    const chat = await create.mutateAsync({
      customer: { email, ...(name === "" ? {} : { name }) },
      message: { body: message },
    });
    onStarted(chat.id);
  }

  return (
    <form noValidate onSubmit={submit(save)} className="flex min-h-0 flex-1 flex-col">
      <DialogBody className="flex flex-col gap-4">
        <ErrorSummary {...summary} />
        <Field
          id="chat-email"
          label="Customer's email"
          hint="Somebody new is added as a customer."
          error={errors.email?.message}
        >
          <EmailAddressInput {...register("email")} />
        </Field>
        <Field id="chat-name" label="Customer's name" isOptional error={errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field id="chat-message" label="Message" error={errors.message?.message}>
          <Textarea dir="auto" {...register("message")} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={formState.isSubmitting}>
          Start chat
        </Button>
      </DialogFooter>
    </form>
  );
}

/** The form's field for a path of the API's body. */
function fieldOf(path: string): (typeof FIELDS)[number] | null {
  if (path.startsWith("message")) return "message";
  return FIELDS.find((field) => path === `customer.${field}`) ?? null;
}
