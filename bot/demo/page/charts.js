// The data_visualization block as a drawing, with the same figures as a table for who cannot or would rather not look at it.
import { h, s, uid } from "./dom.js";

const TONES = 6;
const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [560, 220, 48, 12, 28, 34];
const number = (value) => new Intl.NumberFormat("es-ES", { maximumFractionDigits: 2 }).format(value);
const tone = (at) => `tone-${at % TONES}`;

/** A round step so that the axis has about four lines. */
function step(span) {
  const rough = span / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
}

/** What fits in `width`; the whole name stands among the figures. */
const short = (name, width) => (name.length * 8 > width ? `${name.slice(0, Math.max(2, Math.floor(width / 8) - 1))}…` : name);

function axes(values, categories, config) {
  const low = Math.min(0, ...values);
  const whole = values.every(Number.isInteger); // half an incident says nothing
  const size = Math.max(step(Math.max(...values, 0) - low || 1), whole ? 1 : 0);
  const bottom = Math.floor(low / size) * size;
  const top = Math.max(Math.ceil(Math.max(...values, 0) / size) * size, bottom + size);
  const y = (value) => TOP + ((top - value) / (top - bottom)) * (HIGH - TOP - BOTTOM);
  const slot = (WIDE - LEFT - RIGHT) / Math.max(1, categories.length);
  const x = (at) => LEFT + slot * (at + 0.5);
  const every = Math.ceil(categories.length / 8);
  const count = Math.round((top - bottom) / size);
  const marks = Array.from({ length: count + 1 }, (_, at) => bottom + at * size);
  return {
    x,
    y,
    slot,
    drawing: [
      marks.map((value) => [
        s("line", { class: value === 0 ? "axis" : "gridline", x1: LEFT, x2: WIDE - RIGHT, y1: y(value), y2: y(value) }),
        s("text", { class: "tick", x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, number(value)),
      ]),
      categories.map((name, at) => at % every === 0 && s("text", { class: "tick", x: x(at), y: HIGH - 10, "text-anchor": "middle" }, short(name, slot * every))),
      config?.y_label && s("text", { class: "tick", x: 2, y: 15 }, config.y_label),
    ],
  };
}

const valueAt = (series, category) => series.data.find(({ label }) => label === category)?.value ?? 0;

const SHAPES = {
  bar: (series, categories, { x, y, slot }) => {
    const width = Math.min(36, (slot * 0.72) / series.length);
    return series.map((one, at) =>
      categories.map((name, column) => {
        const value = valueAt(one, name);
        if (!value) return null;
        const left = x(column) + (at - series.length / 2) * width;
        return s("rect", { class: tone(at), x: left + 1, width: width - 2, y: Math.min(y(0), y(value)), height: Math.max(1, Math.abs(y(0) - y(value))), rx: 2 });
      }),
    );
  },
  line: (series, categories, { x, y }) =>
    series.map((one, at) => {
      const points = categories.map((name, column) => [x(column), y(valueAt(one, name))]);
      return s("g", { class: `stroke ${tone(at)}` }, s("polyline", { points: points.join(" ") }), points.map(([cx, cy]) => s("circle", { cx, cy, r: 3.5 })));
    }),
  area: (series, categories, scale) =>
    series.map((one, at) => {
      const points = categories.map((name, column) => [scale.x(column), scale.y(valueAt(one, name))]);
      const edge = [[scale.x(0), scale.y(0)], ...points, [scale.x(categories.length - 1), scale.y(0)]];
      return s("g", { class: `stroke ${tone(at)}` }, s("polygon", { points: edge.join(" ") }), s("polyline", { points: points.join(" ") }));
    }),
};

function pie(segments) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const [cx, cy, radius] = [110, 110, 92];
  let angle = -Math.PI / 2;
  const slices = segments.map(({ value }, at) => {
    const share = value / total;
    if (share > 0.999) return s("circle", { class: tone(at), cx, cy, r: radius });
    const from = [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
    angle += share * 2 * Math.PI;
    const to = [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
    return s("path", { class: `slice ${tone(at)}`, d: `M${cx} ${cy}L${from}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${to}Z` });
  });
  return s("svg", { viewBox: "0 0 220 220", class: "pie", "aria-hidden": "true" }, slices);
}

function figures(head, rows) {
  return h(
    "details",
    { class: "figures" },
    h("summary", {}, "Ver las cifras"),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map(([name, ...values]) => h("tr", {}, h("th", { scope: "row" }, name), values.map((value) => h("td", {}, value))))),
    ),
  );
}

const legend = (names) => h("ul", { class: "legend", "aria-hidden": "true" }, names.map((name, at) => h("li", {}, h("span", { class: `swatch ${tone(at)}` }), name)));

/** A figure with its title, drawing, legend and figures. */
export function chart(block) {
  const { type, series = [], segments = [], axis_config: config } = block.chart;
  const title = uid("chart");
  let drawing;
  let names;
  let rows;
  if (type === "pie") {
    const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
    drawing = pie(segments);
    names = segments.map(({ label, value }) => `${label}: ${number(value)} (${Math.round((value / total) * 100)} %)`);
    rows = segments.map(({ label, value }) => [label, number(value)]);
  } else {
    const categories = config?.categories ?? series[0]?.data.map(({ label }) => label) ?? [];
    const scale = axes(series.flatMap(({ data }) => data.map(({ value }) => value)), categories, config);
    drawing = s("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" }, scale.drawing, SHAPES[type]?.(series, categories, scale));
    names = series.map(({ name }) => name);
    rows = categories.map((name) => [name, ...series.map((one) => number(valueAt(one, name)))]);
  }
  return h(
    "figure",
    { class: `chart ${type}`, "aria-labelledby": title },
    h("figcaption", { id: title }, block.title),
    h("div", { class: "plot" }, drawing, legend(names)),
    figures(type === "pie" ? ["", "Valor"] : [config?.x_label ?? "", ...names], rows),
  );
}
