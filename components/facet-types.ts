export interface FacetOption {
  value: string;
  label: string;
  count?: number;
}

/** A multi-select filter. */
export interface Facet {
  id: string;
  label: string;
  options: FacetOption[];
  /** Chosen values; empty means any. */
  value: string[];
  onChange(value: string[]): void;
}
