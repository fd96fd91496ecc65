// Words, names and numbers in the language chosen; elements that hold text only as text.

const TEXTS = JSON.parse(document.getElementById("rimland-texts").textContent);

// Data for the viewer: { "": place } in it stands for a text, as texts.py has it.
function parsed(element) {
  return JSON.parse(element.textContent, (_, value) => (value?.[""] >= 0
    ? Object.fromEntries(Object.entries(TEXTS).map(([tag, texts]) => [tag, texts[value[""]]])) : value));
}

const page = parsed(document.getElementById("rimland-page"));
const LANGUAGES = ["en", "ja", "zh-Hant"];
for (const words of Object.values(page.words)) Object.setPrototypeOf(words, null);  // "constructor" is no word of ours
const state = { language: page.language, off: new Set(), opacity: {}, selected: null, mode: "layers", step: 0, scenario: null, time: null, lit: [], lent: null };
const listeners = { language: [], layers: [] };

function word(key, ...values) {
  let text = page.words[state.language][key];
  for (const value of values) text = text.replace("{}", () => value);
  return text;
}

// One of the texts of { en, ja, zh-Hant }.
function say(texts) {
  return texts[state.language] ?? texts.en ?? "";
}

// What stands between the parts of a list.
function comma() {
  return state.language === "en" ? ", " : "、";
}

function colon() {
  return state.language === "en" ? ": " : "：";
}

// The best name for the language, and the language it is in: another one where the sources give none.
function nameOf(names, language = state.language) {
  for (const tag of [language, ...LANGUAGES]) {
    const name = names[tag];
    if (name) return { text: name, language: tag };
  }
  return { text: word("no_name"), language: state.language };
}

const writers = new Map();

function number(value, digits = 0) {
  const key = `${state.language} ${digits}`;
  if (!writers.has(key)) writers.set(key, new Intl.NumberFormat(state.language, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return writers.get(key).format(value);
}

// Metres as kilometres and nautical miles: "107.5 km (58.0 nmi)".
function lengths(metres) {
  const digits = metres < 1e6 ? 1 : 0;
  const space = state.language === "en" ? " " : " ";
  const km = `${number(metres / 1000, digits)}${space}${word("unit_km")}`;
  const nmi = `${number(metres / 1852, digits)}${space}${word("unit_nmi")}`;
  return state.language === "en" ? `${km} (${nmi})` : `${km}（${nmi}）`;
}

const PLAIN = new Set(["class", "id", "lang", "role", "type", "for", "title", "tabindex", "scope", "value", "min", "max",
  "step", "readonly", "download", "rel", "target", "colspan", "name", "datetime", "rows"]);

// An element with attributes of a known kind and children that are elements or text, never HTML.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (!PLAIN.has(name) && !name.startsWith("aria-") && !name.startsWith("data-")) throw new Error(`attribute ${name}`);
    element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A link that leaves the page, only to where a reader would expect to go.
function link(address, text) {
  let url = null;
  try { url = new URL(address); } catch { return document.createTextNode(text); }
  if (!["http:", "https:", "mailto:"].includes(url.protocol)) return document.createTextNode(text);
  const anchor = make("a", { rel: "noopener noreferrer", target: "_blank" }, text);
  anchor.href = url.href;
  return anchor;
}

function announce(text) {
  document.getElementById("announcer").textContent = text;
}

// Every element marked data-word gets its word, and the document says which language it is in.
function translatePage() {
  document.documentElement.lang = state.language;
  document.title = say(page.title);
  document.getElementById("title").textContent = say(page.title);
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word, ...(element.dataset.value ? [element.dataset.value] : []));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === state.language));
  }
}

function setLanguage(language) {
  if (!page.languages.includes(language)) return;
  state.language = language;
  translatePage();
  for (const listener of listeners.language) listener();
}
