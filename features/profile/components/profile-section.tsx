import { type ReactNode, useId } from "react";

interface ProfileSectionProps {
  title: string;
  description?: string;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

export function ProfileSection({ title, description, actions, children }: ProfileSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {description && <p className="max-w-prose text-sm text-muted-foreground">{description}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
