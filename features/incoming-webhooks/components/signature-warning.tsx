import { TriangleAlert } from "lucide-react";

/** That a way of signing leaves something open. */
export function SignatureWarning({ text }: { text: string }) {
  return (
    <p className="flex gap-2 rounded-lg bg-warning-soft px-3 py-2 text-sm text-pretty">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      {text}
    </p>
  );
}
