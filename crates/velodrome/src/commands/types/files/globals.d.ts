// What a site's code finds beyond the language: of Node.js and of browsers, what this runtime has.

interface Buffer extends Uint8Array {
  toString(encoding?: string, start?: number, end?: number): string;
  equals(other: Uint8Array): boolean;
  write(text: string, offset?: number, length?: number, encoding?: string): number;
  toJSON(): { type: "Buffer"; data: number[] };
}
interface BufferConstructor {
  from(value: string, encoding?: string): Buffer;
  from(value: ArrayBuffer | ArrayBufferView | readonly number[], offset?: number, length?: number): Buffer;
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: string): Buffer;
  allocUnsafe(size: number): Buffer;
  concat(list: readonly Uint8Array[], length?: number): Buffer;
  byteLength(value: string | ArrayBuffer | ArrayBufferView, encoding?: string): number;
  isBuffer(value: unknown): value is Buffer;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
}
declare const Buffer: BufferConstructor;
declare const process: { env: { [name: string]: string | undefined }; [key: string]: any };
declare const global: typeof globalThis;
declare function setImmediate(callback: (...args: any[]) => void, ...args: any[]): any;
declare function clearImmediate(handle: any): void;
declare function require(name: string): any;
declare const module: { exports: any };
declare const exports: any;

declare module "crypto" {
  const crypto: any;
  export default crypto;
  export const createHash: any;
  export const createHmac: any;
  export const randomBytes: any;
  export const randomInt: any;
  export const randomUUID: any;
  export const timingSafeEqual: any;
  export const webcrypto: any;
}
declare module "node:crypto" {
  export * from "crypto";
  export { default } from "crypto";
}
