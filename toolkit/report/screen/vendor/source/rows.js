// What the report's long lists use of TanStack Virtual: the rows that are on the screen, and no others.
export { Virtualizer, observeWindowOffset, observeWindowRect, windowScroll } from "@tanstack/virtual-core";
