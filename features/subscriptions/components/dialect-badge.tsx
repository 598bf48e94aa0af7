import { Badge } from "@/components/ui/badge";
import type { Subscription } from "@/features/subscriptions/schema";
import type { Dialect } from "@/lib/dialect";

const NAMES: Record<Dialect, string> = { reply_v3: "Reply v3", rest_hooks: "REST Hooks" };

/** Through which other system's API it was made; nothing for our own. */
export function DialectBadge({ dialect }: Pick<Subscription, "dialect">) {
  return dialect && <Badge tone="outline">{NAMES[dialect]}</Badge>;
}
