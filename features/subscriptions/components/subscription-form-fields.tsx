"use client";

import type { ReactNode } from "react";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { AdvancedFields } from "@/components/advanced-fields";
import { FormSection } from "@/components/form-section";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useMe } from "@/features/auth/hooks";
import { EventPicker } from "@/features/event-types/event-picker";
import { FORMATS } from "@/features/formats/formats";
import {
  ADVANCED_FIELDS,
  hasAdvancedValues,
  type SubscriptionFormValues,
} from "@/features/subscriptions/form-values";
import { FilterFields } from "./filter-fields";
import { FormatFields } from "./format-fields";
import { HeaderFields } from "./header-fields";
import { LiveTarget, type TargetOfSubscription } from "./live-target";
import { MatchCheck } from "./match-check";
import { MatchPreview } from "./match-preview";
import { RetryFields } from "./retry-fields";
import { ScopeFields } from "./scope-fields";
import { fieldId } from "./use-subscription-form";
import { VerificationField } from "./verification-field";

interface SubscriptionFormFieldsProps {
  /** Below the target's field. */
  targetHelp?: ReactNode;
  /** Names of the stored headers, whose values can't be shown. */
  storedHeaderNames?: string[];
  /** The present target, where the one in the form may be another. */
  target?: TargetOfSubscription;
  /** Of a stored subscription. */
  hasSecret?: boolean;
  isNew: boolean;
  /** Of the subscription that is edited. */
  subscriptionId?: string;
  /** Inside a disabled fieldset. */
  isDisabled?: boolean;
}

/** Every section of the form; create and edit differ only in the secret and the stored headers. */
export function SubscriptionFormFields({
  targetHelp,
  storedHeaderNames = [],
  target,
  hasSecret,
  isNew,
  subscriptionId,
  isDisabled = false,
}: SubscriptionFormFieldsProps) {
  const { control, register, formState } = useFormContext<SubscriptionFormValues>();
  const { errors } = formState;
  const format = useWatch({ control, name: "format" });
  const permissions = useMe()?.permissions;
  const isFilled = hasAdvancedValues(useWatch({ control, compute: (values) => values }));
  const advanced = (
    <>
      <FormSection
        title="Scope"
        description="Whose events match. An event carries the team, account and sequence it belongs to."
      >
        <ScopeFields />
      </FormSection>
      <FormSection
        title="Filter"
        description="Lets only events pass whose data fulfils conditions. Without any, all of them do."
      >
        <FilterFields />
        {!isDisabled && (
          <>
            <MatchPreview subscriptionId={subscriptionId} />
            <MatchCheck subscriptionId={subscriptionId} />
          </>
        )}
      </FormSection>
      <FormSection
        title="Delivery"
        description="When an attempt fails, by an answer other than 2xx or none in 10 s, it is made again."
      >
        <RetryFields />
      </FormSection>
      <FormSection title="Headers" description="Extra headers of each delivery.">
        <HeaderFields storedNames={storedHeaderNames} />
      </FormSection>
      {isNew && (
        <FormSection
          title="Signature"
          description="Signs every delivery, so that the receiver can tell who sent it. It is shown once, after creation."
        >
          <Field
            id={fieldId("secret")}
            label="Your own secret"
            isOptional
            hint={`8 to 256 characters. Left empty, ${FORMATS[format].isVerified ? "there is none: the receiver knows us by the value of the handshake" : "a random one is made"}.`}
            error={errors.secret?.message}
          >
            <Input
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
              {...register("secret")}
            />
          </Field>
        </FormSection>
      )}
    </>
  );
  return (
    <>
      <FormSection
        title="Target"
        description="Where events are sent, as a POST with a JSON body. Redirects are not followed."
      >
        <Field
          id={fieldId("targetUrl")}
          label="Target URL"
          hint="Public and https, such as https://example.com/webhooks. While Replify runs on localhost, http and local addresses work too."
          error={errors.targetUrl?.message}
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            {...register("targetUrl")}
          />
        </Field>
        {targetHelp}
        {target && <LiveTarget target={target} />}
        <VerificationField />
        <Field
          id={fieldId("name")}
          label="Name"
          isOptional={isNew}
          hint={isNew ? "The target's host, unless you give one." : undefined}
          error={errors.name?.message}
        >
          <Input autoComplete="off" {...register("name")} />
        </Field>
      </FormSection>
      <FormSection title="Events" description="What the target is told about.">
        <Controller
          control={control}
          name="eventTypes"
          render={({ field, fieldState }) => (
            <div ref={field.ref} tabIndex={-1} className="focus-visible:outline-none">
              <EventPicker
                id={fieldId("eventTypes")}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                isDisabled={isDisabled}
                permissions={permissions}
              />
            </div>
          )}
        />
      </FormSection>
      <FormSection title="Format" description="How deliveries look: their body, headers and signature.">
        <FormatFields hasSecret={hasSecret} />
      </FormSection>
      {isNew ? (
        <AdvancedFields<SubscriptionFormValues>
          summary="Scope, filter, retries, headers and secret"
          fields={ADVANCED_FIELDS}
          isFilled={isFilled}
        >
          {advanced}
        </AdvancedFields>
      ) : (
        advanced
      )}
    </>
  );
}
