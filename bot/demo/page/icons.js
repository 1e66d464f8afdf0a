// The few drawings of the page, as strokes on a 20 × 20 grid.
import { s } from "./dom.js";

const PATHS = {
  channel: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  private: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
  bolt: "M11 2 4 11.5h5L8.5 18 16 8.5h-5z",
  send: "M3 3.5 17.5 10 3 16.5 5.5 10zM5.5 10H11",
  thread: "M3 4h14v9.5H9.5L5.5 17v-3.5H3z",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 6v4l3 2",
  chevron: "M5.5 8 10 12.5 14.5 8",
  back: "M12 4.5 6.5 10l5.5 5.5",
  forward: "M3.5 5v10l6.5-5zM10.5 5v10l6.5-5z",
  next: "M8 4.5 13.5 10 8 15.5",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  calendar: "M3.5 5h13v12h-13zM3.5 9h13M7 3v3.5M13 3v3.5",
  eye: "M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10M10 7.800a2.2 2.2 0 1 0 0 4.400 2.2 2.2 0 0 0 0-4.400",
  check: "M4 10.5 8.2 15 16 5.5",
  people: "M7.5 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2 17c0-3.5 2.5-5 5.5-5s5.5 1.5 5.5 5M13 4.300a3 3 0 0 1 0 5.5M15 12.300c2 .6 3 2.2 3 4.700",
  link: "M8.5 11.5 15.5 4.5M10.5 4h5.5v5.5M14 12v4H4V6h4",
  mail: "M2.5 4.5h15v11h-15zM3 5l7 6 7-6",
  file: "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5",
};

/** A decorative icon; what it means must be said by the control's own label. */
export function icon(name, size = 18) {
  return s(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    s("path", { d: PATHS[name] }),
  );
}
