// What the report draws with Apache ECharts, and nothing else of it: bars and rings, as SVG.
import * as core from "echarts/core";
import { BarChart, PieChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

core.use([BarChart, PieChart, GridComponent, TooltipComponent, SVGRenderer]);

export const init = core.init;
