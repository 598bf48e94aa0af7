import { cva, type VariantProps } from "class-variance-authority";
import * as Slot from "radix-ui/slot";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { Spinner } from "./spinner";

const buttonVariants = cva(
  "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground shadow-xs not-disabled:hover:bg-primary-hover",
        secondary:
          "border border-foreground/18 bg-card text-foreground shadow-xs not-disabled:hover:bg-accent aria-expanded:bg-accent",
        ghost: "text-foreground not-disabled:hover:bg-accent aria-expanded:bg-accent",
        destructive:
          "bg-destructive text-destructive-foreground shadow-xs not-disabled:hover:bg-destructive-hover",
        danger: "border border-foreground/18 bg-card text-danger shadow-xs not-disabled:hover:bg-danger-soft",
        link: "rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2",
      },
      size: {
        sm: "h-7 px-2.5 text-sm",
        md: "h-8 px-3 text-sm max-md:h-11 max-md:px-4 max-md:text-base",
        lg: "h-10 px-4 text-base max-md:h-11",
        icon: "size-8 max-md:size-11",
        "icon-sm": "size-7",
        inline: "min-h-6 px-0.5",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  /** Renders the single child (a link, say) with the look of the button. */
  asChild?: boolean;
  /** Shows a spinner over the label: the width stays, and pressing again does nothing. */
  isPending?: boolean;
}

export function Button({
  variant,
  size,
  asChild = false,
  isPending = false,
  className,
  children,
  onClick,
  type,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? "button"}
      className={classes}
      {...(isPending ? { "aria-disabled": true, "aria-busy": true } : {})}
      onClick={isPending ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {isPending && <Spinner className="absolute inset-0 m-auto" label="" />}
      <span className={isPending ? "contents text-transparent" : "contents"}>{children}</span>
    </button>
  );
}
