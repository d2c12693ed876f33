// Reads the small part of the template language that our bases, parts and gallery pages use, so that pages can be
// looked at without building the program. The askama build is the judge; this must only never show another markup.

import { readFileSync } from "node:fs";
import { join } from "node:path";

// Texts and lists answer to the method names templates use.
const answer = (type, name, fn) => Object.defineProperty(type.prototype, name, { value: fn });
answer(String, "is_empty", function () { return this.length === 0; });
answer(Array, "is_empty", function () { return this.length === 0; });
answer(Array, "len", function () { return this.length; });
answer(String, "starts_with", function (s) { return this.startsWith(s); });
answer(String, "ends_with", function (s) { return this.endsWith(s); });
answer(String, "to_string", function () { return String(this); });
answer(Number, "to_string", function () { return String(this); });

class Safe {
  constructor(text) { this.text = text; }
}
const show = (v) => v instanceof Safe ? v.text
  : String(v).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function renderer(root) {
  const files = new Map();
  const load = (path) => {
    if (!files.has(path)) files.set(path, parse(readFileSync(join(root, path), "utf8"), path));
    return files.get(path);
  };

  function page(path, vars) {
    const chain = [load(path)];
    while (chain.at(-1).extends) chain.push(load(chain.at(-1).extends));
    const blocks = {};
    for (const file of chain) for (const [name, block] of Object.entries(file.blocks)) blocks[name] ??= { block, file };
    return run(chain.at(-1).body, { vars, file: chain.at(-1), blocks, self: vars });
  }

  function run(nodes, at) {
    let out = "";
    for (const node of nodes) out += step(node, at);
    return out;
  }

  function step(node, at) {
    switch (node.kind) {
      case "text": return node.text;
      case "show": return show(value(node.expr, at));
      case "include": return run(load(node.path).body, { ...at, file: load(node.path) });
      case "block": {
        const { block, file } = at.blocks[node.name];
        return run(block.body, { ...at, file });
      }
      case "if": {
        for (const arm of node.arms) {
          const bound = condition(arm.test, at);
          if (bound) return run(arm.body, { ...at, vars: { ...at.vars, ...bound } });
        }
        return "";
      }
      case "for": {
        const list = value(node.list, at);
        return list.map((item, n) => run(node.body, {
          ...at,
          vars: { ...at.vars, [node.item]: item, loop: { index: n + 1, index0: n, first: n === 0, last: n === list.length - 1 } },
        })).join("");
      }
      case "call": return macro(node.expr, at, () => run(node.body, at)).text;
      default: throw new Error(`unknown ${node.kind}`);
    }
  }

  function condition(test, at) {
    if (test === null) return {};
    const some = test.match(/^let Some\((\w+)\) = (.*)$/s);
    if (!some) return value(test, at) ? {} : null;
    const found = value(some[2], at);
    return found === null || found === undefined ? null : { [some[1]]: found };
  }

  function value(expr, at) {
    const safe = expr.match(/^(.*)\|\s*safe$/s);
    if (safe) return new Safe(String(value(safe[1].trim(), at)));
    if (/^(\w+::)?\w+\(.*\)$/s.test(expr)) {
      if (expr.startsWith("caller(")) return new Safe(at.caller ? at.caller() : "");
      return macro(expr, at, null);
    }
    const js = tuples(expr).replace(/(?<![.\w"])class(?!\w|")/g, "class_");
    try {
      return new Function("scope", `with (scope) { return (${js}); }`)(at.vars);
    } catch (problem) {
      throw new Error(`${at.file.path}: ${expr}: ${problem.message}`);
    }
  }

  function macro(expr, at, caller) {
    const [, space, name, inner] = expr.match(/^(?:(\w+)::)?(\w+)\((.*)\)$/s);
    const file = space ? load(at.file.imports[space]) : at.file;
    const found = file.macros[name];
    if (!found) throw new Error(`${at.file.path}: no macro ${expr}`);
    const args = {};
    let place = 0;
    for (const part of split(inner)) {
      const named = part.match(/^(\w+)\s*=(?!=)\s*(.*)$/s);
      if (named && !found.args.some((a) => a.name === named[1])) throw new Error(`${at.file.path}: ${name} has no ${named[1]}`);
      if (named) args[named[1]] = value(named[2], at);
      else args[found.args[place++].name] = value(part, at);
    }
    const vars = { ...at.self };
    for (const arg of found.args) {
      if (!(arg.name in args) && arg.preset === undefined) throw new Error(`${at.file.path}: ${name} needs ${arg.name}`);
      vars[arg.name === "class" ? "class_" : arg.name] = arg.name in args ? args[arg.name] : value(arg.preset, { ...at, vars: at.self });
    }
    return new Safe(run(found.body, { vars, self: at.self, file, blocks: at.blocks, caller }));
  }

  return { page };
}

/** Rust's list of pairs, [("a", x)], as a list of lists. */
function tuples(expr) {
  const start = expr.indexOf("[(");
  if (start < 0) return expr;
  const end = expr.lastIndexOf(")]");
  const pairs = split(expr.slice(start + 1, end + 1)).map((pair) => `[${pair.slice(1, -1)}]`);
  return expr.slice(0, start + 1) + pairs.join(",") + expr.slice(end + 1);
}

/** Splits at commas that stand outside brackets and quotes. */
function split(text) {
  const parts = [];
  let depth = 0, quoted = false, from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if ("([".includes(c)) depth++;
    else if (")]".includes(c)) depth--;
    else if (c === "," && depth === 0) { parts.push(text.slice(from, i)); from = i + 1; }
  }
  parts.push(text.slice(from));
  return parts.map((p) => p.trim()).filter(Boolean);
}

function parse(source, path) {
  const file = { path, imports: {}, macros: {}, blocks: {}, extends: null, body: [] };
  const stack = [{ kind: "file", body: file.body }];
  const top = () => stack.at(-1);
  const open = (node) => { stack.push(node); };
  const close = (kind) => {
    const node = stack.pop();
    if (node.kind !== kind) throw new Error(`${path}: ${kind} closed, ${node.kind} open`);
    return node;
  };
  const put = (node) => top().body.push(node);

  let trim = false;
  for (const piece of source.split(/(\{#[\s\S]*?#\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\})/)) {
    if (!/^\{[#%{]/.test(piece)) {
      const text = trim ? piece.replace(/^\s+/, "") : piece;
      if (text) put({ kind: "text", text });
      trim = false;
      continue;
    }
    if (piece[2] === "-") {
      const last = top().body.at(-1);
      if (last && last.kind === "text") last.text = last.text.replace(/\s+$/, "");
    }
    trim = piece.at(-3) === "-";
    const inner = piece.slice(2, -2).replace(/^-|-$/g, "").trim();
    if (piece.startsWith("{#")) continue;
    if (piece.startsWith("{{")) { put({ kind: "show", expr: inner }); continue; }

    const [, word, rest = ""] = inner.match(/^(\w+)\s*([\s\S]*)$/);
    if (word === "extends") file.extends = unquote(rest);
    else if (word === "import") { const [, from, as] = rest.match(/^"(.*)" as (\w+)$/); file.imports[as] = from; }
    else if (word === "include") put({ kind: "include", path: unquote(rest) });
    else if (word === "macro") {
      const [, name, args] = rest.match(/^(\w+)\(([\s\S]*)\)$/);
      open({ kind: "macro", name, body: [], args: split(args).map((a) => { const [, n, preset] = a.match(/^(\w+)(?:\s*=\s*([\s\S]*))?$/); return { name: n, preset }; }) });
    } else if (word === "endmacro") { const node = close("macro"); file.macros[node.name] = node; }
    else if (word === "block") open({ kind: "block", name: rest, body: [] });
    else if (word === "endblock") { const node = close("block"); file.blocks[node.name] = node; put({ kind: "block", name: node.name }); }
    else if (word === "call") open({ kind: "call", expr: rest, body: [] });
    else if (word === "endcall") put(close("call"));
    else if (word === "for") { const [, item, list] = rest.match(/^(\w+) in ([\s\S]*)$/); open({ kind: "for", item, list, body: [] }); }
    else if (word === "endfor") put(close("for"));
    else if (word === "if") { const arm = { test: rest, body: [] }; open({ kind: "if", arms: [arm], body: arm.body }); }
    else if (word === "else" || word === "elif") {
      const arm = { test: word === "elif" ? rest : rest.startsWith("if ") ? rest.slice(3) : null, body: [] };
      top().arms.push(arm);
      top().body = arm.body;
    } else if (word === "endif") put(close("if"));
    else throw new Error(`${path}: ${word} is not known here`);
  }
  if (stack.length !== 1) throw new Error(`${path}: ${top().kind} is not closed`);
  return file;
}

const unquote = (s) => s.replace(/^"|"$/g, "");
