//! A site's folder becomes one script.
//!
//! The engine has no module loader, so everything a site imports is bundled: ES modules,
//! CommonJS, TypeScript, JSON, npm packages. This is the only crate that knows the bundler;
//! it is meant to run in a short-lived child process ([`child_main`]), because deeply nested
//! sources overflow a parser's stack and that ends the process.
//!
//! # The script
//!
//! Evaluating [`BuildOutput::script`](velodrome_model::build::BuildOutput) as a classic script
//! gives, as its completion value, a function. Nothing of the site has run by then:
//!
//! ```text
//! async ($vd) => undefined
//! ```
//!
//! Calling it loads the site. The promise is fulfilled once every module, top-level `await`
//! included, has run; it is rejected with what a module threw. On the way the exports of each of
//! the site's parts are handed over, as soon as its file has run, with `$vd.part(name, exports)`:
//!
//! | part | file in the backend folder | |
//! |---|---|---|
//! | `data` | `data.js` (`.ts .mjs .mts .cjs .cts`) | absent when there is no such file |
//! | `functions` | `http-functions`, found like an import | always there, last |
//!
//! An exports object has an enumerable *getter* for each export (`default` included), so a read
//! always gives the present value of a live binding. A CommonJS file gives the properties its
//! `module.exports` had when it was loaded, and `module.exports` itself as `default`.
//! All code in the script is strict, CommonJS too. Async functions of a site that imports `async_hooks`
//! are generators driven by promises' `then`.
//!
//! # What the script asks of `$vd`
//!
//! Members are read once, when the function is called.
//!
//! | member | used for | must |
//! |---|---|---|
//! | `part(name, exports)` | handing over a part of the site | keep it; what it returns is not used |
//! | `module(name)` | a module of `real_modules`, at most once per name, where its import stands | return its CommonJS exports: named imports are property reads at run time, the object itself is `default`; an own `default` counts only beside a true `__esModule` |
//! | `stub(name)` | other `wix-*`, `@wix/*`, `@velo/*` and Node built-ins (`fs`, without `node:`, if there is such a spelling) | return an object or function. `* as` copies its own keys and keeps its prototype, so the names that "exist" belong into a Proxy *prototype*; `__esModule` must read as undefined |
//! | `missing(specifier, importer)` | a module that nobody installed, where that is not an error: `require` in `try`, packages' optional dependencies | throw `Cannot find module ..` with code `MODULE_NOT_FOUND` |
//! | `require(name)` | `require(expression)` | return what `module` and `stub` return for these names, or throw |
//! | `import(name)` | `import(expression)` | the same as a promise; may be absent |
//! | `tick()` | first thing in each turn of a loop that awaits | return whether it is time to let the event loop run; cheap |
//! | `yield()` | awaited when `tick()` said so | return a promise that settles in a later turn of the event loop, or never |
//! | `files(table)` | before everything else, when the site imports `fs`: its files that are no code, by their path below the site | keep it: "t" and text, or "h" and hexadecimal digits; may be absent |
//! | `stack(value, optional)` | reads of `.stack` | return `value.stack`, in the form people expect; with `optional`, `undefined` for null and undefined |
//! | `settle(value)` | `const { stack } = value`, `catch ({ stack })` | return `value`, whose own `stack` now reads in that form |
//!
//! `import.meta` is an object with `url`, `filename` and `dirname` below `file:///site/`;
//! `__filename` and `__dirname` name the handler file and its folder there. `process` is the
//! runtime's: `process.env.NODE_ENV` is not replaced.
//!
//! # Which file `x` means
//!
//! For `backend/x`, `public/x` and relative paths of the site's own files: `x` itself, then `x`
//! with `.js .jsw .web.js .ts .web.ts .mjs .cjs .mts .cts .jsx .tsx .json`, then `x/index` with
//! these, then the TypeScript file behind a JavaScript name (`x.js` is `x.ts`). Anything else is
//! a package: `exports` with the conditions `node`, `import` or `require`, `default`, or else
//! `main`, then `module`. A package that has nothing under these is asked for its build for
//! workers, then for browsers. `package_conditions` names other conditions for single packages;
//! with `browser` among them the field `browser` counts, too, as files and as names within the package.

mod build;
mod child;
mod diagnose;
mod events;
mod jobs;
mod ledger;
mod limits;
mod options;
mod parts;
mod passes;
mod paths;
mod plugin;
mod read;
mod resolve;
mod script;
mod site_files;
mod virtual_module;

pub use build::build;
pub use child::child_main;
pub use diagnose::code_frame;
