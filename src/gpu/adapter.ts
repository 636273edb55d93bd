/** What is known about the adapter of a device; part of every result. */
export interface AdapterRecord {
  name: string;
  vendor: string;
  architecture: string;
  driver: string;
  /** Where it was found: 'system', 'embedded', 'browser', ... */
  origin: string;
  software: boolean;
}
