import { ShieldCheck, ShieldMinus, ShieldX } from "lucide-react";
import type { ReactNode } from "react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { EchoRequest } from "@/features/echo/schema";

const SIGNATURES: Record<EchoRequest["signature"], { tone: Tone; icon: ReactNode; label: string }> = {
  verified: { tone: "success", icon: <ShieldCheck />, label: "Signature verified" },
  failed: { tone: "danger", icon: <ShieldX />, label: "Signature not verified" },
  none: { tone: "neutral", icon: <ShieldMinus />, label: "Not signed" },
};

export function SignaturePill({ signature }: { signature: EchoRequest["signature"] }) {
  return <StatusPill {...SIGNATURES[signature]} />;
}
