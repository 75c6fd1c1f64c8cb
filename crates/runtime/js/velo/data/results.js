/**
 * Pages of results. What they tell is own and enumerable, so that `JSON.stringify` sends just that to
 * a client; paging is on the prototype. `query` is an accessor there: a filter may hold what a client
 * must not see.
 */

const { invalid } = require("velo/data/errors");
const { FLAG } = require("velo/data/options");
const { ceil } = Math;

/**
 * Where a page stands.
 * @typedef {object} Place
 * @property {string} collection
 * @property {number} skip
 * @property {number} limit
 * @property {boolean} more there are results after it
 * @property {(skip: number) => Promise<any>} fetch another page
 */

/** @param {Place} place @param {string} what is wrong */
const noPage = (place, wde, what) => invalid(wde, `Invalid query on ${place.collection}. ${what}`);

class Pages {
  #place;

  /** @param {Place} place */
  constructor(place) {
    this.#place = place;
  }

  hasNext() {
    return this.#place.more;
  }

  async next() {
    const place = this.#place;
    if (!place.more) throw noPage(place, "WDE0165", "There is no next page.");
    return await place.fetch(place.skip + place.limit);
  }

  hasPrev() {
    return this.#place.skip > 0;
  }

  async prev() {
    const place = this.#place;
    if (place.skip === 0) throw noPage(place, "WDE0159", "There is no prev page.");
    if (place.skip < place.limit) throw noPage(place, "WDE0037", "Invalid prev positioned query skip on a negative number.");
    return await place.fetch(place.skip - place.limit);
  }
}

/** What the SDK's queries give. */
class WixDataResult extends Pages {
  /**
   * @param {Place} place
   * @param {any[]} items
   * @param {number | undefined} total
   */
  constructor(place, items, total) {
    super(place);
    this.items = items;
    this.length = items.length;
    this.pageSize = place.limit;
    this.currentPage = items.length === 0 ? undefined : ceil(place.skip / place.limit);
    this.totalCount = total;
    this.totalPages = total === undefined ? undefined : ceil(total / place.limit);
  }
}

class WixDataQueryResult extends WixDataResult {
  #state;

  /**
   * @param {Place} place
   * @param {any[]} items
   * @param {number | undefined} total
   * @param {boolean} partial some item refers to more than was included
   * @param {any} state of the query
   */
  constructor(place, items, total, partial, state) {
    super(place, items, total);
    this.partialIncludes = partial;
    this.#state = state;
  }

  get query() {
    const state = this.#state;
    return new state.type(state);
  }
}

class WixDataQueryReferencedResult extends Pages {
  constructor(place, items, total) {
    super(place);
    this.items = items;
    this.totalCount = total;
  }
}

class WixDataAggregateResult {
  #pages;

  /** @param {Place} place @param {any[]} items */
  constructor(place, items) {
    this.#pages = new Pages(place);
    this.items = items;
    this.length = items.length;
  }

  hasNext() {
    return this.#pages.hasNext();
  }

  next() {
    return this.#pages.next();
  }
}

/**
 * Without a total, a full page may have another after it.
 * @param {{items: any[], total?: number}} page
 * @param {number} skip
 * @param {number} limit
 * @param {number} flags
 */
function isMore({ items, total }, skip, limit, flags) {
  return (flags & FLAG.total) === 0 || total === undefined ? items.length === limit : skip + items.length < total;
}

/**
 * @param {{items: any[], total?: number, partial?: boolean}} page
 * @param {any} state of the query
 * @param {number} flags
 * @param {(state: any, flags: number) => Promise<any>} run runs the query again
 * @param {any} [query] what `query` is built from, when it is not what runs
 */
exports.queryResult = function queryResult(page, state, flags, run, query = state) {
  const { skip, limit } = state;
  const fetch = (at) => {
    const next = state.copy(state);
    next.skip = at;
    return run(next, flags);
  };
  const place = { collection: state.collection, skip, limit, more: isMore(page, skip, limit, flags), fetch };
  const total = (flags & FLAG.total) === 0 ? undefined : page.total;
  if (state.sdk) return new WixDataResult(place, page.items, total);
  return new WixDataQueryResult(place, page.items, total, page.partial === true, query);
};

/**
 * @param {{items: any[], total?: number}} page
 * @param {{collection: string, skip: number, limit: number, sdk: boolean}} at
 * @param {number} flags
 * @param {(skip: number) => Promise<any>} fetch
 */
exports.referencedResult = function referencedResult(page, { collection, skip, limit, sdk }, flags, fetch) {
  const place = { collection, skip, limit, more: isMore(page, skip, limit, flags), fetch };
  const total = (flags & FLAG.total) === 0 ? undefined : page.total;
  return sdk ? new WixDataResult(place, page.items, total) : new WixDataQueryReferencedResult(place, page.items, total);
};

/**
 * @param {{items: any[], more?: boolean}} page
 * @param {any} state of the aggregation
 * @param {(skip: number) => Promise<any>} fetch
 */
exports.aggregateResult = function aggregateResult({ items, more }, { collection, skip, limit }, fetch) {
  return new WixDataAggregateResult({ collection, skip, limit, more: more === true, fetch }, items);
};
exports.WixDataResult = WixDataResult;
