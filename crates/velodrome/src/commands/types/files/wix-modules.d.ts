// Other modules of the platform. What is `any` here is not described; docs/compat.md says what works.

declare module "wix-fetch" {
  export interface WixFetchOptions {
    method?: string;
    headers?: { [name: string]: string };
    body?: any;
  }
  export interface WixFetchResponse {
    readonly ok: boolean;
    readonly status: number;
    readonly statusText: string;
    readonly url: string;
    readonly headers: { get(name: string): string | null; has(name: string): boolean; forEach(callback: (value: string, name: string) => void): void };
    readonly bodyUsed: boolean;
    json(): Promise<any>;
    text(): Promise<string>;
    arrayBuffer(): Promise<ArrayBuffer>;
  }
  export function fetch(url: string, options?: WixFetchOptions): Promise<WixFetchResponse>;
  export function getJSON(url: string, options?: WixFetchOptions): Promise<any>;
  const wixFetch: { fetch: typeof fetch; getJSON: typeof getJSON };
  export default wixFetch;
}

declare module "wix-secrets-backend" {
  export interface SecretInfo {
    id: string;
    name: string;
    description?: string;
  }
  export function getSecret(name: string): Promise<string>;
  export function listSecretInfo(): Promise<SecretInfo[]>;
  export function createSecret(secret: { name: string; value: string; description?: string }): Promise<string>;
  export function updateSecret(id: string, secret: { name?: string; value?: string; description?: string }): Promise<void>;
  export function deleteSecret(id: string): Promise<void>;
  const wixSecretsBackend: {
    getSecret: typeof getSecret;
    listSecretInfo: typeof listSecretInfo;
    createSecret: typeof createSecret;
    updateSecret: typeof updateSecret;
    deleteSecret: typeof deleteSecret;
  };
  export default wixSecretsBackend;
}

declare module "wix-secrets-backend.v2" {
  export const secrets: {
    getSecretValue(name: string): Promise<{ value: string }>;
    listSecretInfo(): Promise<{ secrets: { _id: string; name: string; description?: string; _createdDate: Date; _updatedDate: Date }[] }>;
    createSecret(secret: { name: string; value: string; description?: string }): Promise<{ _id: string }>;
    updateSecret(id: string, secret: { name?: string; value?: string; description?: string }): Promise<void>;
    deleteSecret(id: string): Promise<void>;
  };
}

declare module "wix-web-module" {
  export const Permissions: { readonly Anyone: "anyone"; readonly SiteMember: "siteMember"; readonly Admin: "admin" };
  /** A function that pages may call; backend code calls it directly. */
  export function webMethod<F extends (...args: any[]) => any>(permissions: string, fn: F, options?: { cache?: { tags?: string[]; ttl?: number } }): F;
}

declare module "@wix/web-methods" {
  export { Permissions, webMethod } from "wix-web-module";
}

declare module "wix-auth" {
  /** The function with an administrator's rights. */
  export function elevate<F extends (...args: any[]) => any>(fn: F): F;
  export const auth: { elevate: typeof elevate };
}

declare module "@wix/essentials" {
  export function elevate<F extends (...args: any[]) => any>(fn: F): F;
  export const auth: { elevate: typeof elevate };
}

declare module "wix-crm-backend" {
  export const contacts: any;
  export const triggeredEmails: any;
  export const notifications: any;
  export const tasks: any;
  export const workflows: any;
  const wixCrm: any;
  export default wixCrm;
}

declare module "wix-crm.v2" {
  export const contacts: any;
  export const labels: any;
  export const extendedFields: any;
}

declare module "wix-members-backend" {
  export const authentication: any;
  export const authorization: any;
  export const badges: any;
  export const currentMember: any;
  export const members: any;
}

declare module "wix-users-backend" {
  const wixUsersBackend: any;
  export default wixUsersBackend;
}

declare module "wix-media-backend" {
  export const mediaManager: any;
  const wixMediaBackend: { mediaManager: any };
  export default wixMediaBackend;
}

declare module "wix-realtime-backend" {
  interface Channel {
    name: string;
    resourceId?: string;
  }
  interface Subscriber {
    type: "Visitor";
    id: string;
  }
  type Check = (channel: Channel, subscriber: Subscriber) => { read: boolean } | Promise<{ read: boolean }>;
  export function publish(channel: Channel, payload: any, options?: { users?: string[]; includePublisher?: boolean }): Promise<void>;
  export const permissionsRouter: {
    add(channel: Channel, check: Check): void;
    default(check: Check): void;
    check(channel: Channel, subscriber: Subscriber): Promise<{ read: boolean }>;
  };
}

declare module "wix-router" {
  export function ok(page: string | string[], data?: any, head?: any): any;
  export function notFound(message?: string, data?: any): any;
  export function forbidden(message?: string, data?: any): any;
  export function redirect(url: string, status?: string): any;
  export function sendStatus(status: string, message?: string): any;
  export function next(): any;
}
