import { type ReactNode, useId } from "react";

interface FormSectionProps {
  title: string;
  description: string;
  children: ReactNode;
}

/** A titled part of a long form: words on the left, fields on the right, stacked where it is narrow. */
export function FormSection({ title, description, children }: FormSectionProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className="grid gap-x-8 gap-y-4 border-b border-border pb-8 lg:grid-cols-[16rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={headingId} className="text-base font-semibold">
          {title}
        </h2>
        <p className="mt-1 text-sm text-pretty text-muted-foreground">{description}</p>
      </div>
      <div className="flex max-w-2xl min-w-0 flex-col gap-5">{children}</div>
    </section>
  );
}
