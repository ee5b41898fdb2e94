// The board's charts: numbers from oversight's API every few seconds, drawn into the canvases that are already there.
"use strict";
(() => {
  const EVERY = 4000;
  const COLOURS = { green: "#2f9e44", yellow: "#f0a500", red: "#b3261e", paused: "#868e96" };
  const RATES = [["response", "响应率", "#1d5fa8"], ["solution", "解决率", "#2a9d8f"], ["satisfaction", "满意率", "#e08a00"]];
  const MOST_ROWS = 10;
  const all = new URLSearchParams(window.location.search).get("units") === "all";
  const text = { fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--tblr-font-sans-serif"), color: "#1c2733" };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const common = { textStyle: text, animation: !still, animationDuration: 300, animationDurationUpdate: 300, tooltip: { renderMode: "richText" } };
  const charts = new Map();

  const draw = (name, option, height) => {
    const place = document.getElementById(`chart-${name}`);
    if (place === null) return;
    if (height !== undefined) place.style.height = `${height}px`;
    if (!charts.has(name)) charts.set(name, echarts.init(place, null, { renderer: "canvas" }));
    else if (height !== undefined) charts.get(name).resize();
    charts.get(name).setOption({ ...common, ...option });
  };
  const narrow = () => window.innerWidth < 600;
  const bars = (names) => ({
    grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", minInterval: 1, max: (found) => Math.max(5, found.max), splitLine: { lineStyle: { color: "#e6eaef" } }, axisLabel: { color: "#546170", hideOverlap: true } },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false },
      axisLabel: { color: "#1c2733", width: narrow() ? 96 : 180, overflow: narrow() ? "break" : "truncate" } },
  });
  const drawToday = (today, labels) => {
    draw("today", {
      ...bars(today.channels.map((row) => labels[row.code] ?? row.code)),
      series: [{ type: "bar", name: "件数", barMaxWidth: 18, itemStyle: { color: "#1d5fa8", borderRadius: 3 },
        label: { show: true, position: "right" }, data: today.channels.map((row) => row.matters) }],
    });
  };
  const drawOpen = (open, labels) => {
    draw("open", {
      series: [{ type: "pie", name: "在办", radius: narrow() ? ["36%", "56%"] : ["48%", "72%"], label: { formatter: "{b} {c}", color: "#1c2733" },
        emptyCircleStyle: { color: "#e9edf1" }, stillShowZeroSum: false,
        data: Object.keys(COLOURS).map((light) => ({ name: labels[light], value: open[light], itemStyle: { color: COLOURS[light] } })) }],
    });
  };
  const drawRates = (name, rows) => {
    // They come busiest first; every row stands in the table, and how many of them are drawn is said.
    const shown = all ? rows : rows.slice(0, MOST_ROWS);
    const told = document.getElementById(`shown-${name}`);
    if (told !== null) {
      const unit = name === "town" ? "个镇" : "个单位";
      told.firstChild.textContent = `共 ${rows.length} ${unit}${shown.length < rows.length ? `，显示办理最多的前 ${shown.length} 个。` : "。"}`;
      told.querySelector("a").hidden = !all && shown.length === rows.length;
      told.hidden = false;
    }
    draw(name, {
      ...bars(shown.map((row) => row.name)),
      xAxis: { type: "value", min: 0, max: 100, axisLabel: { formatter: "{value}%", color: "#546170", hideOverlap: true }, splitLine: { lineStyle: { color: "#e6eaef" } } },
      grid: { left: 8, right: 24, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, itemWidth: 14, itemHeight: 10, textStyle: text },
      tooltip: { renderMode: "richText", trigger: "axis", valueFormatter: (value) => (value === null || value === undefined ? "—" : `${value}%`) },
      series: RATES.map(([key, label, color]) => ({ type: "bar", name: label, barMaxWidth: 9, itemStyle: { color, borderRadius: 2 },
        data: shown.map((row) => (row[key].rate === null ? null : Math.round(row[key].rate * 1000) / 10)) })),
    }, (all ? 76 + 46 * shown.length : Math.min(narrow() ? 620 : 368, 76 + 46 * Math.max(shown.length, 1))));
  };
  const clock = (instant) => {
    const place = document.getElementById("board-now");
    place.dateTime = instant;
    const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
    place.textContent = parts.format(new Date(instant));
  };
  const refresh = async (board, labels) => {
    if (document.hidden) return;
    htmx.trigger(document.getElementById("board-figures"), "refresh");
    let found;
    try {
      const answer = await fetch(board.dataset.source, { headers: { "X-Requested-With": "countynet" } });
      if (!answer.ok) return;
      found = await answer.json();
    } catch (error) {
      // Away for a moment: the figures above say so, the charts keep what they show until the next turn.
      console.info(error instanceof Error ? error.message : "away");
      return;
    }
    clock(found.now);
    drawToday(found.today, labels.channels);
    drawOpen(found.open, labels.lights);
    if (found.rates === null) return;
    drawRates("town", found.rates.town);
    if (found.rates.department !== null) drawRates("department", found.rates.department);
  };
  document.addEventListener("DOMContentLoaded", () => {
    const board = document.getElementById("board");
    const read = (name) => Object.fromEntries(JSON.parse(board.dataset[name]));
    const labels = { channels: read("channels"), lights: read("lights") };
    const turn = async () => {
      await refresh(board, labels);
      window.setTimeout(turn, EVERY);
    };
    turn();
    window.addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
  });
})();
