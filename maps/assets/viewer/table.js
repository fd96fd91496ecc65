// The features as a table, as comma-separated values, and how to cite the map.

function tableRows() {
  const listed = features.filter((feature) => feature.hit).sort((a, b) => a.layer.order - b.layer.order);
  return listed.map((feature) => [say(feature.layer.title), ...LANGUAGES.map((tag) => feature.n[tag]),
    [...(feature.gap === undefined ? [] : [`${word("width_km")} ${lengths(feature.gap * 1000)}`]),
      ...feature.f.map((fact) => `${factName(fact)} ${factText(fact)}`)].join("; "),
    position(feature), feature.pg, feature.fg, sourcesOf(feature).map(credit).join("; ")]);
}

function tableHead() {
  return [word("layer"), ...LANGUAGES.map((tag) => `${word("name")} (${page.language_names[tag]})`), word("facts"), word("position"),
    word("position_grade"), word("fact_grade"), word("sources")];
}

function openTable() {
  const head = make("tr", {}, ...tableHead().map((text) => make("th", { scope: "col" }, text)));
  const rows = tableRows().map((row) => make("tr", {}, ...row.map((text, place) => make("td", { lang: LANGUAGES[place - 1] ?? null }, text))));
  document.getElementById("table-body").replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  document.getElementById("csv-fallback").hidden = true;
  document.getElementById("table").showModal();
}

// One cell: quoted, and never a formula for a spreadsheet.
function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

// A frame may be denied downloads without being told: then the text is there to be copied.
function downloadCsv() {
  const text = [tableHead(), ...tableRows()].map((row) => row.map(csvCell).join(",")).join("\r\n");
  const anchor = make("a", { download: `rimland-${state.language}.csv` });
  anchor.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  anchor.click();
  if (window.self !== window.top) {
    const field = document.getElementById("csv-field");
    field.value = text;
    document.getElementById("csv-fallback").hidden = false;
    field.focus();
    field.select();
  }
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

// How to cite the map: a line, and the records of all that it rests on.
function fillCite() {
  const field = make("textarea", { id: "bibtex", rows: 5, readonly: "" });
  field.value = [{ id: "map", title: say(page.title), publisher: `Rimland ${page.version}`, date: page.as_of }, ...allSources()].map(bibtex).join("\n");
  const line = page.cite?.text ? say(page.cite.text) : word("cite_line", say(page.title), page.version, page.as_of);
  return [make("h3", {}, word("cite")), make("p", { class: "small" }, line),
    make("details", {}, make("summary", {}, "BibTeX"), make("label", { for: field.id }, word("bibtex")), field)];
}

function allSources() {
  return [...new Map(layers.flatMap((layer) => layer.sources).map((source) => [`${source.id} ${source.title}`, source])).values()];
}

function bibtex({ id, title, publisher, date, url }) {
  const plain = (text) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
  const rows = [["title", title], ["author", publisher], ["date", date]].filter(([, value]) => value).map(([name, value]) => `  ${name} = {{${plain(value)}}}`);
  if (url) rows.push(`  url = {${url.split(/\s*;/)[0]}}`);
  return `@misc{${id},\n${rows.join(",\n")}\n}`;
}
