/**
 * parseArgs: the arguments of a command as options and positionals.
 */

const { makeError } = require("node/errors");
const { checkArray, checkBoolean, checkObject, checkString, checkOneOf } = require("node/validate");
const { invalidArgValue } = require("node/errors");

const { hasOwn, keys, entries } = Object;

function checkOptions(options) {
  for (const [name, option] of entries(options)) {
    const place = `options.${name}`;
    checkObject(option, place);
    if (option.type !== "string" && option.type !== "boolean") {
      checkOneOf(option.type, `${place}.type`, ["string", "boolean"]);
    }
    if (hasOwn(option, "short")) {
      checkString(option.short, `${place}.short`);
      if ([...option.short].length !== 1) throw invalidArgValue(`${place}.short`, option.short, "must be a single character");
    }
    const { multiple } = option;
    if (hasOwn(option, "multiple")) checkBoolean(multiple, `${place}.multiple`);
    if (option.default === undefined) continue;
    const checkOne = option.type === "string" ? checkString : checkBoolean;
    if (!multiple) checkOne(option.default, `${place}.default`);
    else {
      checkArray(option.default, `${place}.default`);
      option.default.forEach((value, i) => checkOne(value, `${place}.default[${i}]`));
    }
  }
}

function looksLikeOption(text) {
  return text !== undefined && text.length > 1 && text[0] === "-";
}

/** The long name of a short option. */
function longOf(short, options) {
  return keys(options).find((name) => options[name].short === short) ?? short;
}

/** The arguments one after the other, grouped short options taken apart. */
function* tokens(args, options) {
  const rest = args.map((text, index) => ({ text, index }));
  while (rest.length > 0) {
    const { text, index } = rest.shift();
    if (text === "--") {
      yield { kind: "option-terminator", index };
      for (const left of rest) yield { kind: "positional", index: left.index, value: left.text };
      return;
    }
    const isShort = text.length > 1 && text[0] === "-" && text[1] !== "-";
    if (isShort && text.length === 2) {
      const name = longOf(text[1], options);
      const next = rest[0]?.text;
      let value;
      let inlineValue;
      if (options[name]?.type === "string" && next !== undefined) {
        value = rest.shift().text;
        inlineValue = false;
      }
      yield { kind: "option", name, rawName: text, index, value, inlineValue };
    } else if (isShort) {
      const name = longOf(text[1], options);
      if (options[name]?.type === "string") {
        yield { kind: "option", name, rawName: text.slice(0, 2), index, value: text.slice(2), inlineValue: true };
      } else {
        rest.unshift({ text: text.slice(0, 2), index }, { text: `-${text.slice(2)}`, index });
      }
    } else if (text.startsWith("--") && text.length > 2) {
      const equals = text.indexOf("=", 3);
      if (equals !== -1) {
        yield { kind: "option", name: text.slice(2, equals), rawName: text.slice(0, equals), index, value: text.slice(equals + 1), inlineValue: true };
        continue;
      }
      const name = text.slice(2);
      const next = rest[0]?.text;
      let value;
      let inlineValue;
      if (options[name]?.type === "string" && next !== undefined) {
        value = rest.shift().text;
        inlineValue = false;
      }
      yield { kind: "option", name, rawName: text, index, value, inlineValue };
    } else {
      yield { kind: "positional", index, value: text };
    }
  }
}

function checkStrictly(token, options, allowPositionals, allowNegative) {
  const { name, rawName, value, inlineValue } = token;
  if (!hasOwn(options, name)) {
    if (allowNegative && name.startsWith("no-") && options[name.slice(3)]?.type === "boolean") return;
    const hint = allowPositionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${rawName}"` : "";
    throw makeError(TypeError, "ERR_PARSE_ARGS_UNKNOWN_OPTION", `Unknown option '${rawName}'${hint}`);
  }
  const { short, type } = options[name];
  const shown = `${short ? `-${short}, ` : ""}--${name}`;
  if (type === "string" && typeof value !== "string") {
    throw makeError(TypeError, "ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${shown} <value>' argument missing`);
  }
  if (type === "boolean" && value !== undefined) {
    throw makeError(TypeError, "ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${shown}' does not take an argument`);
  }
  if (type === "string" && inlineValue === false && looksLikeOption(value)) {
    const example = rawName.startsWith("--") ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
    throw makeError(
      TypeError,
      "ERR_PARSE_ARGS_INVALID_OPTION_VALUE",
      `Option '${rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${rawName}'?\nTo specify an option argument starting with a dash use ${example}.`,
    );
  }
}

function store(values, { name: given, value }, options, allowNegative) {
  let name = given;
  let result = value ?? true;
  if (allowNegative && value === undefined && name.startsWith("no-") && !hasOwn(options, name)) {
    name = name.slice(3);
    result = false;
  }
  if (name === "__proto__") return;
  if (options[name]?.multiple) {
    if (values[name]) values[name].push(result);
    else values[name] = [result];
  } else {
    values[name] = result;
  }
}

/**
 * @param {{args?: string[], options?: Record<string, any>, strict?: boolean, allowPositionals?: boolean,
 *   allowNegative?: boolean, tokens?: boolean}} [config]
 */
exports.parseArgs = function parseArgs(config = {}) {
  checkObject(config, "config");
  const args = config.args ?? require("node/process").process.argv.slice(2);
  const strict = config.strict ?? true;
  const allowPositionals = config.allowPositionals ?? !strict;
  const allowNegative = config.allowNegative ?? false;
  const options = { __proto__: null, ...(config.options ?? {}) };
  checkArray(args, "args");
  checkBoolean(strict, "strict");
  checkBoolean(allowPositionals, "allowPositionals");
  checkBoolean(config.tokens ?? false, "tokens");
  if (config.options !== undefined) checkObject(config.options, "options");
  checkOptions(options);
  const found = [...tokens(args.map((arg) => `${arg}`), options)];
  const values = { __proto__: null };
  const positionals = [];
  for (const token of found) {
    if (token.kind === "option") {
      if (strict) checkStrictly(token, options, allowPositionals, allowNegative);
      store(values, token, options, allowNegative);
    } else if (token.kind === "positional") {
      if (!allowPositionals) {
        throw makeError(TypeError, "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL", `Unexpected argument '${token.value}'. This command does not take positional arguments`);
      }
      positionals.push(token.value);
    }
  }
  for (const [name, option] of entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return { values, positionals, ...(config.tokens ? { tokens: found } : {}) };
};
