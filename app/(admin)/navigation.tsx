import {
  AppWindow,
  BookOpen,
  BookText,
  Building2,
  Contact,
  Inbox,
  KeyRound,
  LayoutDashboard,
  Mails,
  MessagesSquare,
  Radio,
  ScrollText,
  Send,
  Ticket,
  Users,
  Webhook,
} from "lucide-react";
import type { NavGroup } from "@/components/nav-types";
import { OpenTicketCount } from "@/features/tickets/open-ticket-count";

export const NAVIGATION: NavGroup[] = [
  { items: [{ href: "/", label: "Overview", icon: <LayoutDashboard />, hotkey: "g o" }] },
  {
    label: "Desk",
    items: [
      { href: "/tickets", label: "Tickets", icon: <Ticket />, hotkey: "g t", badge: <OpenTicketCount /> },
      { href: "/chats", label: "Chats", icon: <MessagesSquare />, hotkey: "g h" },
      { href: "/customers", label: "Customers", icon: <Contact />, hotkey: "g c" },
    ],
  },
  {
    label: "Settings → API",
    items: [
      {
        href: "/settings/api/incoming-webhooks",
        label: "Incoming webhooks",
        icon: <Inbox />,
        hotkey: "g i",
      },
      {
        href: "/settings/api/event-subscriptions",
        label: "Event subscriptions",
        icon: <Webhook />,
        hotkey: "g e",
      },
      { href: "/settings/api/deliveries", label: "Deliveries", icon: <Send />, hotkey: "g d" },
      { href: "/settings/api/echo-receivers", label: "Echo receivers", icon: <Radio />, hotkey: "g x" },
      { href: "/settings/api/tokens", label: "Tokens", icon: <KeyRound />, hotkey: "g k" },
      { href: "/settings/api/oauth", label: "OAuth", icon: <AppWindow />, hotkey: "g p" },
      { href: "/settings/api/events", label: "Event catalog", icon: <BookText />, hotkey: "g v" },
      { href: "/settings/api/reference", label: "API reference", icon: <BookOpen />, hotkey: "g r" },
    ],
  },
  {
    label: "Settings",
    items: [
      { href: "/settings/workspace", label: "Workspace", icon: <Building2 />, hotkey: "g w" },
      { href: "/settings/team", label: "Team", icon: <Users />, hotkey: "g m" },
      { href: "/settings/mails", label: "Sent mails", icon: <Mails />, hotkey: "g l" },
      { href: "/settings/audit-log", label: "Audit log", icon: <ScrollText />, hotkey: "g a" },
    ],
  },
];
