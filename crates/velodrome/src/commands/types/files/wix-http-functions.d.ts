// Functions in backend/http-functions.js, and what they take and give.

declare module "wix-http-functions" {
  /** The body of a request. Each of these may be called more than once. */
  export interface WixHttpFunctionRequestBody {
    text(): Promise<string>;
    json(): Promise<any>;
    buffer(): Promise<Buffer>;
  }

  /** A request to a function. */
  export interface WixHttpFunctionRequest {
    /** The address up to and including `/_functions`. */
    readonly baseUrl: string;
    readonly body: WixHttpFunctionRequestBody;
    /** The name that was called, without its prefix. */
    readonly functionName: string;
    /** Names are in lower case. */
    readonly headers: { readonly [name: string]: string };
    readonly ip: string;
    readonly method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "HEAD";
    /** What follows the name in the path, in segments. */
    readonly path: string[];
    readonly query: { readonly [name: string]: string };
    readonly url: string;
  }

  export interface WixHttpFunctionResponseOptions {
    body?: any;
    headers?: { [name: string]: string | number | undefined };
  }

  export interface WixHttpFunctionResponse extends WixHttpFunctionResponseOptions {
    status: number;
  }

  export interface WixHttpFunctionCustomResponseOptions extends WixHttpFunctionResponseOptions {
    status?: number;
  }

  /** 200 */
  export function ok(options?: WixHttpFunctionResponseOptions): WixHttpFunctionResponse;
  /** 201 */
  export function created(options?: WixHttpFunctionResponseOptions): WixHttpFunctionResponse;
  /** 400 */
  export function badRequest(options?: WixHttpFunctionResponseOptions): WixHttpFunctionResponse;
  /** 403 */
  export function forbidden(options?: WixHttpFunctionResponseOptions): WixHttpFunctionResponse;
  /** 404 */
  export function notFound(options?: WixHttpFunctionResponseOptions): WixHttpFunctionResponse;
  /** 500 */
  export function serverError(options?: WixHttpFunctionResponseOptions): WixHttpFunctionResponse;
  /** Any status. */
  export function response(options?: WixHttpFunctionCustomResponseOptions): WixHttpFunctionResponse;
}
