import type { Role } from "@/lib/roles";

const LABELS: Record<Role, string> = {
  admin: "Admin",
  developer: "Developer",
  agent: "Agent",
  viewer: "Viewer",
};

export function roleLabel(role: Role): string {
  return LABELS[role];
}
