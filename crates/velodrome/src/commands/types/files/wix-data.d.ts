// The site's documents. `VelodromeCollections` (collections.d.ts) says what is in each collection.

/** What every document has. */
interface WixDataSystemFields {
  _id: string;
  _owner?: string;
  _createdDate: Date;
  _updatedDate: Date;
}

type WixDataCollectionName = keyof VelodromeCollections;
/** A document of a collection; any, for a collection that nothing is known of. */
type WixDataItem<C> = C extends WixDataCollectionName ? VelodromeCollections[C] & WixDataSystemFields : any;
/** What may be written: the system's fields are filled in. */
type WixDataNewItem<C> = C extends WixDataCollectionName ? Partial<VelodromeCollections[C] & WixDataSystemFields> : any;
/** A name that editors complete, and every other. */
type WixDataCollection = WixDataCollectionName | (string & {});

declare module "wix-data" {
  export interface WixDataOptions {
    suppressAuth?: boolean;
    suppressHooks?: boolean;
    consistentRead?: boolean;
    omitTotalCount?: boolean;
  }

  export interface WixDataSort {
    ascending(...fields: string[]): WixDataSort;
    descending(...fields: string[]): WixDataSort;
  }

  export interface WixDataFilter {
    eq(field: string, value: any): WixDataFilter;
    ne(field: string, value: any): WixDataFilter;
    lt(field: string, value: any): WixDataFilter;
    le(field: string, value: any): WixDataFilter;
    gt(field: string, value: any): WixDataFilter;
    ge(field: string, value: any): WixDataFilter;
    between(field: string, from: any, to: any): WixDataFilter;
    contains(field: string, text: string): WixDataFilter;
    startsWith(field: string, text: string): WixDataFilter;
    endsWith(field: string, text: string): WixDataFilter;
    hasSome(field: string, ...values: any[]): WixDataFilter;
    hasAll(field: string, ...values: any[]): WixDataFilter;
    isEmpty(field: string): WixDataFilter;
    isNotEmpty(field: string): WixDataFilter;
    and(filter: WixDataFilter): WixDataFilter;
    or(filter: WixDataFilter): WixDataFilter;
    not(filter: WixDataFilter): WixDataFilter;
  }

  export interface WixDataQuery<T = any> {
    eq(field: string, value: any): WixDataQuery<T>;
    ne(field: string, value: any): WixDataQuery<T>;
    lt(field: string, value: any): WixDataQuery<T>;
    le(field: string, value: any): WixDataQuery<T>;
    gt(field: string, value: any): WixDataQuery<T>;
    ge(field: string, value: any): WixDataQuery<T>;
    between(field: string, from: any, to: any): WixDataQuery<T>;
    contains(field: string, text: string): WixDataQuery<T>;
    startsWith(field: string, text: string): WixDataQuery<T>;
    endsWith(field: string, text: string): WixDataQuery<T>;
    hasSome(field: string, ...values: any[]): WixDataQuery<T>;
    hasAll(field: string, ...values: any[]): WixDataQuery<T>;
    isEmpty(field: string): WixDataQuery<T>;
    isNotEmpty(field: string): WixDataQuery<T>;
    and(query: WixDataQuery<any>): WixDataQuery<T>;
    or(query: WixDataQuery<any>): WixDataQuery<T>;
    not(query: WixDataQuery<any>): WixDataQuery<T>;
    ascending(...fields: string[]): WixDataQuery<T>;
    descending(...fields: string[]): WixDataQuery<T>;
    fields(...fields: string[]): WixDataQuery<T>;
    include(...fields: string[]): WixDataQuery<T>;
    limit(count: number): WixDataQuery<T>;
    skip(count: number): WixDataQuery<T>;
    find(options?: WixDataOptions): Promise<WixDataQueryResult<T>>;
    count(options?: WixDataOptions): Promise<number>;
    distinct(field: string, options?: WixDataOptions): Promise<WixDataQueryResult<any>>;
  }

  export interface WixDataQueryResult<T = any> {
    readonly items: T[];
    readonly length: number;
    readonly totalCount: number | undefined;
    readonly totalPages: number | undefined;
    readonly currentPage: number | undefined;
    readonly pageSize: number;
    readonly partialIncludes: boolean;
    readonly query: WixDataQuery<T>;
    hasNext(): boolean;
    hasPrev(): boolean;
    next(): Promise<WixDataQueryResult<T>>;
    prev(): Promise<WixDataQueryResult<T>>;
  }

  export interface WixDataAggregate {
    group(...fields: string[]): WixDataAggregate;
    filter(filter: WixDataFilter): WixDataAggregate;
    having(filter: WixDataFilter): WixDataAggregate;
    count(): WixDataAggregate;
    sum(field: string, name?: string): WixDataAggregate;
    avg(field: string, name?: string): WixDataAggregate;
    min(field: string, name?: string): WixDataAggregate;
    max(field: string, name?: string): WixDataAggregate;
    ascending(...fields: string[]): WixDataAggregate;
    descending(...fields: string[]): WixDataAggregate;
    limit(count: number): WixDataAggregate;
    skip(count: number): WixDataAggregate;
    run(options?: WixDataOptions): Promise<WixDataAggregateResult>;
  }

  export interface WixDataAggregateResult {
    readonly items: any[];
    readonly length: number;
    hasNext(): boolean;
    next(): Promise<WixDataAggregateResult>;
  }

  export interface WixDataBulkError {
    message: string;
    code: string;
    originalIndex: number;
    item: any;
  }

  export interface WixDataBulkResult {
    inserted: number;
    updated: number;
    removed: number;
    skipped: number;
    insertedItemIds: string[];
    updatedItemIds: string[];
    removedItemIds: string[];
    errors: WixDataBulkError[];
  }

  /** What hooks in backend/data.js are told. */
  export interface HookContext {
    collectionName: string;
    userId: string | null;
    userRole: "anonymous" | "siteMember" | "siteOwner";
    currentItem?: any;
  }

  export function query<C extends WixDataCollection>(collection: C): WixDataQuery<WixDataItem<C>>;
  export function filter(): WixDataFilter;
  export function sort(): WixDataSort;
  export function aggregate(collection: WixDataCollection): WixDataAggregate;
  export function get<C extends WixDataCollection>(collection: C, id: string, options?: WixDataOptions): Promise<WixDataItem<C> | null>;
  export function insert<C extends WixDataCollection>(collection: C, item: WixDataNewItem<C>, options?: WixDataOptions): Promise<WixDataItem<C>>;
  export function update<C extends WixDataCollection>(collection: C, item: WixDataNewItem<C>, options?: WixDataOptions): Promise<WixDataItem<C>>;
  export function save<C extends WixDataCollection>(collection: C, item: WixDataNewItem<C>, options?: WixDataOptions): Promise<WixDataItem<C>>;
  export function remove<C extends WixDataCollection>(collection: C, id: string, options?: WixDataOptions): Promise<WixDataItem<C> | null>;
  export function truncate(collection: WixDataCollection, options?: WixDataOptions): Promise<null>;
  export function bulkInsert<C extends WixDataCollection>(collection: C, items: WixDataNewItem<C>[], options?: WixDataOptions): Promise<WixDataBulkResult>;
  export function bulkUpdate<C extends WixDataCollection>(collection: C, items: WixDataNewItem<C>[], options?: WixDataOptions): Promise<WixDataBulkResult>;
  export function bulkSave<C extends WixDataCollection>(collection: C, items: WixDataNewItem<C>[], options?: WixDataOptions): Promise<WixDataBulkResult>;
  export function bulkRemove(collection: WixDataCollection, ids: string[], options?: WixDataOptions): Promise<WixDataBulkResult>;
  export function insertReference(collection: WixDataCollection, field: string, referring: any, referenced: any, options?: WixDataOptions): Promise<void>;
  export function removeReference(collection: WixDataCollection, field: string, referring: any, referenced: any, options?: WixDataOptions): Promise<void>;
  export function replaceReferences(collection: WixDataCollection, field: string, referring: any, referenced: any, options?: WixDataOptions): Promise<void>;
  export function isReferenced(collection: WixDataCollection, field: string, referring: any, referenced: any, options?: WixDataOptions): Promise<boolean>;
  export function queryReferenced(collection: WixDataCollection, item: any, field: string, options?: WixDataOptions & { limit?: number; skip?: number; order?: "asc" | "desc" }): Promise<WixDataQueryResult<any>>;

  const wixData: {
    query: typeof query;
    filter: typeof filter;
    sort: typeof sort;
    aggregate: typeof aggregate;
    get: typeof get;
    insert: typeof insert;
    update: typeof update;
    save: typeof save;
    remove: typeof remove;
    truncate: typeof truncate;
    bulkInsert: typeof bulkInsert;
    bulkUpdate: typeof bulkUpdate;
    bulkSave: typeof bulkSave;
    bulkRemove: typeof bulkRemove;
    insertReference: typeof insertReference;
    removeReference: typeof removeReference;
    replaceReferences: typeof replaceReferences;
    isReferenced: typeof isReferenced;
    queryReferenced: typeof queryReferenced;
  };
  export default wixData;
}

declare module "@wix/data" {
  /** The same documents by the names of the SDK. */
  export const items: any;
  export const collections: any;
  export const indexes: any;
  export const externalDatabaseConnections: any;
}

declare module "wix-data.v2" {
  export const items: any;
  export const collections: any;
  export const indexes: any;
  export const externalDatabaseConnections: any;
}
