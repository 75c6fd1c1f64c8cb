// What tests import from "velodrome:test".

declare module "velodrome:test" {
  type TestFunction = () => any;
  interface Each {
    <T extends any[] | [any]>(table: readonly T[]): (name: string, fn: (...args: T) => any, timeoutMs?: number) => void;
    <T>(table: readonly T[]): (name: string, fn: (value: T) => any, timeoutMs?: number) => void;
    (strings: TemplateStringsArray, ...values: any[]): (name: string, fn: (row: any) => any, timeoutMs?: number) => void;
  }
  interface Test {
    (name: string, fn: TestFunction, timeoutMs?: number): void;
    each: Each;
  }
  interface It extends Test {
    only: Test;
    skip: Test;
    skipIf(condition: unknown): Test;
    runIf(condition: unknown): Test;
    todo(name: string): void;
  }
  interface Describe {
    (name: string, body: () => void): void;
    only: Describe;
    skip: Describe;
    each: Each;
  }

  export const describe: Describe;
  export const it: It;
  export const test: It;
  export function beforeAll(fn: TestFunction): void;
  export function beforeEach(fn: TestFunction): void;
  export function afterEach(fn: TestFunction): void;
  export function afterAll(fn: TestFunction): void;

  interface Matchers<R> {
    toBe(expected: any): R;
    toEqual(expected: any): R;
    toStrictEqual(expected: any): R;
    toMatchObject(expected: any): R;
    toBeCloseTo(expected: number, digits?: number): R;
    toBeGreaterThan(expected: number | bigint): R;
    toBeGreaterThanOrEqual(expected: number | bigint): R;
    toBeLessThan(expected: number | bigint): R;
    toBeLessThanOrEqual(expected: number | bigint): R;
    toBeTruthy(): R;
    toBeFalsy(): R;
    toBeNull(): R;
    toBeUndefined(): R;
    toBeDefined(): R;
    toBeNaN(): R;
    toBeTypeOf(type: string): R;
    toBeInstanceOf(type: any): R;
    toBeOneOf(list: Iterable<any>): R;
    toContain(item: any): R;
    toContainEqual(item: any): R;
    toMatch(pattern: string | RegExp): R;
    toHaveLength(length: number): R;
    toHaveProperty(path: string | (string | number)[], value?: any): R;
    toSatisfy(holds: (value: any) => unknown): R;
    toThrow(expected?: string | RegExp | Function | Error | object): R;
    toThrowError(expected?: string | RegExp | Function | Error | object): R;
    toHaveBeenCalled(): R;
    toHaveBeenCalledOnce(): R;
    toHaveBeenCalledTimes(times: number): R;
    toHaveBeenCalledWith(...args: any[]): R;
    toHaveBeenLastCalledWith(...args: any[]): R;
    toHaveBeenNthCalledWith(n: number, ...args: any[]): R;
    toHaveReturned(): R;
    toHaveReturnedTimes(times: number): R;
    toHaveReturnedWith(value: any): R;
  }
  interface Expectation<R> extends Matchers<R> {
    readonly not: Matchers<R>;
  }
  interface Asymmetric {
    objectContaining(expected: object): any;
    arrayContaining(expected: readonly any[]): any;
    stringContaining(expected: string): any;
    stringMatching(expected: string | RegExp): any;
    closeTo(expected: number, digits?: number): any;
  }
  interface Expect extends Asymmetric {
    (received: any, message?: string): Expectation<void> & { readonly resolves: Expectation<Promise<void>>; readonly rejects: Expectation<Promise<void>> };
    any(type: any): any;
    anything(): any;
    readonly not: Asymmetric;
    assertions(count: number): void;
    hasAssertions(): void;
    fail(message?: string): never;
    extend(matchers: Record<string, (received: any, ...args: any[]) => { pass: boolean; message: () => string }>): void;
  }
  export const expect: Expect;

  /** A function that remembers how it was called. */
  export interface MockFunction<F extends (...args: any[]) => any = (...args: any[]) => any> {
    (...args: Parameters<F>): ReturnType<F>;
    readonly mock: { calls: any[][]; results: { type: "return" | "throw" | "incomplete"; value: any }[]; contexts: any[]; instances: any[]; readonly lastCall: any[] | undefined };
    mockImplementation(fn: (...args: any[]) => any): this;
    mockImplementationOnce(fn: (...args: any[]) => any): this;
    mockReturnValue(value: any): this;
    mockReturnValueOnce(value: any): this;
    mockReturnThis(): this;
    mockResolvedValue(value: any): this;
    mockResolvedValueOnce(value: any): this;
    mockRejectedValue(error: any): this;
    mockRejectedValueOnce(error: any): this;
    mockName(name: string): this;
    getMockName(): string;
    getMockImplementation(): F | undefined;
    mockClear(): this;
    mockReset(): this;
    mockRestore(): this;
  }
  export function fn<F extends (...args: any[]) => any>(implementation?: F): MockFunction<F>;
  export function spyOn<T extends object, K extends keyof T>(object: T, method: K): MockFunction;

  /** Other exports of one of the platform's modules, to the end of the test or suite. */
  export function mock(module: string, exports: object | (() => object)): void;

  export interface TestResponse {
    readonly status: number;
    readonly ok: boolean;
    readonly headers: { [name: string]: string };
    text(): string;
    json(): any;
    buffer(): Buffer;
  }
  /** A request to the site, on the way that every request takes. */
  export function call(method: string, path: string, options?: { headers?: any; body?: any; query?: any }): Promise<TestResponse>;

  export const data: {
    seed(collections: { [collection: string]: any[] }): Promise<void>;
    load(file: string): Promise<void>;
    items<C extends WixDataCollection>(collection: C): Promise<WixDataItem<C>[]>;
    get<C extends WixDataCollection>(collection: C, id: string): Promise<WixDataItem<C> | null>;
  };

  export const clock: {
    set(time: Date | string | number): void;
    advance(ms: number): Promise<void>;
    reset(): void;
    readonly pending: number;
  };

  export const secrets: { set(values: { [name: string]: string }): void; clear(): void };

  interface FetchRequest {
    url: string;
    method: string;
    headers: { [name: string]: string };
    body: any;
  }
  type FetchAnswer = { status?: number; headers?: { [name: string]: string }; body?: any } | string | number | Error | object;
  export const fetch: {
    mock(target: string | RegExp, answer?: FetchAnswer | ((request: FetchRequest) => FetchAnswer | Promise<FetchAnswer>)): void;
    mockOnce(target: string | RegExp, answer?: FetchAnswer | ((request: FetchRequest) => FetchAnswer | Promise<FetchAnswer>)): void;
    record(file: string, options?: { match?: "body" | "address" }): void;
    allow(...hosts: string[]): void;
    readonly calls: FetchRequest[];
  };
}

// Under `velodrome test` these are there without an import.
declare const describe: import("velodrome:test").Describe;
declare const it: import("velodrome:test").It;
declare const test: import("velodrome:test").It;
declare const expect: import("velodrome:test").Expect;
declare function beforeAll(fn: () => any): void;
declare function beforeEach(fn: () => any): void;
declare function afterEach(fn: () => any): void;
declare function afterAll(fn: () => any): void;
